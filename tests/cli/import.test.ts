import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { listFiles } from "../../src/cli/files.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { type CliResult, runCli, TemporaryFolder } from "../support/cli.ts";
import { startServer } from "../support/servers.ts";

const folders: TemporaryFolder[] = [];
afterAll(() => Promise.all(folders.map((folder) => folder[Symbol.asyncDispose]())));

/** A folder with files, in which `schema` runs. */
async function workplace(files: Readonly<Record<string, string>> = {}) {
  const folder = await TemporaryFolder.create("schema-import");
  folders.push(folder);
  const env: Record<string, string> = { XDG_CACHE_HOME: join(folder.path, ".cache") };
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  const listed = async (below = "") =>
    (await listFiles(join(folder.path, below))).filter((path) => !/^\.(cache|schema)\//.test(path));
  const read = (path: string) => readFile(join(folder.path, path), "utf8");
  const run = (...argv: readonly string[]): Promise<CliResult> => runCli(argv, { cwd: folder.path, env });
  return { path: folder.path, env, write, read, listed, run };
}

const shop = `
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE orders (id serial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid')), total numeric(12,2) CHECK (total > 0));
CREATE INDEX orders_open ON orders (user_id) WHERE status = 'open';
CREATE VIEW open_orders AS SELECT * FROM orders WHERE status = 'open';
GRANT SELECT ON orders TO clerk;`;

test("a new project: import, prototype, and no difference; then check, concept and harden", {
  timeout: 300_000,
}, async () => {
  const { run, listed, read } = await workplace({ "dump.sql": shop });
  const imported = await run("import", "--from", "dump.sql");
  expect(imported).toMatchObject({ exit: 0, err: expect.stringContaining("make exactly what was read") });
  expect(await listed()).toEqual([
    ".gitignore",
    "dump.sql",
    "entities/order.yaml",
    "entities/user.yaml",
    "modules/main/module.yaml",
    "modules/main/sql/10_types.sql",
    "modules/main/sql/20_tables.sql",
    "modules/main/sql/30_views.sql",
    "modules/main/sql/80_grants.sql",
    "modules/main/sql/before/15_sequences.sql",
    "modules/main/sql/prototype/complete.sql",
    "schema.config.yaml",
  ]);
  expect(await read("entities/order.yaml")).toContain("user: { to: -> user, on delete: cascade }");
  expect(await run("import", "--from", "dump.sql")).toMatchObject({
    exit: 0,
    out: "Nothing to write: the definitions are there already.",
  });

  expect(await run("prototype", "main", "--name", "import")).toMatchObject({ exit: 0 });
  expect(await run("diff", "--from", "dump.sql", "--to", "prototype:main", "--exit-code")).toMatchObject({
    exit: 0,
    out: "",
  });
  expect(await run("concept")).toMatchObject({ exit: 0 });
  expect(await run("harden")).toMatchObject({ exit: 0, err: expect.stringContaining("proofs held") });
  expect(await run("check")).toMatchObject({ exit: 0 });
});

test("a server: import, prototype, and no difference to it", { timeout: 300_000 }, async () => {
  await using server = await startServer(15);
  const url = await server.createDatabase("live");
  await using db = await connectServer(url);
  await db.execute(
    `CREATE ROLE clerk LOGIN; CREATE SCHEMA audit; CREATE TABLE audit.log (what text); ${shop}`,
  );
  const { run, env, read } = await workplace();
  env.LIVE = url;
  const imported = await run("import", "--from", "env:LIVE", "--dir", "live", "--json");
  expect(JSON.parse(imported.out)).toMatchObject({
    ok: true,
    dryRun: false,
    module: "main",
    entities: ["order", "user"],
    findings: [
      { code: "import/roles", severity: "warning" },
      {
        code: "import/table-in-sql",
        message: expect.stringContaining("stands in the schema audit: audit.log"),
      },
    ],
  });
  expect(await read("live/schema.config.yaml")).toContain("postgres: 15");
  const secret = new URL(url).password;
  for (const path of JSON.parse(imported.out).written) expect(await read(path)).not.toContain(`:${secret}@`);

  const dir = ["--dir", "live"];
  expect(await run("prototype", "main", "--name", "import", ...dir)).toMatchObject({ exit: 0 });
  for (const sides of [
    ["--from", "env:LIVE", "--to", "prototype:main"],
    ["--from", "prototype:main", "--to", "env:LIVE"],
  ])
    expect(await run("diff", ...sides, "--exit-code", ...dir)).toMatchObject({ exit: 0, out: "" });
});

test("several schemas: one becomes a module of a project of its own", async () => {
  const { run, listed, read } = await workplace({
    "two.sql": `CREATE SCHEMA billing; CREATE SCHEMA hr; CREATE TABLE hr.people (id int PRIMARY KEY);
      CREATE TABLE billing.invoices (id int PRIMARY KEY, no text); CREATE TABLE billing.lines (id int PRIMARY KEY);`,
  });
  const { exit } = await run("import", "--from", "two.sql", "--schemas", "billing", "--dir", "bills");
  expect(exit).toBe(0);
  expect(await listed("bills")).toContain("modules/billing/module.yaml");
  expect(await listed("bills")).not.toContain("entities/person.yaml");
  expect(await read("bills/schema.config.yaml")).toContain("schema: billing");
});

test("into a project that is there: its schema, its other modules stay", async () => {
  const { run, listed, read } = await workplace({
    "schema.config.yaml": "name: shop\n",
    "entities/tag.yaml": "entity: tag\nfields:\n  id: uuid primary key\n",
    "modules/web/module.yaml": "module: web\nuses: { tag: all }\n",
    "users.sql": "CREATE TABLE users (id int PRIMARY KEY);",
    "tags.sql": "CREATE TABLE tags (id int PRIMARY KEY);",
  });
  expect(await run("import", "--from", "users.sql", "--module", "users")).toMatchObject({ exit: 0 });
  expect(await listed("entities")).toEqual(["tag.yaml", "user.yaml"]);
  expect(await read("schema.config.yaml")).toBe("name: shop\n");

  const clash = await run("import", "--from", "tags.sql", "--module", "tags");
  expect(clash).toMatchObject({
    exit: 1,
    err: expect.stringContaining("entities/tag.yaml is there already"),
  });
  expect(await listed("modules")).not.toContain("tags/module.yaml");
});

test("nothing is written over without --overwrite, and nothing at all with --dry-run", async () => {
  const { run, listed, read, write } = await workplace({
    "a.sql": "CREATE TABLE users (id int PRIMARY KEY);",
    "b.sql": "CREATE TABLE users (id int PRIMARY KEY, name text);",
  });
  const dry = await run("import", "--from", "a.sql", "--dry-run");
  expect(dry).toMatchObject({ exit: 0, out: expect.stringMatching(/^Would write:\n/) });
  expect(await listed()).toEqual(["a.sql", "b.sql"]);
  expect(await run("import", "--from", "a.sql")).toMatchObject({ exit: 0 });
  const before = await read("entities/user.yaml");

  const refused = await run("import", "--from", "b.sql");
  expect(refused).toMatchObject({
    exit: 1,
    err: expect.stringContaining("entities/user.yaml is there already"),
  });
  expect(await read("entities/user.yaml")).toBe(before);
  expect(await run("import", "--from", "b.sql", "--overwrite")).toMatchObject({ exit: 0 });
  expect(await read("entities/user.yaml")).toContain("name: text?");

  await write("modules/main/sql/own.sql", "CREATE VIEW own AS SELECT 1;");
  const joined = await run("import", "--from", "a.sql", "--overwrite");
  expect(joined).toMatchObject({
    exit: 1,
    err: expect.stringContaining("modules/main/sql/own.sql belongs to module main"),
  });
  expect(await read("entities/user.yaml")).toContain("name: text?");
});

test("when one file cannot be written, none is", async () => {
  const { run, listed, read, path } = await workplace({
    "a.sql": "CREATE TABLE users (id int PRIMARY KEY);",
    "b.sql": "CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE zones (id int PRIMARY KEY);",
  });
  expect(await run("import", "--from", "a.sql")).toMatchObject({ exit: 0 });
  const before = [await listed(), await read("entities/user.yaml")];
  await mkdir(join(path, "entities/zone.yaml"));
  const refused = await run("import", "--from", "b.sql", "--overwrite");
  expect(refused).toMatchObject({ exit: 3, err: expect.stringContaining("zone.yaml: illegal operation") });
  expect([await listed(), await read("entities/user.yaml")]).toEqual(before);
});

test.for<{ from: string; exit: number; says: string }>([
  { from: "postgresql://nobody:hidden-word@127.0.0.1:1/nowhere", exit: 3, says: "127.0.0.1" },
  { from: "missing.sql", exit: 3, says: "There is no file or folder missing.sql" },
  { from: "wrong.sql", exit: 1, says: "wrong.sql:1" },
  { from: "empty", exit: 2, says: "is nothing that can be imported" },
  { from: "prototype:main", exit: 2, says: "is nothing that can be imported" },
  { from: "env:NOT_SET", exit: 3, says: "NOT_SET" },
])("bad input: $from", async ({ from, exit, says }) => {
  const { run, listed } = await workplace({ "wrong.sql": "CREATE TABEL users (id int);" });
  const result = await run("import", "--from", from);
  expect(result).toMatchObject({ exit, out: "", err: expect.stringContaining(says) });
  expect(result.err).not.toContain("hidden-word");
  expect(await listed()).toEqual(["wrong.sql"]);
});

test("what is left out by a filter and needed is named", async () => {
  const { run, listed } = await workplace({
    "a.sql":
      "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users);",
  });
  const result = await run("import", "--from", "a.sql", "--exclude", "public.users");
  expect(result).toMatchObject({
    exit: 1,
    err: expect.stringContaining(
      "table users is left out and needed by constraint orders.orders_user_id_fkey",
    ),
  });
  expect(await listed()).toEqual(["a.sql"]);
});
