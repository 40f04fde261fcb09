import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectServer } from "../../src/postgres/server.ts";
import { startProxy } from "../support/proxy.ts";
import { type Server, startServer } from "../support/servers.ts";
import { DiffFolder } from "./diff-folder.ts";

let server: Server;
const folder = await DiffFolder.create();
beforeAll(async () => {
  server = await startServer(15);
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

/** The server's URL, a part of it changed. */
function changed(change: (url: URL) => void): string {
  const url = new URL(server.url());
  change(url);
  return url.href;
}

async function execute(sql: string, url = server.url()): Promise<void> {
  await using db = await connectServer(url);
  await db.execute(sql);
}

/** Says so in words and as JSON, without a stack. */
async function refuses(from: string, exit: number, says: readonly string[], secrets: readonly string[] = []) {
  const words = await folder.diff(from, "empty");
  expect(words).toMatchObject({ exit, out: "" });
  for (const text of says) expect(words.err).toContain(text);
  const asJson = await folder.diff(from, "empty", "--json");
  expect(asJson.exit).toBe(exit);
  expect(JSON.parse(asJson.out)).toMatchObject({ version: 1, ok: false, findings: [{ severity: "error" }] });
  const all = words.err + asJson.out + asJson.err;
  expect(all).not.toMatch(/\n\s+at .*:\d+/);
  for (const secret of secrets) expect(all).not.toContain(secret);
}

describe("a server that cannot be reached", () => {
  const secret = "p@ss/w#rd%:?&\"'\\ ü";
  const quoted = encodeURIComponent(secret);

  test.for([
    { name: "wrong password", user: "postgres", says: 'password authentication failed for user "postgres"' },
    { name: "no such user", user: "nobody", says: 'password authentication failed for user "nobody"' },
  ])("$name", async ({ user, says }) => {
    const from = changed((url) => Object.assign(url, { username: user, password: quoted }));
    await refuses(from, 3, [says, "special characters of both are written as %XX"], [secret, quoted, "p@ss"]);
  });

  test("a password with special characters is right when they are quoted", async () => {
    await execute(`CREATE ROLE special LOGIN PASSWORD '${secret.replaceAll("'", "''")}'`);
    const from = changed((url) => Object.assign(url, { username: "special", password: quoted }));
    expect(await folder.diff(from, "empty")).toMatchObject({ exit: 0 });
  });

  test.for([
    ["not quoted", "postgres://u:p@ss/w#rd@127.0.0.1:1/app"],
    ["number and #", "postgres://u:12#secret@127.0.0.1:1/app"],
    ["question mark", "postgres://u:12?secret@127.0.0.1:1/app"],
    ["percent", "postgres://u:se%cret@127.0.0.1:1/app"],
    ["percent in the name", "postgres://u:secret@127.0.0.1:1/a%pp"],
    ["port", "postgres://u:secret@127.0.0.1:port/app"],
    ["port too high", "postgres://u:secret@127.0.0.1:99999/app"],
    ["no host", "postgres://u:secret@/app@"],
    ["keywords", "user=u password=secret host=127.0.0.1"],
    ["keywords without password", "host=127.0.0.1 dbname=secret"],
    ["another database", "mysql://u:secret@127.0.0.1/app"],
  ])("malformed: %s", async ([, from = ""]) => {
    await refuses(from, 3, ["not a PostgreSQL URL", "Write postgresql://"], ["secret", "ss/w", "w#rd"]);
  });

  test("no such database", async () => {
    const from = changed((url) => Object.assign(url, { pathname: "/nowhere" }));
    await refuses(from, 3, ['database "nowhere" does not exist', "Check the database's name"]);
  });

  test("nothing listens, nobody has the name", async () => {
    const port = changed((url) => Object.assign(url, { port: "1" }));
    await refuses(port, 3, ["ECONNREFUSED", "Nothing listens there."], [new URL(port).password]);
    const host = changed((url) => Object.assign(url, { hostname: "nowhere.invalid" }));
    await refuses(host, 3, ["Cannot connect to database", "nowhere.invalid"], [new URL(host).password]);
  });

  test("it is not PostgreSQL that listens", async () => {
    const web = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0);
    const address = web.address();
    const port = typeof address === "object" ? address?.port : undefined;
    await refuses(`postgres://u:secret@127.0.0.1:${port}/app`, 3, ["Cannot connect to"], ["secret"]);
    web.close();
  });

  test("SSL where the server has none, and a certificate's file that is missing", async () => {
    const ssl = changed((url) => url.searchParams.set("sslmode", "require"));
    await refuses(ssl, 3, ["does not support SSL", "?sslmode=disable"]);
    const file = changed((url) => (url.search = "?sslmode=verify-full&sslrootcert=missing.crt"));
    await refuses(file, 3, ["missing.crt: no such file or directory"], [new URL(file).password]);
  });

  test("a server that is too old", async () => {
    const change = (text: string) => text.replace(/\b15\d{4}\b/, "130011");
    await using old = await startProxy(new URL(server.url()), change);
    const from = changed((url) => Object.assign(url, { port: String(old.port) }));
    await refuses(from, 3, [
      'database "postgres" on 127.0.0.1',
      "is PostgreSQL 13.",
      "PostgreSQL 14 or newer",
    ]);
  });

  test("no free connection", async () => {
    await execute("CREATE ROLE narrow LOGIN PASSWORD 'narrow' CONNECTION LIMIT 0");
    const from = changed((url) => Object.assign(url, { username: "narrow", password: "narrow" }));
    await refuses(from, 3, ['too many connections for role "narrow"', "Try again later"]);
  });
});

describe("an ordinary user", () => {
  const everything = `CREATE TABLE kept (id int PRIMARY KEY, name text);
    CREATE VIEW names AS SELECT name FROM kept; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE STATISTICS s ON id, name FROM kept; CREATE PUBLICATION p FOR TABLE kept;
    ALTER TABLE kept ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON kept USING (id = 1);`;
  const asOrdinary = (database: string) =>
    Object.assign(new URL(database), { username: "ordinary", password: "ordinary" }).href;
  beforeAll(() => execute("CREATE ROLE ordinary LOGIN PASSWORD 'ordinary'"));

  test("reads all definitions of what others own", async () => {
    const url = await server.createDatabase("of others");
    await execute(everything, url);
    await folder.write({ "of-others.sql": everything });
    expect(await folder.diff(asOrdinary(url), "of-others.sql", "--no-owners")).toMatchObject({
      exit: 0,
      out: "",
    });
  });

  test.for(["pg_proc", "pg_class", "pg_depend", "pg_policy"])(
    "without the right to read %s",
    async (catalog) => {
      const url = await server.createDatabase(`without ${catalog}`);
      await execute(`REVOKE SELECT ON pg_catalog.${catalog} FROM PUBLIC`, url);
      await refuses(asOrdinary(url), 3, [
        "error[database/no-right]: The database's definitions cannot be read",
        `permission denied for table ${catalog} (SQLSTATE 42501)`,
        "Grant that right",
      ]);
    },
  );

  test("without the right to connect", async () => {
    const url = await server.createDatabase("closed");
    await execute("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
    await refuses(asOrdinary(url), 3, ['permission denied for database "closed"']);
  });
});

test("what no kind knows is named, and exits 1", async () => {
  const url = await server.createDatabase("unknown");
  await execute("CREATE TABLE t (id int); CREATE TYPE odd;", url);
  const subscription = "CREATE SUBSCRIPTION news CONNECTION 'password=secret' PUBLICATION p";
  await execute(`${subscription} WITH (connect = false)`, url);
  await execute("CREATE ROLE reader LOGIN PASSWORD 'reader'");
  const reader = Object.assign(new URL(url), { username: "reader", password: "reader" }).href;
  const [all, some] = [await folder.diff("empty", url), await folder.diff("empty", reader)];
  for (const result of [all, some]) {
    expect(result).toMatchObject({ exit: 1, out: expect.stringContaining("CREATE TABLE public.t") });
    expect(result.err).toContain("The plan leaves out type public.odd");
    expect(result.err).not.toContain("secret");
  }
  // A plan has the connection, and only for who may read it.
  expect(all.out).toContain(subscription);
  expect(all.err).toContain("so it is not proven: create subscription news");
  expect(some.out).not.toContain("secret");
  expect(some.err).toContain("The plan leaves out subscription news");
});

test("settings of the role do not change what is read", async () => {
  const url = await server.createDatabase("settings");
  const table = `CREATE TABLE days (day date DEFAULT '2026-01-31', span interval DEFAULT '1 day 02:00',
    at timestamptz DEFAULT '2026-01-31 12:00+00', bytes bytea DEFAULT '\\x00ff', amount money DEFAULT 1);
    CREATE VIEW late AS SELECT day FROM days WHERE day > '2026-02-03';`;
  await execute(table, url);
  await folder.write({ "days.sql": table });
  for (const setting of [
    "DateStyle = 'German'",
    "IntervalStyle = 'sql_standard'",
    "bytea_output = 'escape'",
    "quote_all_identifiers = on",
    "search_path = nowhere",
    "TimeZone = 'Asia/Tokyo'",
    "standard_conforming_strings = off",
    "statement_timeout = '1ms'",
  ])
    await execute(`ALTER DATABASE settings SET ${setting}`, url);
  expect(await folder.diff(url, "days.sql")).toMatchObject({ exit: 0, out: "" });
});

describe("files", () => {
  const files: Readonly<Record<string, { text: string | Buffer; exit: number; says: string }>> = {
    "syntax.sql": { text: "SELECT 1;\nCREATE TABEL t ();", exit: 1, says: "error[sql/syntax]" },
    "syntax at the end.sql": { text: "CREATE TABLE t (", exit: 1, says: " --> syntax at the end.sql:1:" },
    "missing.sql": {
      text: "CREATE VIEW v AS SELECT 1 FROM nowhere;",
      exit: 1,
      says: 'relation "nowhere" does not exist (SQLSTATE 42P01)\n  --> missing.sql:1:32',
    },
    "empty.sql": { text: "", exit: 0, says: "Nothing is made in empty.sql" },
    "only comments.sql": { text: "-- later\n/* */", exit: 0, says: "Nothing is made in" },
    "binary.sql": {
      text: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0]),
      exit: 1,
      says: "is not UTF-8 text",
    },
    "nul.sql": { text: "SELECT 1;\0", exit: 1, says: "holds the character U+0000" },
    "archive.sql": { text: "PGDMP\x01\x0e", exit: 1, says: "Turn it into SQL: pg_restore" },
    "connect.sql": {
      text: "\\connect one\nCREATE TABLE t ();\n\\connect other\nCREATE TABLE u ();",
      exit: 1,
      says: 'belongs to another database than "one"',
    },
    "command.sql": { text: "\\! rm -rf .\n", exit: 1, says: " --> command.sql:1:1" },
  };

  test.for(Object.entries(files))("%s", async ([name, { text, exit, says }]) => {
    await writeFile(join(folder.path, name), text);
    const result = await folder.diff("empty", name);
    expect(result).toMatchObject({ exit, out: "", err: expect.stringContaining(says) });
  });

  test("rows of COPY are left out, and that is said", async () => {
    await folder.write({ "copy.sql": "CREATE TABLE t (id int);\nCOPY t (id) FROM stdin;\n1\n2\n\\.\n" });
    expect(await folder.diff("empty", "copy.sql")).toMatchObject({
      exit: 0,
      out: expect.stringContaining("CREATE TABLE public.t"),
      err: expect.stringContaining("The rows of 1 COPY"),
    });
  });

  test("a folder without SQL", async () => {
    await folder.write({ "no-sql/readme.md": "nothing" });
    await refuses("no-sql", 3, ["There is no .sql file in no-sql."]);
  });

  test("one statement of 4 MB, and a line as long", async () => {
    await folder.write({
      "huge.sql": `CREATE TABLE t (id int); COMMENT ON TABLE t IS '${"x".repeat(4_000_000)}';`,
      "huge-error.sql": `CREATE TABLE t (id int DEFAULT '${"x".repeat(4_000_000)}' oops oops);`,
    });
    expect(await folder.diff("huge.sql", "huge.sql", "--no-prove")).toMatchObject({ exit: 0, out: "" });
    const { exit, err } = await folder.diff("huge-error.sql", "empty");
    expect(exit).toBe(1);
    expect(err.length).toBeLessThan(1000);
  });
});
