import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { harden } from "../../src/production/harden.ts";
import { projectOf } from "../production/definitions.ts";
import { type CliResult, copyExample, runCli, TemporaryFolder } from "../support/cli.ts";
import { type Server, startServer } from "../support/servers.ts";

const run = promisify(execFile);
const psql = await run("psql", ["--version"]).then(
  () => true,
  () => false,
);

let server: Server;
let crm: TemporaryFolder;
beforeAll(async () => {
  server = await startServer(15);
  crm = await copyExample("crm");
});
afterAll(async () => {
  await crm?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

async function on<T>(url: string, work: (db: Connection) => Promise<T>): Promise<T> {
  await using db = await connectServer(url);
  return await work(db);
}

async function database(name: string, sql: string): Promise<string> {
  const url = await server.createDatabase(name);
  await on(url, (db) => db.execute(sql));
  return url;
}

/** Outside a project. */
async function seed(url: string, ...argv: readonly string[]): Promise<CliResult> {
  await using folder = await TemporaryFolder.create();
  return await runCli(["seed", "--to", "env:SEED_URL", ...argv], {
    cwd: folder.path,
    env: { SEED_URL: url },
  });
}

const tables = `CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL UNIQUE, boss uuid REFERENCES users);
CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, body text NOT NULL);`;
const contents = (url: string) =>
  on(url, async (db) => [
    await db.query("SELECT * FROM users ORDER BY id"),
    await db.query("SELECT * FROM notes ORDER BY id"),
  ]);

describe("a database on a server", () => {
  test("gets rows, the same in each, and only once", async () => {
    const [one, two] = [await database("one", tables), await database("two", tables)];
    expect(await seed(one, "--rows", "3000")).toEqual({
      exit: 0,
      out: expect.stringMatching(
        /^Wrote 4,000 rows to database "one" on 127\.0\.0\.1, port \d+, 2 tables:\n {2}users {2}1,000\n {2}notes {2}3,000$/,
      ),
      err: "",
    });
    const json = await seed(two, "--rows", "3000", "--json");
    expect(JSON.parse(json.out)).toMatchObject({
      version: 1,
      ok: true,
      written: true,
      rows: 4000,
      findings: [],
    });
    const rows = await contents(one);
    expect(rows[1]).toHaveLength(3000);
    expect(await contents(two)).toEqual(rows);
    const again = await seed(one);
    expect(again).toMatchObject({
      exit: 1,
      out: "",
      err: expect.stringContaining("There are rows already: public.notes (3000), public.users (1000)."),
    });
    expect(again.out + again.err).not.toMatch(/postgres:\/\//);
    expect(await seed(one, "--append", "--rows", "30")).toMatchObject({ exit: 0 });
    expect((await contents(one))[1]).toHaveLength(3030);
  });

  test("--dry-run writes nothing; another --seed gives other rows", async () => {
    const url = await database("dry", tables);
    const dry = await seed(url, "--dry-run");
    expect(dry).toMatchObject({ exit: 0, out: expect.stringMatching(/^Would write 133 rows/) });
    expect(await contents(url)).toEqual([[], []]);
    expect(await seed(url, "--seed", "7")).toMatchObject({ exit: 0 });
    expect(await contents(url)).not.toEqual(await contents(server.url("one")));
  });

  test("what is refused while rows are written takes all of them back", async () => {
    const url = await database(
      "refused",
      `${tables} CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.id = 50 THEN RAISE EXCEPTION 'no 50'; END IF; RETURN new; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    const { exit, err } = await seed(url);
    expect(exit).toBe(1);
    expect(err).toMatch(
      /PostgreSQL refuses the rows: no 50 \(SQLSTATE P0001\)[\s\S]*COPY notes, line 50[\s\S]*Nothing was written/,
    );
    expect(await contents(url)).toEqual([[], []]);
    const json = JSON.parse((await seed(url, "--json")).out);
    expect(json).toMatchObject({ ok: false, written: false, findings: [{ code: "seed/refused" }] });
  });

  test("an owner whom policies hold too", async () => {
    await on(server.url(), (db) => db.execute("CREATE ROLE plain LOGIN PASSWORD 'plain'"));
    const url = await database(
      "forced",
      `${tables} ALTER TABLE users ENABLE ROW LEVEL SECURITY; ALTER TABLE users FORCE ROW LEVEL SECURITY;
      ALTER TABLE users OWNER TO plain; ALTER TABLE notes OWNER TO plain`,
    );
    expect(await seed(url.replace(/\/\/[^@]*@/, "//plain:plain@"))).toMatchObject({ exit: 0 });
    const look =
      "SELECT count(*), bool_and(relforcerowsecurity) AS forced FROM users, pg_class WHERE oid = 'users'::regclass";
    expect(await on(url, (db) => db.query(look))).toEqual([{ count: 33, forced: true }]);
  });

  test.for([
    { argv: ["--rows", "many"], says: "It must be a whole number, or <table>=<number>." },
    { argv: ["--rows", "user=3"], says: 'There is no table "user" to fill.\n  help: Did you mean "users"?' },
    { argv: ["--sql", "x.sql"], says: "--sql writes a file and --to fills a database" },
  ])("wrong usage: $argv", async ({ argv, says }) => {
    const url = await server.createDatabase(`wrong ${argv[0]}`.concat(argv[1]?.length.toString() ?? ""));
    await on(url, (db) => db.execute(tables));
    expect(await seed(url, ...argv)).toMatchObject({ exit: 2, out: "", err: expect.stringContaining(says) });
  });

  test("nothing to fill, nobody there, no database", async () => {
    const empty = await seed(await server.createDatabase("empty"));
    expect(empty).toMatchObject({ exit: 1, err: expect.stringContaining("There is no table to fill.") });
    const gone = await seed("postgres://someone:hunter2@127.0.0.1:1/gone");
    expect(gone.exit).toBe(3);
    expect(gone.err).not.toContain("hunter2");
  });
});

/** Codes, values derived from other rows, states and shapes. */
async function madeByTheDatabase() {
  const definitions = await readFile(join(import.meta.dirname, "seed", "made.yaml"), "utf8");
  const { business, config } = projectOf(definitions);
  return { definitions, made: harden(business, config).statements };
}

const lookAtMade = `SELECT count(*) AS rows, array_agg(DISTINCT status) AS states, min(number) AS first, max(number) AS last,
  count(DISTINCT link) AS links, (SELECT count(*) FROM folders f WHERE row(f.documents, f.pages, f.latest)::text IS DISTINCT FROM
    (SELECT row(count(*), COALESCE(sum(pages), 0), max(signed))::text FROM documents d WHERE d.folder_id = f.id AND d.deleted_at IS NULL)) AS wrong
  FROM documents`;

describe("a project", () => {
  test("fills a module's development database after its definitions, and says what is missing first", async () => {
    expect(await runCli(["seed", "account-management"], { cwd: crm.path })).toMatchObject({
      exit: 1,
      err: expect.stringContaining("schema prototype account-management up"),
    });
    expect(await runCli(["prototype", "account-management", "up"], { cwd: crm.path })).toMatchObject({
      exit: 0,
    });
    expect(await runCli(["seed", "account-management", "--rows", "accounts=5"], { cwd: crm.path })).toEqual({
      exit: 0,
      out: "Wrote 127 rows to account-management's development database, 4 tables:\n  users         11\n  territories   11\n  accounts       5\n  contacts     100",
      err: "",
    });
  }, 60_000);

  const argv = ["seed", "production", "--rows", "60"];
  const production = async (name: string) =>
    await database(name, await readFile(join(crm.path, "production", "schema.sql"), "utf8"));
  const look = async (db: Connection) => ({
    accounts: await db.query("SELECT id, account_number, name, status FROM accounts ORDER BY account_number"),
    audited: await db.query(
      "SELECT count(*) FROM audit.log WHERE operation = 'INSERT' AND table_name LIKE '%accounts'",
    ),
  });
  const fill = (url: string) =>
    runCli([...argv, "--to", "env:STAGING"], { cwd: crm.path, env: { STAGING: url } });

  test("fills its production schema, audited", async () => {
    const url = await production("production");
    expect(await fill(url)).toMatchObject({ exit: 0, err: "" });
    const { accounts, audited } = await on(url, look);
    expect(accounts).toHaveLength(10);
    expect(accounts[0]).toMatchObject({ account_number: expect.stringMatching(/^AC\d{6}$/) });
    expect(audited).toEqual([{ count: 10 }]);
  }, 60_000);

  test.runIf(psql)(
    "writes the same rows to a file that psql loads",
    async () => {
      const [filled, loaded] = [await production("filled"), await production("loaded")];
      expect(await fill(filled)).toMatchObject({ exit: 0 });
      expect(await runCli([...argv, "--sql", "seed.sql"], { cwd: crm.path })).toMatchObject({ exit: 0 });
      await run("psql", ["-v", "ON_ERROR_STOP=1", "-qXf", join(crm.path, "seed.sql"), loaded]);
      expect(await on(loaded, look)).toEqual(await on(filled, look));
    },
    60_000,
  );

  test("leaves to a production database what it makes itself, and starts where its states start", async () => {
    await using folder = await TemporaryFolder.create();
    const { made, definitions } = await madeByTheDatabase();
    await mkdir(join(folder.path, "entities"));
    await writeFile(join(folder.path, "schema.config.yaml"), "name: made\npostgres: 15\n");
    await writeFile(join(folder.path, "entities", "all.yaml"), definitions);
    const url = await database("made", made.join(";\n"));
    const filled = () =>
      runCli(["seed", "production", "--to", "env:STAGING", "--rows", "40", "--append"], {
        cwd: folder.path,
        env: { STAGING: url },
      });
    for (const rows of [40, 80]) {
      expect(await filled()).toMatchObject({ exit: 0, err: "" });
      expect(await on(url, (db) => db.query(lookAtMade))).toEqual([
        { rows, states: ["draft"], first: "AC00000001", last: `AC000000${rows}`, links: rows, wrong: 0 },
      ]);
    }
  });

  test("the production schema alone names no database", async () => {
    for (const argv of [["seed"], ["seed", "production"]]) {
      expect(await runCli(argv, { cwd: crm.path })).toMatchObject({
        exit: 2,
        err: expect.stringContaining("--to"),
      });
    }
  });
});
