import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { makeCatalog } from "../../src/postgres/catalog.ts";
import { catalogDifferences } from "../../src/postgres/catalog-differences.ts";
import { elaborate } from "../../src/postgres/elaborate.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import type { Plan, PlanOptions, RenameQuestion, Statement } from "../../src/postgres/plan.ts";
import { runInTransactions } from "../../src/postgres/prove-migration.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { transactionsOf } from "../../src/postgres/transactions.ts";
import { cacheDir } from "../support/cache.ts";

/**
 * A case is one file: `--- before` and `--- after` as SQL, `--- renames` where names change, `--- for` where the plan is for
 * a database in use or another version (`online 15`), and `--- plan` as it has to come out (written by `vitest -u`). Adding
 * a case is adding a file.
 */
interface Case {
  readonly for: string;
  readonly before: string;
  readonly after: string;
  readonly renames: string;
}

const folder = fileURLToPath(new URL("./cases/", import.meta.url));
const names = readdirSync(folder).sort();
const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

test.for(names)("%s", async (name) => {
  const path = join(folder, name);
  const given = readCase(readFileSync(path, "utf8"));
  const { before, after, renames } = given;
  const from = await elaborate(shadow, [before]);
  const to = await elaborate(shadow, [after]);
  const options = readOptions(given.for);
  const plan = planMigration(from, to, { ...options, renames: readRenames(renames) });
  await expect(caseText(given, plan)).toMatchFileSnapshot(path);

  await shadow.scratch(async (db) => {
    await db.execute(before);
    await runInTransactions(db, plan.statements);
    const reached = await readCatalog(db);
    // What no kind handles stays as it is.
    expect(catalogDifferences(reached, makeCatalog(to.objects.values(), from.unhandled))).toEqual([]);
    expect(planMigration(reached, to, options).statements).toEqual([]);
    await runInTransactions(db, plan.reverse);
    expect(catalogDifferences(await readCatalog(db), from)).toEqual([]);
  });
});

function readCase(text: string): Case {
  const sections = new Map(
    text.split(/^--- /m).map((section): [string, string] => {
      const end = section.indexOf("\n");
      return [section.slice(0, end).trim(), section.slice(end + 1).trim()];
    }),
  );
  return {
    before: sections.get("before") ?? "",
    after: sections.get("after") ?? "",
    renames: sections.get("renames") ?? "",
    for: sections.get("for") ?? "",
  };
}

function readOptions(text: string): PlanOptions {
  const [, mode, version = "18"] = /^(online|offline) ?(\d*)$/.exec(text) ?? [];
  if (text !== "" && mode === undefined) throw new Error(`Nothing that a plan is for: ${text}`);
  return { mode: mode === "online" ? "online" : "offline", targetVersion: Number(version || 18) };
}

function readRenames(text: string): RenameQuestion[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [kind = "", from = "", to = ""] = line.split(/ = | /);
      if (kind !== "table" && kind !== "column") throw new Error(`Not a rename: ${line}`);
      return { kind, from, to };
    });
}

function caseText({ before, after, renames, for: use }: Case, plan: Plan): string {
  const sections = [
    ["before", before],
    ["after", after],
    ...(renames === "" ? [] : [["renames", renames]]),
    ...(use === "" ? [] : [["for", use]]),
    ["plan", planText(plan)],
  ];
  return sections.map(([title, text]) => `--- ${title}\n${text === "" ? "" : `${text}\n`}`).join("\n");
}

/** Of a plan for a database in use, the transactions are shown. */
function planText({ statements, questions, findings }: Plan): string {
  const transactions = transactionsOf(statements);
  return [
    ...questions.map(({ kind, from, to }) => `-- question: ${kind} ${from} = ${to}`),
    ...findings.map(({ code, message }) => `-- ${code}: ${message}`),
    ...transactions.flatMap((transaction, i) => [
      ...(i === 0 ? [] : ["-- ----"]),
      ...transaction.statements.map(statementText),
    ]),
  ].join("\n");
}

function statementText({ sql, phase, hazards, transactional }: Statement): string {
  const notes = [
    phase,
    ...hazards.map(({ kind }) => kind),
    ...(transactional ? [] : ["outside a transaction"]),
  ];
  return `-- ${notes.join(", ")}\n${sql};`;
}
