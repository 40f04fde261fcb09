import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { listFiles } from "../../src/cli/files.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { runCli, TemporaryFolder } from "../support/cli.ts";
import { startServer } from "../support/servers.ts";

const folders: TemporaryFolder[] = [];
afterAll(() => Promise.all(folders.map((folder) => folder[Symbol.asyncDispose]())));

/** A folder with files, in which `schema merge` runs. */
async function workplace(files: Readonly<Record<string, string>>) {
  const folder = await TemporaryFolder.create("schema-merge");
  folders.push(folder);
  const env: Record<string, string> = { XDG_CACHE_HOME: join(folder.path, ".cache") };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  }
  const listed = async () =>
    (await listFiles(folder.path)).filter((path) => !/^\.(cache|schema)\//.test(path)).sort();
  const read = (path: string) => readFile(join(folder.path, path), "utf8");
  const merge = (...argv: readonly string[]) => runCli(["merge", ...argv], { cwd: folder.path, env });
  return { env, listed, read, merge };
}

const shop = `
CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(50) NOT NULL, phone text, zip integer);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid')));
CREATE INDEX ON orders (customer_id);
CREATE VIEW open_orders AS SELECT * FROM orders WHERE status = 'open';`;

const support = `
CREATE TABLE customers (id bigint PRIMARY KEY, name varchar(80), phone_number text, zip varchar(10));
CREATE TABLE tickets (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'lost')));
CREATE INDEX ON orders (customer_id);`;

const from = ["--from", "shop=shop", "--from", "support=support.sql"];

test("SQL of two modules, without a project: rules settle, conflicts are open, nothing is written", async () => {
  const { merge, listed } = await workplace({ "shop/tables.sql": shop, "support.sql": support });
  const { exit, out, err } = await merge(...from);
  expect(exit).toBe(1);
  expect(out).toContain("customer: table customers, 5 fields from shop, support");
  expect(out).toMatch(
    /merged type customer\.name → varchar\(80\).*\n +varchar\(50\) +shop +shop:entities\/customer\.yaml:4\n/,
  );
  expect(out).toContain("merged nullable customer.name → nullable");
  expect(out).toContain("merged values order.status → lost, open, paid");
  expect(out).toContain("merged on-delete order.customer → cascade");
  expect(out).toMatch(/open same-concept customer\.phone customer\.phone_number\n/);
  expect(err).toContain("conflict: type customer.zip");
  expect(err).toContain("--> support:entities/customer.yaml:");
  expect(err).toContain("2 conflicts need a decision. Then: schema merge --from …, as before");
  expect(await listed()).toEqual(["shop/tables.sql", "support.sql"]);
});

test("decisions are recorded in the folder and hold the next time; the order of the prototypes does not matter", async () => {
  const { merge, listed, read } = await workplace({ "shop/tables.sql": shop, "support.sql": support });
  const decisions = [
    ["--decide", "type customer.zip=varchar(10)"],
    ["--decide", "same-concept customer.phone customer.phone_number=phone"],
    ["--why", "Settled."],
  ].flat();
  const decided = await merge(...from, ...decisions);
  expect(decided).toMatchObject({ exit: 0, err: expect.stringContaining("The modules merge.") });
  expect(await listed()).toEqual(["decisions.yaml", "shop/tables.sql", "support.sql"]);
  expect(await read("decisions.yaml")).toContain("conflict: type customer.zip");
  const again = await merge("--from", "support=support.sql", "--from", "shop=shop");
  expect(again).toMatchObject({ exit: 0, out: decided.out });
});

test("with a project: its definitions merge with the prototypes, which take the place of their modules", async () => {
  const { merge, listed } = await workplace({
    "schema.config.yaml": "name: shop\n",
    "entities/client.yaml":
      "entity: client\ntable: customers\nfields:\n  id: bigint primary key\n  name: varchar(50)\n  zip: varchar(10)\n",
    "modules/support/module.yaml": "module: support\nuses: { client: all }\n",
    "modules/support/entities/client.yaml": "entity: client\nfields: { zip: uuid }\n",
    "support.sql": support,
  });
  expect(await merge()).toMatchObject({ exit: 1, out: expect.stringContaining("open type client.zip") });
  const before = await listed();
  const { exit, out } = await merge("--from", "support=support.sql");
  expect(exit).toBe(0);
  expect(out).toContain("client: table customers, 4 fields from business model, support");
  expect(out).toContain("merged type client.name → varchar(80)");
  expect(out).toContain("ticket: table tickets");
  expect(await listed()).toEqual(before);
});

test("a database on a server and SQL files: places, JSON, and no password in what is said", {
  timeout: 300_000,
}, async () => {
  await using server = await startServer(15);
  const url = await server.createDatabase("live");
  await using db = await connectServer(url);
  await db.execute(`CREATE ROLE clerk; ${shop} GRANT SELECT ON orders TO clerk;`);
  const { env, merge } = await workplace({ "support.sql": support });
  env.SHOP = url;
  const { exit, out, err } = await merge(
    "--from",
    "shop=env:SHOP",
    "--from",
    "support=support.sql",
    "--json",
  );
  const result = JSON.parse(out);
  expect(exit).toBe(1);
  expect(result.conflicts.map(({ id }: { id: string }) => id)).toEqual([
    "same-concept customer.phone customer.phone_number",
    "type customer.zip",
  ]);
  expect(result.findings).toEqual([]);
  const order = result.entities.find(({ name }: { name: string }) => name === "order");
  expect(order.relations[0].origins).toMatchObject([
    { module: "shop", file: "shop:entities/order.yaml" },
    { module: "support", file: "support:entities/order.yaml" },
  ]);
  expect(out + err).not.toContain(`:${new URL(url).password}@`);
});

test("what is no entity is named with its module", async () => {
  const { merge } = await workplace({
    "log.sql": "CREATE TABLE notes (id int PRIMARY KEY); CREATE TABLE log (at timestamptz, what text);",
  });
  const { exit, err } = await merge("--from", "log=log.sql");
  expect(exit).toBe(0);
  expect(err).toContain("Module log: Not an entity but in SQL files, because it has no primary key");
});

test.for<[readonly string[], number, string]>([
  [["--from", "shop.sql"], 2, "Write --from <module>=<source>"],
  [["--from", "postgresql://joe:geheim@localhost/db?sslmode=require"], 2, "Write --from <module>=<source>"],
  [["--from", "a=x.sql", "--from", "a=x.sql"], 2, "names the module a twice"],
  [["--from", "a=nowhere.sql"], 3, "There is no file or folder nowhere.sql."],
  [["--from", "a=empty"], 2, "nothing that can be imported"],
  [["--from", "a=env:NOBODY"], 3, "NOBODY"],
  [["--from", "a=x.sql", "--decide", "type b.c=text", "--why", "x"], 1, 'There is no conflict "type b.c"'],
])("%j is refused", async ([argv, exit, message]) => {
  const { merge, listed } = await workplace({ "x.sql": "CREATE TABLE b (id int PRIMARY KEY, c int);" });
  const result = await merge(...argv);
  expect(result.exit).toBe(exit);
  expect(result.err).toContain(message);
  expect(result.err).not.toContain("geheim");
  expect(await listed()).toEqual(["x.sql"]);
});
