import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import { proveMigration } from "../../src/postgres/prove-migration.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { openDelivery } from "../../src/production/delivery.ts";
import { harden } from "../../src/production/harden.ts";
import { migrationSql } from "../../src/production/migration-sql.ts";
import type { Iteration } from "../../src/prototype/iterations.ts";
import { cacheDir } from "../support/cache.ts";
import { type Server, startServer } from "../support/servers.ts";
import { projectOf } from "./definitions.ts";

const patient = (audit: string) => `entity: patient
audit: ${audit}
fields: { id: integer primary key, ward: text, name: { type: text, pii: health } }
access: [{ allow: all, to: authenticated, when: "ward = claim('ward')" }]`;
const config = "platform: postgres\npostgres: 15\nclaims: { ward: patient.ward }\n";

function hardened(audit: string) {
  const { business, config: read } = projectOf(patient(audit), config);
  return harden(business, read);
}

describe.each([15, 18] as const)("PostgreSQL %i", (version) => {
  let server: Server;
  let db: Connection;
  beforeAll(async () => {
    server = await startServer(version);
    const url = await server.createDatabase("clinic");
    db = await connectServer(url);
    for (const statement of hardened("{ reads: true }").statements) await db.execute(statement);
    await db.execute(`INSERT INTO patients (id, ward, name) SELECT n, CASE WHEN n < 4 THEN 'east' ELSE 'west' END, 'n' || n FROM generate_series(1, 6) n;
      CREATE FUNCTION public.told(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS 'BEGIN RETURN FALSE; END';
      GRANT EXECUTE ON FUNCTION public.told(text) TO authenticated`);
  });
  afterAll(async () => {
    await db[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** Runs a query for someone of the ward in the east, and gives the keys that the log says were read. */
  async function reads(query: string, begin = "BEGIN"): Promise<unknown> {
    await db.execute(`${begin}; SET LOCAL ROLE authenticated; SET LOCAL claim.ward = 'east'`);
    const error = await db.execute(query).then(
      () => undefined,
      (reason: { code?: string }) => reason.code,
    );
    if (error !== undefined) {
      await db.execute("ROLLBACK");
      return error;
    }
    await db.execute("RESET ROLE");
    const entries = await db.query<{ id: number }>(
      "SELECT (key ->> 'id')::int AS id FROM audit.log WHERE operation = 'SELECT' ORDER BY id",
    );
    await db.execute("ROLLBACK");
    return entries.map(({ id }) => id);
  }

  test("each row that is read leaves an entry, and no other row", async () => {
    expect(await reads("SELECT * FROM logged.patients")).toEqual([1, 2, 3]);
    expect(await reads("SELECT name FROM logged.patients WHERE id = 2")).toEqual([2]);
    expect(await reads("SELECT name FROM logged.patients WHERE id = 5")).toEqual([]);
    expect(await reads("SELECT FROM logged.patients WHERE told(name)")).toEqual([1, 2, 3]);
    expect(await reads("SELECT count(*) FROM logged.patients")).toEqual([1, 2, 3]);
  });

  test("nothing is read past the view, and nothing where no entry can be written", async () => {
    expect(await reads("SELECT id, ward FROM patients")).toEqual([]);
    expect(await reads("SELECT name FROM patients")).toBe("42501");
    expect(await reads("UPDATE patients SET ward = ward RETURNING name")).toBe("42501");
    expect(await reads("UPDATE patients SET ward = 'east' WHERE name = 'n1'")).toBe("42501");
    expect(await reads("UPDATE patients SET name = 'new' WHERE id = 1")).toEqual([]);
    expect(await reads("SELECT audit.read_patients(1)")).toBe("42501");
    expect(await reads("UPDATE logged.patients SET name = 'new'")).toBe("42501");
    expect(await reads("SELECT * FROM logged.patients", "BEGIN READ ONLY")).toBe("25006");
  });
});

test("production that is in use gets to records of reading, and back", async () => {
  await using shadow = await openShadow({ cacheDir });
  const { prelude, postlude, from, target } = await openDelivery(hardened("all"), [], { shadow });
  const plain = migrationSql(prelude, planMigration(from, target).statements, "offline", postlude);
  const next = await openDelivery(hardened("{ reads: true }"), [{ up: plain } as Iteration], { shadow });
  const plan = planMigration(next.from, next.target);
  const { findings } = await proveMigration(shadow, { base: next.base, plan, target: next.target });
  expect(findings.map(({ message }) => message)).toEqual([]);
});
