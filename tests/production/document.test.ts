import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { hardenProject } from "../../src/production/harden-project.ts";
import { cacheDir } from "../support/cache.ts";
import { exampleProject } from "./definitions.ts";

/** What the strategy for the CRM asks of the production table of accounts, as pg_catalog says it. */
const asked = {
  // name: [type, NOT NULL, default]
  columns: {
    id: ["uuid", true, "gen_random_uuid()"],
    account_number: ["character varying(20)", true, null],
    name: ["character varying(255)", true, null],
    type: ["character varying(50)", true, null],
    status: ["character varying(50)", true, "'Active'::character varying"],
    email: ["character varying(320)", false, null], // 255 and 20 asked; a module needs more
    phone: ["character varying(30)", false, null],
    address: ["text", false, null],
    city: ["character varying(100)", false, null],
    state: ["character varying(2)", false, null],
    zip: ["character varying(10)", false, null],
    territory_id: ["uuid", false, null],
    owner_id: ["uuid", true, null],
    parent_account_id: ["uuid", false, null],
    created_at: ["timestamp with time zone", true, "now()"],
    created_by: ["uuid", true, null],
    updated_at: ["timestamp with time zone", false, null],
    updated_by: ["uuid", false, null],
    deleted_at: ["timestamp with time zone", false, null],
    version: ["integer", true, "1"], // asked without NOT NULL; a version that may be missing locks nothing
  },
  constraints: [
    /^PRIMARY KEY \(id\)$/,
    /^UNIQUE \(account_number\)$/,
    /^CHECK \(.*type.* = ANY .*'Residential'.*'Commercial'.*'Industrial'/,
    /^FOREIGN KEY \(territory_id\) REFERENCES territories\(id\)/,
    /^FOREIGN KEY \(owner_id\) REFERENCES users\(id\)/,
    /^FOREIGN KEY \(parent_account_id\) REFERENCES accounts\(id\)/,
    /^FOREIGN KEY \(created_by\) REFERENCES users\(id\)/,
    /^FOREIGN KEY \(updated_by\) REFERENCES users\(id\)/,
  ],
  // Columns that a full index has to start with.
  indexes: [["status"], ["type"], ["owner_id"], ["name", "account_number"]],
};

/** The tables of all modules in one, each connected: table → those that it refers to. */
const unified = {
  accounts: ["accounts", "territories", "users"],
  locations: ["accounts", "territories", "users"],
  contacts: ["accounts", "users"],
  services: ["users"],
  work_orders: ["accounts", "locations", "services", "users"],
};
const system = ["created_at", "created_by", "deleted_at", "updated_at", "updated_by", "version"];

describe("the CRM's accounts have all that the strategy asks of production", () => {
  let db: Connection;
  beforeAll(async () => {
    db = await openPglite({ cacheDir });
    const { hardened, findings } = hardenProject(await exampleProject("crm"));
    expect(findings).toEqual([]);
    for (const statement of hardened.statements) await db.execute(statement);
  });
  afterAll(async () => await db[Symbol.asyncDispose]());

  test("columns", async () => {
    const rows = await db.query<{ name: string; definition: readonly unknown[] }>(
      `SELECT attname AS name, json_build_array(format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)) AS definition
      FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE attrelid = 'accounts'::regclass AND attnum > 0 ORDER BY attnum`,
    );
    expect(Object.fromEntries(rows.map(({ name, definition }) => [name, definition]))).toEqual(asked.columns);
  });

  test.for(asked.constraints)("constraint %s", async (pattern) => {
    const rows = await db.query<{ definition: string }>(
      "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = 'accounts'::regclass AND convalidated",
    );
    expect(rows.map(({ definition }) => definition)).toContainEqual(expect.stringMatching(pattern));
  });

  test.for(asked.indexes)("index on %s", async (...[columns]) => {
    const rows = await db.query<{ columns: readonly string[] }>(
      `SELECT (SELECT json_agg(pg_get_indexdef(indexrelid, n, true) ORDER BY n) FROM generate_series(1, indnkeyatts) AS n) AS columns
      FROM pg_index WHERE indrelid = 'accounts'::regclass AND indpred IS NULL AND indisvalid`,
    );
    const starts = rows.map((row) => row.columns.slice(0, columns.length));
    expect(starts).toContainEqual(columns);
  });

  test("row level security: all commands for owner or admin", async () => {
    const rows = await db.query<{ command: string; using: string; check: string; roles: string }>(
      `SELECT polcmd AS command, coalesce(pg_get_expr(polqual, polrelid), '') AS using, coalesce(pg_get_expr(polwithcheck, polrelid), '') AS check,
      (SELECT string_agg(rolname, ',') FROM pg_roles WHERE oid = ANY (polroles)) AS roles
      FROM pg_policy WHERE polrelid = 'accounts'::regclass`,
    );
    const condition = expect.stringMatching(
      /owner_id = \( SELECT me\(\) AS me\)\).* OR .*SELECT has_role\('admin'::text\)/s,
    );
    const ofPeople = rows.filter(({ roles }) => roles === "authenticated");
    expect(ofPeople.toSorted((a, b) => a.command.localeCompare(b.command))).toEqual([
      { command: "a", using: "", check: condition, roles: "authenticated" },
      { command: "d", using: condition, check: "", roles: "authenticated" },
      { command: "r", using: condition, check: "", roles: "authenticated" },
      { command: "w", using: condition, check: condition, roles: "authenticated" },
    ]);
    const [table] = await db.query(
      "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = 'accounts'::regclass",
    );
    expect(table).toEqual({ relrowsecurity: true, relforcerowsecurity: true });
  });

  test("the audit trigger", async () => {
    const rows = await db.query<{ definition: string; enabled: string }>(
      "SELECT pg_get_triggerdef(oid) AS definition, tgenabled AS enabled FROM pg_trigger WHERE tgrelid = 'accounts'::regclass AND tgname = 'audit_accounts'",
    );
    expect(rows).toEqual([
      {
        definition:
          "CREATE TRIGGER audit_accounts AFTER INSERT OR DELETE OR UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION audit.log_accounts()",
        enabled: "A",
      },
    ]);
  });

  test.for(Object.entries(unified))(
    "%s is complete: connected, guarded, recorded",
    async ([table, refersTo]) => {
      const [seen] = await db.query(
        `SELECT relrowsecurity AS guarded, relforcerowsecurity AS "from its owner too",
      EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgenabled = 'A' AND pg_get_triggerdef(oid) ~ ' AFTER INSERT OR DELETE OR UPDATE ON .* EXECUTE FUNCTION audit.') AS recorded,
      (SELECT json_agg(DISTINCT confrelid::regclass::text ORDER BY confrelid::regclass::text) FROM pg_constraint
        WHERE conrelid = c.oid AND contype = 'f' AND convalidated) AS "refersTo",
      (SELECT json_agg(attname ORDER BY attname) FROM pg_attribute
        WHERE attrelid = c.oid AND attname = ANY ($2) AND attnum > 0) AS system
      FROM pg_class c WHERE oid = $1::regclass`,
        [table, system],
      );
      expect(seen).toEqual({ guarded: true, "from its owner too": true, recorded: true, refersTo, system });
    },
  );

  test("the audit log has both images of a row, who changed it, when and how", async () => {
    const rows = await db.query<{ name: string }>(
      "SELECT attname AS name FROM pg_attribute WHERE attrelid = 'audit.log'::regclass AND attnum > 0",
    );
    const names = rows.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["at", "actor", "table_name", "operation", "key", "old", "new"]),
    );
  });
});
