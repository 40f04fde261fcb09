import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { harden } from "../../src/production/harden.ts";
import { type Actor, actAs } from "../../src/production/platform.ts";
import { cacheDir } from "../support/cache.ts";
import { exampleProject } from "./definitions.ts";

const anna = "aaaaaaaa-0000-4000-8000-000000000001";
const ben = "bbbbbbbb-0000-4000-8000-000000000002";
const asAnna: Actor = { role: "authenticated", user: anna };
const asBen: Actor = { role: "authenticated", user: ben };
const asAdmin: Actor = { role: "authenticated", user: ben, roles: ["admin"] };
const nobody: Actor = { role: "anonymous" };

/** The CRM, owned by a role that is no superuser, cannot log in and is under row level security itself. */
describe("the hardened CRM", () => {
  let db: Connection;

  beforeAll(async () => {
    db = await openPglite({ cacheDir });
    await db.execute(`
      CREATE ROLE anonymous; CREATE ROLE authenticated; CREATE ROLE auditor; CREATE ROLE retention; CREATE ROLE crm_owner CREATEROLE;
      GRANT CREATE ON SCHEMA public TO crm_owner;
      DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO crm_owner', current_database()); END $$;
      SET ROLE crm_owner`);
    const { business, config } = await exampleProject("crm");
    for (const statement of harden(business, config).statements) await db.execute(statement);
    await db.execute(`
      RESET ROLE;
      INSERT INTO users (id, email, name) VALUES ('${anna}', 'anna@example.com', 'Anna'), ('${ben}', 'ben@example.com', 'Ben')`);
  });
  afterAll(async () => await db[Symbol.asyncDispose]());

  // Each test starts with one account of Anna's, made by Anna.
  beforeEach(async () => {
    await db.execute("BEGIN");
    await as(asAnna, `INSERT INTO accounts (name, type, owner_id) VALUES ('One', 'Commercial', '${anna}')`);
    await db.execute("SAVEPOINT made");
  });
  afterEach(async () => await db.execute("ROLLBACK"));

  /** Runs a statement as somebody; it gives its rows. */
  async function as(
    actor: Actor | "superuser" | "owner",
    sql: string,
  ): Promise<readonly Record<string, unknown>[]> {
    const become =
      actor === "superuser"
        ? []
        : actor === "owner"
          ? ["SET LOCAL ROLE crm_owner"]
          : actAs("postgres", actor);
    for (const statement of become) await db.execute(statement);
    const rows = await db.query<Record<string, unknown>>(sql);
    await db.execute("RESET ROLE; SET LOCAL app.user_id = ''; SET LOCAL app.roles = ''");
    return rows;
  }

  /** What PostgreSQL says to a statement that it refuses. */
  async function refused(actor: Actor | "superuser" | "owner", sql: string): Promise<string> {
    const error = await as(actor, sql).then(
      () => undefined,
      (error: { code: string; message: string }) => error,
    );
    await db.execute("ROLLBACK TO made");
    return error === undefined ? "nothing was refused" : `${error.code} ${error.message}`;
  }

  const account = async () => (await as("superuser", "SELECT * FROM accounts"))[0] ?? {};
  const log = async () =>
    await as(
      "superuser",
      "SELECT operation, actor, role, key, old ->> 'name' AS old, new ->> 'name' AS new FROM audit.log WHERE table_name = 'public.accounts' ORDER BY id",
    );

  test("an insert is stamped, and recorded with its actor", async () => {
    const { id, ...row } = await account();
    expect(row).toMatchObject({
      created_by: anna,
      updated_by: null,
      updated_at: null,
      deleted_at: null,
      version: 1,
      status: "Active",
      account_number: expect.stringMatching(/^AC\d{6}$/),
    });
    expect(await log()).toEqual([
      { operation: "INSERT", actor: anna, role: "authenticated", key: { id }, old: null, new: "One" },
    ]);
  });

  test("an import keeps the creator and the number that it names", async () => {
    await as(
      "superuser",
      `INSERT INTO accounts (account_number, name, type, owner_id, created_by) VALUES ('AC000009', 'Two', 'Commercial', '${anna}', '${ben}')`,
    );
    expect(
      await as("superuser", "SELECT account_number, created_by FROM accounts WHERE name = 'Two'"),
    ).toEqual([{ account_number: "AC000009", created_by: ben }]);
  });

  test("an update is stamped, counted and recorded with both images", async () => {
    await as(asAdmin, "UPDATE accounts SET name = 'Uno', version = 1");
    expect(await account()).toMatchObject({
      created_by: anna,
      updated_by: ben,
      updated_at: expect.anything(),
      version: 2,
    });
    expect((await log()).at(-1)).toMatchObject({ operation: "UPDATE", actor: ben, old: "One", new: "Uno" });
  });

  test("an update that changes nothing leaves no trace", async () => {
    await as(asAnna, "UPDATE accounts SET name = 'One', version = 1");
    expect(await account()).toMatchObject({ updated_by: null, updated_at: null, version: 1 });
    expect(await log()).toHaveLength(1);
  });

  test("a stale version is refused", async () => {
    await as(asAnna, "UPDATE accounts SET name = 'Uno', version = 1");
    await db.execute("SAVEPOINT made");
    expect(await refused(asAnna, "UPDATE accounts SET name = 'Eins', version = 1")).toMatch(
      /^40001 .*version 1 is stale/,
    );
    expect(await account()).toMatchObject({ name: "Uno", version: 2 });
  });

  test("a delete marks the row and is recorded once, as a delete", async () => {
    await as(asAnna, "DELETE FROM accounts");
    expect(await account()).toMatchObject({ deleted_at: expect.anything(), updated_by: anna, version: 2 });
    expect(await as(asAnna, "SELECT * FROM accounts_live")).toEqual([]);
    expect((await log()).slice(1)).toMatchObject([
      { operation: "DELETE", actor: anna, old: "One", new: "One" },
    ]);
    await as(asAnna, "DELETE FROM accounts");
    expect(await log()).toHaveLength(2);
  });

  test("a row is restored by those who may delete it, and that is recorded", async () => {
    const { id } = await account();
    await as(asAnna, "DELETE FROM accounts");
    expect(await as(asBen, `SELECT restore_accounts('${id}') AS done`)).toEqual([{ done: false }]);
    expect(await as(asAnna, `SELECT restore_accounts('${id}') AS done`)).toEqual([{ done: true }]);
    expect(await account()).toMatchObject({ deleted_at: null, updated_by: anna, version: 3 });
    expect((await log()).map(({ operation }) => operation)).toEqual(["INSERT", "DELETE", "UPDATE"]);
    expect(await refused(nobody, `SELECT restore_accounts('${id}')`)).toMatch(/^42501 permission denied/);
  });

  test("an account in use stays", async () => {
    const { id } = await account();
    await as(
      asAnna,
      `INSERT INTO contacts (name, email, account_id) VALUES ('Cleo', 'c@example.com', '${id}')`,
    );
    await db.execute("SAVEPOINT made");
    expect(await refused(asAnna, "DELETE FROM accounts")).toBe(
      "23503 This row of accounts cannot be deleted: rows of contacts refer to it.",
    );
    await as(asAnna, "DELETE FROM contacts");
    await as(asAnna, "DELETE FROM accounts");
    expect(await account()).toMatchObject({ deleted_at: expect.anything() });
    await db.execute("SAVEPOINT made");
    expect(await refused(asAnna, "SELECT restore_contacts((SELECT id FROM contacts))")).toBe(
      "23503 This row of contacts cannot refer to a row of accounts that is deleted.",
    );
  });

  test.for([
    ["created_by", `'${ben}'`],
    ["created_at", "now()"],
    ["updated_by", `'${ben}'`],
    ["updated_at", "now()"],
    ["id", "gen_random_uuid()"],
  ])("clients cannot set %s", async ([column, value]) => {
    expect(await refused(asAdmin, `UPDATE accounts SET ${column} = ${value}`)).toMatch(
      /^42501 permission denied/,
    );
  });

  test("deleted_at is for DELETE alone", async () => {
    expect(await refused(asAdmin, "UPDATE accounts SET deleted_at = now()")).toMatch(
      /^42501 .*set by DELETE alone/,
    );
    await as("superuser", "UPDATE accounts SET deleted_at = now()");
    expect(await account()).toMatchObject({ deleted_at: expect.anything() });
  });

  test.for<[string, Actor | "owner", number]>([
    ["the owner of a row sees it", asAnna, 1],
    ["another user does not", asBen, 0],
    ["an admin does", asAdmin, 1],
    ["someone without a user does not", { role: "authenticated" }, 0],
    ["the owner of the table does not", "owner", 0],
  ])("%s", async ([, actor, seen]) => {
    expect(await as(actor, "SELECT id FROM accounts")).toHaveLength(seen);
    expect(await as(actor, "SELECT id FROM accounts_live")).toHaveLength(seen);
    expect(await as(actor, "UPDATE accounts SET name = 'Uno' RETURNING id")).toHaveLength(seen);
    await as(actor, "DELETE FROM accounts");
    expect((await account()).deleted_at !== null).toBe(seen === 1);
  });

  test("nobody gives a row away, or takes one", async () => {
    expect(await refused(asAnna, `UPDATE accounts SET owner_id = '${ben}'`)).toMatch(
      /^42501 .*row-level security/,
    );
    expect(
      await refused(
        asBen,
        `INSERT INTO accounts (name, type, owner_id) VALUES ('Two', 'Commercial', '${anna}')`,
      ),
    ).toMatch(/^42501 .*row-level security/);
  });

  test.for([
    "SELECT FROM accounts",
    "SELECT FROM users",
    "INSERT INTO accounts (name) VALUES ('x')",
    "DELETE FROM accounts",
    "TRUNCATE accounts",
  ])("a stranger is refused: %s", async (sql) => {
    expect(await refused(nobody, sql)).toMatch(/^42501 permission denied/);
  });

  test("a client who may change every row may not truncate", async () => {
    expect(await refused(asAdmin, "TRUNCATE accounts CASCADE")).toMatch(/^42501 permission denied/);
  });

  test("foreign keys are checked also against rows that the client cannot see", async () => {
    const add = (parent: string) =>
      `INSERT INTO accounts (name, type, owner_id, parent_account_id) VALUES ('Two', 'Commercial', '${ben}', ${parent})`;
    await as(asBen, add(`'${String((await account()).id)}'`));
    expect(await refused(asBen, add("gen_random_uuid()"))).toMatch(/^23503 /);
  });

  test("the log is read by auditors alone, and grows alone", async () => {
    const auditor: Actor = { role: "auditor" };
    expect(await as(auditor, "SELECT id FROM audit.log")).not.toEqual([]);
    expect(await refused(asAdmin, "SELECT FROM audit.log")).toMatch(/^42501 permission denied/);
    for (const actor of ["owner", "superuser"] as const) {
      for (const sql of ["UPDATE audit.log SET actor = 'x'", "DELETE FROM audit.log", "TRUNCATE audit.log"]) {
        expect(await refused(actor, sql)).toMatch(/^42501 The audit log is append-only/);
      }
    }
  });

  test("truncate and changes without ordinary triggers are recorded too", async () => {
    await db.execute("SET LOCAL session_replication_role = replica");
    await as("superuser", "UPDATE accounts SET name = 'Uno'");
    await as("superuser", "TRUNCATE accounts CASCADE");
    expect((await log()).slice(1)).toEqual([
      { operation: "UPDATE", actor: null, role: "postgres", key: expect.anything(), old: "One", new: "Uno" },
      { operation: "TRUNCATE", actor: null, role: "postgres", key: null, old: null, new: null },
    ]);
  });

  test("functions are not for everyone", async () => {
    const open = await as(
      "superuser",
      `SELECT oid::regprocedure::text AS function FROM pg_proc
      WHERE pronamespace IN ('public'::regnamespace, 'audit'::regnamespace) AND has_function_privilege('anonymous', oid, 'EXECUTE') ORDER BY 1`,
    );
    expect(open).toEqual([{ function: "has_role(text)" }, { function: "me()" }]);
    // A body that PostgreSQL read when it was made (RETURN …) looks nothing up any more.
    const unpinned = await as(
      "superuser",
      `SELECT oid::regprocedure::text AS function FROM pg_proc
      WHERE pronamespace IN ('public'::regnamespace, 'audit'::regnamespace) AND prosqlbody IS NULL AND NOT 'search_path=""' = ANY (coalesce(proconfig, '{}'))`,
    );
    expect(unpinned).toEqual([]);
  });
});
