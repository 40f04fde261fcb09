import { expect, test } from "vitest";
import type { HazardKind, Statement } from "../../src/postgres/plan.ts";
import { transactionsOf } from "../../src/postgres/transactions.ts";

type Marks = { readonly hazard?: HazardKind; readonly transactional?: boolean; readonly together?: string };

function statement(sql: string, { hazard, transactional = true, together }: Marks = {}): Statement {
  const hazards = hazard === undefined ? [] : [{ kind: hazard, message: "" }];
  return { sql, change: sql, phase: "expand", transactional, hazards, together };
}

const plain = statement("plain");
const other = statement("other", { hazard: "changes-access" });
const scan = statement("scan", { hazard: "scans-table" });
const rewrite = statement("rewrite", { hazard: "rewrites-table" });
const concurrently = statement("concurrently", { transactional: false });
const drop = statement("drop", { together: "view v" });
const create = statement("create", { together: "view v" });
const dropUser = statement("drop user", { together: "view u" });
const createUser = statement("create user", { together: "view u" });

test.for<[string, readonly Statement[], string]>([
  ["nothing", [], ""],
  ["what takes a moment goes together", [plain, other, plain], "plain other plain"],
  [
    "a scan holds no lock of others, and others none of it",
    [plain, scan, scan, plain],
    "plain | scan | scan | plain",
  ],
  ["so does a rewrite", [plain, rewrite, other], "plain | rewrite | other"],
  [
    "what no transaction can hold",
    [plain, concurrently, concurrently, plain],
    "plain | (concurrently) | (concurrently) | plain",
  ],
  [
    "a replaced object is never missing",
    [plain, drop, rewrite, create, plain],
    "plain | drop rewrite create | plain",
  ],
  [
    "nor are those that stand on it",
    [dropUser, drop, scan, create, createUser],
    "drop user drop scan create create user",
  ],
  [
    "nor do two overlap",
    [drop, dropUser, create, scan, createUser, plain],
    "drop drop user create scan create user | plain",
  ],
  ["one mark alone joins nothing", [drop, scan, plain], "drop | scan | plain"],
  [
    "but what no transaction can hold stays outside",
    [drop, concurrently, create],
    "drop | (concurrently) | create",
  ],
])("%s", ([, statements, expected]) => {
  const shown = transactionsOf(statements).map(({ statements: group, transactional }) => {
    const names = group.map(({ sql }) => sql).join(" ");
    return transactional ? names : `(${names})`;
  });
  expect(shown.join(" | ")).toBe(expected);
});
