import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogDifferences } from "../../src/postgres/catalog-differences.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { openDelivery } from "../../src/production/delivery.ts";
import { harden } from "../../src/production/harden.ts";
import { migrationSql } from "../../src/production/migration-sql.ts";
import { preamble } from "../../src/production/platform.ts";
import { schemaFile } from "../../src/production/schema-file.ts";
import { cacheDir } from "../support/cache.ts";
import { TemporaryFolder } from "../support/cli.ts";
import { type Server, startServer } from "../support/servers.ts";
import { exampleProject, projectOf } from "./definitions.ts";
import { proofCase } from "./proofs/cases.ts";

const run = promisify(execFile);
const psql = await run("psql", ["--version"]).then(
  () => true,
  () => false,
);

/** The first migration of the CRM, planned on the embedded PostgreSQL. */
const plannedMigration = once(async () => {
  const { business, config } = await exampleProject("crm");
  const hardened = harden(business, config);
  await using shadow = await openShadow({ cacheDir });
  const { prelude, from, target } = await openDelivery(hardened, [], { shadow });
  const plan = planMigration(from, target);
  const migration = {
    up: migrationSql(prelude, plan.statements, "offline"),
    down: migrationSql([], plan.reverse, "offline"),
  };
  return { statements: hardened.statements, migration };
});

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

describe.each([15, 18] as const)("PostgreSQL %i", (version) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(version);
    await using db = await connectServer(server.url());
    await db.execute("CREATE ROLE crm_owner LOGIN CREATEROLE PASSWORD 'secret'");
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  /** An empty database that a role without privileges owns, and its URL as that role. */
  async function ownedDatabase(name: string): Promise<string> {
    await server.createDatabase(name);
    await using db = await connectServer(server.url());
    await db.execute(`ALTER DATABASE ${name} OWNER TO crm_owner`);
    const url = new URL(server.url(name));
    url.username = "crm_owner";
    url.password = "secret";
    return url.href;
  }

  async function tables(url: string): Promise<readonly string[]> {
    await using db = await connectServer(url);
    const rows = await db.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'audit') AND rowsecurity ORDER BY 1",
    );
    return rows.map(({ name }) => name);
  }

  const expected = [
    "accounts",
    "contacts",
    "locations",
    "log",
    "services",
    "territories",
    "users",
    "work_orders",
  ];

  test("takes the CRM's schema from an owner who may only create roles, twice on one server", async () => {
    const { business, config } = await exampleProject("crm");
    const sql = schemaFile(harden(business, config).sections, config);
    for (const name of ["first", "second"]) {
      const url = await ownedDatabase(name);
      await using db = await connectServer(url);
      await db.execute(sql);
      expect(await tables(url)).toEqual(expected);
    }
  });

  test("gets the same from the first migration as from the schema", async () => {
    const { statements, migration } = await plannedMigration();
    await using bySchema = await connectServer(await server.createDatabase("by_schema"));
    for (const statement of statements) await bySchema.execute(statement);
    await using byMigration = await connectServer(await server.createDatabase("by_migration"));
    await byMigration.execute(migration.up);
    const made = await readCatalog(byMigration);
    expect(catalogDifferences(made, await readCatalog(bySchema))).toEqual([]);
    await byMigration.execute(migration.down);
    // Roles are the server's and default privileges the owner's: both stay.
    const left = [...(await readCatalog(byMigration)).objects.keys()];
    expect(left.filter((key) => !/^(role|default privilege):/.test(key))).toEqual(['schema:["public"]']);
  });

  test("reads memberships for policies where the owner has no more rights than that", async () => {
    const { business, config } = projectOf(await proofCase("access-through-relations-and-memberships.yaml"));
    const url = await ownedDatabase("members");
    await using owner = await connectServer(url);
    await owner.execute(schemaFile(harden(business, config).sections, config));
    await using db = await connectServer(server.url("members"));
    const [anna, ben, team] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    await db.execute(`INSERT INTO users (id, name) VALUES ('${anna}', 'Anna'), ('${ben}', 'Ben');
INSERT INTO teams (id, name, created_by) VALUES ('${team}', 'One', '${anna}');
INSERT INTO team_members (team_id, user_id, lead, created_by) VALUES ('${team}', '${anna}', true, '${anna}')`);
    const teamsSeenBy = async (user?: string): Promise<number | undefined> => {
      await db.execute(`BEGIN; SET LOCAL app.user_id = '${user}'; SET LOCAL ROLE authenticated`);
      const [row] = await db.query<{ teams: number }>("SELECT count(*)::int AS teams FROM teams");
      await db.execute("ROLLBACK");
      return row?.teams;
    };
    expect([await teamsSeenBy(anna), await teamsSeenBy(ben)]).toEqual([1, 0]);
    await db.execute(`CREATE ROLE another; GRANT USAGE ON SCHEMA public TO another; GRANT SELECT ON team_members TO another;
ALTER FUNCTION access.my_team_id_in_team_members() OWNER TO another`);
    expect(await teamsSeenBy(anna)).toBe(0);
  });

  test("encrypts with the key of the session alone, where the owner has no more rights than that", async () => {
    const { business, config } = projectOf(await proofCase("encrypted-fields.yaml"));
    const url = await ownedDatabase("encrypted");
    await using owner = await connectServer(url);
    await owner.execute(schemaFile(harden(business, config).sections, config));
    await using db = await connectServer(server.url("encrypted"));
    const anna = "00000000-0000-4000-8000-000000000001";
    await db.execute(`INSERT INTO users (id, name) VALUES ('${anna}', 'Anna')`);
    const asAnna = async (sql: string, keys: readonly string[], end = "ROLLBACK") => {
      await db.execute(`BEGIN; SET LOCAL app.user_id = '${anna}'; SET LOCAL ROLE authenticated`);
      try {
        for (const key of keys)
          await db.query("SELECT set_config($1, $2, TRUE)", [`encryption.${key}`, key.repeat(6)]);
        return await db.query(sql);
      } finally {
        await db.execute(end);
      }
    };
    const keys = ["health", "billing"];
    const encrypted = `encryption.encrypt_patients_diagnosis('flu'), encryption.encrypt_patients_born('2001-02-03')`;
    const insert = (values: string) =>
      `INSERT INTO patients (diagnosis, born, owner_id) VALUES (${values}, '${anna}')`;
    await asAnna(insert(encrypted), keys, "COMMIT");
    await expect(asAnna(insert(encrypted), [])).rejects.toThrow("The key health is not there.");
    await expect(asAnna(insert("'flu', NULL"), keys)).rejects.toThrow("patients_diagnosis_encrypted");
    const read = "SELECT diagnosis, born::text FROM decrypted.patients";
    expect(await asAnna(read, keys)).toEqual([{ diagnosis: "flu", born: "2001-02-03" }]);
    await expect(asAnna(read, ["health"])).rejects.toThrow("The key billing is not there.");
    const [stored] = await db.query<{ all: string }>(
      "SELECT row_to_json(p)::text || (SELECT json_agg(l)::text FROM audit.log l) AS all FROM patients p",
    );
    expect(stored?.all).not.toMatch(/flu|666c75|2001-02-03|healthhealth/);
  });

  test.runIf(psql)("takes it from psql, which stops at the first error", async () => {
    const { business, config } = await exampleProject("crm");
    await using folder = await TemporaryFolder.create();
    const file = join(folder.path, "schema.sql");
    await writeFile(file, schemaFile(harden(business, config).sections, config));
    const url = await ownedDatabase("by_psql");
    await run("psql", [url, "-v", "ON_ERROR_STOP=1", "--single-transaction", "-qXf", file]);
    expect(await tables(url)).toEqual(expected);
  });

  test.runIf(psql)("psql names what is there already under a name, and leaves nothing behind", async () => {
    const { statements } = await plannedMigration();
    await using folder = await TemporaryFolder.create();
    const file = join(folder.path, "schema.sql");
    await writeFile(file, statements.map((sql) => `${sql};\n`).join(""));
    const url = await ownedDatabase("taken");
    await using db = await connectServer(url);
    await db.execute("CREATE VIEW contacts AS SELECT 1 AS one");
    const loading = run("psql", [url, "-v", "ON_ERROR_STOP=1", "--single-transaction", "-qXf", file]);
    await expect(loading).rejects.toThrow('relation "contacts" already exists');
    expect(await tables(url)).toEqual([]);
  });

  test("takes it on a platform that brings its own roles and functions", async () => {
    const project = await exampleProject("crm");
    const config = { ...project.config, platform: "supabase" as const };
    await using db = await connectServer(await server.createDatabase("platform"));
    for (const statement of preamble("supabase")) await db.execute(statement);
    for (const statement of harden(project.business, config).statements) await db.execute(statement);
    expect(await tables(server.url("platform"))).toEqual(expected);
  });
});
