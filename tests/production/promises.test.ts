import { PGlite } from "@electric-sql/pglite";
import { pgtap } from "@electric-sql/pglite-pgtap";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectPglite } from "../../src/postgres/pglite.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { harden } from "../../src/production/harden.ts";
import { promisesFile } from "../../src/production/tap/promises.ts";
import { exampleProject } from "./definitions.ts";

describe("the pgTAP file of the hardened CRM", () => {
  let db: PGlite;
  let file: string;
  beforeAll(async () => {
    db = await PGlite.create({ extensions: { pgtap } });
    const { business, config } = await exampleProject("crm");
    for (const statement of harden(business, config).statements) await db.exec(statement);
    file = promisesFile(await readCatalog(await connectPglite(db)), config);
  });
  afterAll(async () => await db.close());

  /** What TAP says: a line for each test, below those that failed why. */
  async function run(sql: string): Promise<readonly string[]> {
    const results = await db.exec(sql);
    return results.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row).join("").split("\n")));
  }

  const failed = (lines: readonly string[]) =>
    lines.filter((line) => line.startsWith("not ok")).map((line) => line.replace(/^not ok \d+ - /, ""));

  test("holds, and leaves nothing behind", async () => {
    const lines = await run(file);
    expect(failed(lines)).toEqual([]);
    const [plan = ""] = lines;
    expect(plan).toMatch(/^1\.\.\d+$/);
    expect(lines.filter((line) => line.startsWith("ok ")).length).toBe(Number(plan.slice(3)));
    expect(lines.filter((line) => line.startsWith("# Looks like"))).toEqual([]);
    expect((await db.query("SELECT FROM pg_extension WHERE extname = 'pgtap'")).rows).toEqual([]);
  });

  const mutations: readonly (readonly [sql: string, ...noticed: string[]])[] = [
    ["DROP POLICY accounts_select_authenticated ON accounts", "public.accounts: policies"],
    ["ALTER TABLE accounts DISABLE TRIGGER audit_accounts", "public.accounts: triggers"],
    ["ALTER TABLE accounts ENABLE TRIGGER audit_accounts", "public.accounts: triggers"],
    [
      "GRANT SELECT ON accounts TO anonymous",
      "public.accounts: privileges of everyone but the owner",
      "public.accounts: SELECT by anonymous is refused",
    ],
    [
      "GRANT TRUNCATE ON contacts TO authenticated",
      "public.contacts: privileges of everyone but the owner",
      "public.contacts: TRUNCATE by authenticated is refused",
    ],
    [
      "GRANT UPDATE (created_by) ON accounts TO authenticated",
      "public.accounts: privileges of everyone but the owner",
    ],
    [
      "ALTER TABLE accounts DROP CONSTRAINT accounts_email_check",
      "public.accounts: keys, checks and references",
    ],
    [
      "ALTER TABLE accounts ALTER COLUMN name DROP NOT NULL",
      "public.accounts: columns, NOT NULL and defaults",
    ],
    ["DROP INDEX accounts_territory_id_idx", "public.accounts: indexes"],
    ["ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY", "public.accounts: row level security is forced"],
    ["ALTER VIEW accounts_live SET (security_invoker = false)", "public.accounts_live: options"],
    [
      "ALTER FUNCTION stamp_updated_at() RESET search_path",
      "public.stamp_updated_at(): runs as its caller, search_path pinned, called by nobody else",
    ],
    [
      "GRANT EXECUTE ON FUNCTION audit.log_accounts() TO PUBLIC",
      "audit.log_accounts(): runs as its owner, search_path pinned, called by nobody else",
    ],
    [
      "DROP TRIGGER append_only ON audit.log",
      "audit.log: triggers",
      "audit.log: UPDATE is refused to everyone",
      "audit.log: DELETE is refused to everyone",
      "audit.log: TRUNCATE is refused to everyone",
    ],
  ];

  test.for(mutations)("notices %s", async ([sql, ...noticed]) => {
    // The file's own transaction is the one that holds the mutation, so that its ROLLBACK takes both back.
    expect(failed(await run(file.replace("BEGIN;\n", () => `BEGIN;\n\n${sql};\n`))).sort()).toEqual(
      noticed.toSorted(),
    );
  });
});
