import { setTimeout } from "node:timers/promises";
import { escapeIdentifier, escapeLiteral } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { startPooler } from "../support/pooler.ts";
import { type Server, startServer } from "../support/servers.ts";
import { DiffFolder } from "./diff-folder.ts";

let server: Server;
const folder = await DiffFolder.create();
beforeAll(async () => {
  server = await startServer(18);
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

const accounts = `CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE accounts (id int PRIMARY KEY, name text, tel text, mood mood);`;
const rows = "INSERT INTO accounts VALUES (1, 'same', '0171', 'sad'), (2, 'same', NULL, NULL);";
await folder.write({
  "accounts.sql": accounts,
  "phone.sql": accounts.replace("tel", "phone"),
  "clients.sql": accounts.replace("accounts", "clients").replace("tel text", "phone text NOT NULL"),
  "without.sql": accounts.replace(", tel text", ""),
  "more.sql": `${accounts} CREATE TABLE first (id int); CREATE UNIQUE INDEX names ON accounts (name);
    CREATE INDEX tels ON accounts (tel);`,
});

const rename = ["--rename", "accounts.tel=phone"];
const renames = ["--rename", "accounts=clients", ...rename];

/** A database of its own with this in it. */
async function database(name: string, sql = `${accounts}${rows}`): Promise<string> {
  const url = await server.createDatabase(name);
  await using db = await connectServer(url);
  await db.execute(sql);
  return url;
}

/** What `schema diff` would still change. */
async function isAs(url: string, target: string): Promise<boolean> {
  const { exit, out } = await folder.diff(url, target, "--no-prove");
  return exit === 0 && out === "";
}

async function on<T>(url: string, work: (db: Connection) => Promise<T>): Promise<T> {
  await using db = await connectServer(url);
  return await work(db);
}

describe("a plan is applied", () => {
  test("as diff prints it, rows stay, and then there is nothing to do", async () => {
    const url = await database("as printed");
    const more = ["--rename", "accounts.tel=phone"];
    const printed = await folder.diff(url, "phone.sql", ...more);
    const applied = await folder.apply(url, "phone.sql", [...more, "--yes"]);
    expect({ exit: applied.exit, err: applied.err }).toMatchObject({ exit: 0 });
    expect(applied.out).toMatch(
      /\nApplied 1 change, 1 statement: database "as printed" on 127\.0\.0\.1, port \d+ is now as phone\.sql\.$/,
    );
    expect(applied.out).toContain(printed.out);
    expect(await on(url, (db) => db.query("SELECT id, phone FROM accounts ORDER BY id"))).toEqual([
      { id: 1, phone: "0171" },
      { id: 2, phone: null },
    ]);
    const again = await folder.apply(url, "phone.sql");
    expect(again).toEqual({ exit: 0, out: "", err: "No difference." });
  });

  test("without a terminal only with --yes; with one a person is asked", async () => {
    const url = await database("asked");
    const flags = ["--rename", "accounts.tel=phone", "--summary"];
    const refused = await folder.apply(url, "phone.sql", flags);
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining("Add --yes") });
    const shown = await folder.apply(url, "phone.sql", [...flags, "--dry-run"]);
    expect(shown).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^rename column[\s\S]*\n\n1 change, 1 statement\.$/),
    });
    const questions: string[] = [];
    const answer = (yes: boolean) => (question: string) => {
      questions.push(question);
      return yes;
    };
    const no = await folder.apply(url, "phone.sql", flags, { answers: [answer(false)] });
    expect(no).toMatchObject({ exit: 2, err: expect.stringContaining("Nothing was changed.") });
    expect(await isAs(url, "accounts.sql")).toBe(true);
    const yes = await folder.apply(url, "phone.sql", flags, { answers: [answer(true)] });
    expect(yes).toMatchObject({ exit: 0 });
    expect(questions[1]).toMatch(/^rename column accounts\.tel[\s\S]*Apply this to database "asked" on/);
  });

  test("--json tells of each statement", async () => {
    const url = await database("json", "");
    const { exit, out } = await folder.apply(url, "accounts.sql", ["--yes", "--json"]);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      ok: true,
      applied: true,
      statements: [
        { change: "create enum mood", state: "done" },
        { change: "create table accounts", state: "done" },
      ],
      findings: [],
    });
  });
});

describe("nothing is done", () => {
  test("to what is no database", async () => {
    expect(await folder.apply("accounts.sql", "phone.sql", ["--yes"])).toMatchObject({
      exit: 2,
      out: "",
      err: expect.stringContaining("accounts.sql is no database on a server"),
    });
  });

  test("without consent to what deletes data", async () => {
    const url = await database("consent");
    const refused = await folder.apply(url, "without.sql", ["--yes"]);
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining("add --allow deletes-data") });
    expect(await isAs(url, "accounts.sql")).toBe(true);
    const json = await folder.apply(url, "without.sql", ["--yes", "--json"]);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      applied: false,
      statements: [{ state: "not reached" }],
    });
    expect(await folder.apply(url, "without.sql", ["--yes", "--allow", "deletes-data"])).toMatchObject({
      exit: 0,
    });
  });

  test("when the database changes while the plan is looked at", async () => {
    const url = await database("changed");
    const meanwhile = async () => {
      await on(url, (db) => db.execute("CREATE TABLE meanwhile (id int)"));
      return true;
    };
    const result = await folder.apply(url, "phone.sql", ["--rename", "accounts.tel=phone"], {
      answers: [meanwhile],
    });
    expect(result).toMatchObject({ exit: 1, err: expect.stringContaining("error[apply/source-changed]") });
    expect(result.err).toContain("create table meanwhile");
    expect(await on(url, (db) => db.query("SELECT tel FROM accounts"))).toHaveLength(2);
  });

  test("when another run was faster", async () => {
    const url = await database("faster");
    const other = async () => {
      expect(await folder.apply(url, "phone.sql", ["--rename", "accounts.tel=phone", "--yes"])).toMatchObject(
        { exit: 0 },
      );
      return true;
    };
    const result = await folder.apply(url, "phone.sql", ["--rename", "accounts.tel=phone"], {
      answers: [other],
    });
    expect(result).toMatchObject({ exit: 1, err: expect.stringContaining("create column accounts.phone") });
    expect(await isAs(url, "phone.sql")).toBe(true);
  });

  test("where sessions are read only", async () => {
    const url = await database("read only");
    await on(url, (db) => db.execute('ALTER DATABASE "read only" SET default_transaction_read_only = on'));
    const result = await folder.apply(url, "phone.sql", ["--yes", "--rename", "accounts.tel=phone"]);
    expect(result).toMatchObject({
      exit: 1,
      out: "",
      err: expect.stringContaining("default_transaction_read_only is on"),
    });
  });
});

test("through a pooler that shares sessions a database is compared, and not changed", async () => {
  const url = await database(
    "pooled",
    `CREATE SCHEMA other; CREATE TABLE other.accounts (id int); ${accounts}`,
  );
  await folder.write({
    "pooled.sql": `CREATE SCHEMA other; CREATE TABLE other.accounts (id int); ${accounts}`,
  });
  await using pooler = await startPooler(new URL(url));
  const pooled = Object.assign(new URL(url), { port: String(pooler.port) }).href;
  const stop = new AbortController();
  await using somebody = await connectServer(pooled);
  const meddling = (async () => {
    while (!stop.signal.aborted) await somebody.execute("SET search_path = other; SET DateStyle = 'German'");
  })();
  try {
    const compared = await folder.diff(pooled, "pooled.sql", "--exit-code");
    expect(compared).toEqual({ exit: 0, out: "", err: "No difference." });
    const applied = await folder.apply(pooled, "phone.sql", ["--yes"]);
    expect(applied).toMatchObject({ exit: 1, err: expect.stringContaining("error[apply/pooler]") });
  } finally {
    stop.abort();
    await meddling;
  }
});

describe("where it stops, the same command goes on", () => {
  test("a statement that PostgreSQL refuses", async () => {
    const url = await database("refused");
    const stopped = await folder.apply(url, "more.sql", ["--yes"]);
    expect(stopped).toMatchObject({ exit: 1 });
    expect(stopped.err).toContain(
      'error[apply/refused]: PostgreSQL refuses "create index names": could not create unique index "names" (SQLSTATE 23505)\n  --> SQL:1:1',
    );
    expect(stopped.err).toContain("Key (name)=(same) is duplicated.");
    expect(stopped.err).toContain("run the same command again");
    expect(stopped.out).toMatch(/^(done|rolled back) +CREATE TABLE public\.first/m);
    expect(stopped.out).toContain("stopped here  CREATE UNIQUE INDEX");
    expect(stopped.out).toContain("not reached   CREATE INDEX");

    const concurrently = "CREATE UNIQUE INDEX CONCURRENTLY names ON accounts (name)";
    await on(url, (db) => db.execute("DROP INDEX IF EXISTS names"));
    await expect(on(url, (db) => db.execute(concurrently))).rejects.toThrow("could not create unique index");
    const invalid = (db: Connection) => db.query("SELECT FROM pg_index WHERE NOT indisvalid");
    expect(await on(url, invalid)).toHaveLength(1);
    expect(await isAs(url, "more.sql")).toBe(false);

    await on(url, (db) => db.execute("UPDATE accounts SET name = id"));
    const resumed = await folder.apply(url, "more.sql", ["--yes"]);
    expect({ exit: resumed.exit, err: resumed.err }).toMatchObject({ exit: 0 });
    expect(resumed.out).toMatch(/DROP INDEX (.* )?public\.names/);
    expect(await on(url, invalid)).toEqual([]);
    expect(await isAs(url, "more.sql")).toBe(true);
  });

  test("renames that are done already are no mistake", async () => {
    const url = await database("renamed");
    const again = ["clients.sql", [...renames, "--yes", "--no-prove"]] as const;
    const stopped = await folder.apply(url, ...again);
    expect(stopped).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/^done .* RENAME COLUMN tel TO phone$/m),
    });
    expect(stopped.err).toContain("run the same command again");
    await on(url, (db) => db.execute("UPDATE clients SET phone = ''"));
    const resumed = await folder.apply(url, ...again);
    expect({ exit: resumed.exit, err: resumed.err }).toMatchObject({ exit: 0 });
    expect(await isAs(url, "clients.sql")).toBe(true);
    const wrong = await folder.apply(url, "clients.sql", ["--rename", "clients.phone=tel", "--yes"]);
    expect(wrong).toMatchObject({ exit: 2, err: expect.stringContaining("nothing to rename") });
  });

  test("a lock that others do not give back", async () => {
    const url = await database("locked");
    await using reader = await connectServer(url);
    await reader.execute("BEGIN; SELECT FROM accounts WHERE 'secret' <> ''");
    const stopped = await folder.apply(url, "phone.sql", [...rename, "--yes", "--no-prove"]);
    expect(stopped).toMatchObject({ exit: 1, out: expect.stringContaining("stopped here  ALTER TABLE") });
    expect(stopped.err).toContain("try 5 of 5 follows.");
    expect(stopped.err).toMatch(
      /error\[apply\/locked\]: "rename column accounts\.tel.*" did not get its lock, 5 times: .*\(SQLSTATE 55P03\)\n {2}help: Held by process \d+ of postgres \(schema\), idle in transaction since /,
    );
    expect(stopped.err).not.toContain("secret");
    await reader.execute("ROLLBACK");
    expect(await folder.apply(url, "phone.sql", [...rename, "--yes", "--no-prove"])).toMatchObject({
      exit: 0,
    });
  });

  test("a session that somebody ends", async () => {
    const url = await database("lost");
    await using other = await connectServer(url);
    await other.execute("BEGIN; SELECT FROM accounts");
    const running = folder.apply(url, "phone.sql", [...rename, "--yes", "--no-prove"]);
    const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await using watcher = await connectServer(url);
    while ((await watcher.query(end)).length === 0) await setTimeout(50);
    const stopped = await running;
    expect(stopped).toMatchObject({ exit: 3, out: expect.stringContaining("not known     ALTER TABLE") });
    expect(stopped.err).toContain("was lost: terminating connection due to administrator command");
    expect(stopped.err).toContain("Run the same command again");
    await other.execute("ROLLBACK");
    expect(await folder.apply(url, "phone.sql", [...rename, "--yes", "--no-prove"])).toMatchObject({
      exit: 0,
    });
  });
});

test("names that are attempts at SQL stay names", async () => {
  const kept = "CREATE TABLE kept (id int);";
  const url = await database("hostile", `${kept} INSERT INTO kept VALUES (1)`);
  await folder.write({ "kept.sql": kept, "hostile.sql": kept + hostileNames.map(everyKindNamed).join("\n") });
  const made = await folder.apply(url, "hostile.sql", ["--yes"]);
  expect({ exit: made.exit, err: made.err }).toMatchObject({ exit: 0 });
  expect(await isAs(url, "hostile.sql")).toBe(true);
  const tables = await on(url, (db) =>
    db.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY ($1)", [hostileNames]),
  );
  expect(tables).toHaveLength(hostileNames.length);

  const gone = await folder.apply(url, "kept.sql", [
    "--yes",
    "--allow",
    "deletes-data,breaks-clients,changes-access",
  ]);
  expect({ exit: gone.exit, err: gone.err }).toMatchObject({ exit: 0 });
  expect(await on(url, (db) => db.query("SELECT id FROM kept"))).toEqual([{ id: 1 }]);
});

const hostileNames = [
  'a"; DROP TABLE public.kept; --',
  "b'; DROP TABLE public.kept; --",
  "c$$; DROP TABLE public.kept; $$",
  "d\\'; DROP TABLE public.kept; --",
  "e\n; DROP TABLE public.kept;\n--",
  "f */ DROP TABLE public.kept; /*",
  "g\u0007 ü \u{1F600} %s :x $1",
];

/** SQL that gives a name to one of each kind. */
function everyKindNamed(text: string): string {
  const [name, value] = [escapeIdentifier(text), escapeLiteral(text)];
  const own = (suffix: string) => `${name}.${escapeIdentifier(`${text}${suffix}`)}`;
  const table = `${name}.${name}`;
  const body = escapeLiteral(`BEGIN PERFORM ${value}; RETURN new; END`);
  return `
    CREATE ROLE ${name};
    CREATE SCHEMA ${name};
    CREATE TYPE ${own("e")} AS ENUM (${value}, 'other');
    CREATE DOMAIN ${own("d")} AS text CONSTRAINT ${name} CHECK (VALUE <> ${value});
    CREATE TABLE ${table} (${name} int CONSTRAINT ${escapeIdentifier(`${text}p`)} PRIMARY KEY, kind ${own("e")} DEFAULT ${value},
      note text DEFAULT ${value} CONSTRAINT ${name} CHECK (note <> ${value}));
    CREATE INDEX ${escapeIdentifier(`${text}i`)} ON ${table} (note) WHERE note <> ${value};
    CREATE VIEW ${own("v")} AS SELECT ${name}, ${value} AS ${escapeIdentifier(`${text}c`)} FROM ${table};
    CREATE SEQUENCE ${own("s")};
    CREATE FUNCTION ${table}(${name} text DEFAULT ${value}) RETURNS text LANGUAGE sql AS ${escapeLiteral(`SELECT ${value}`)};
    CREATE FUNCTION ${own("f")}() RETURNS trigger LANGUAGE plpgsql AS ${body};
    CREATE TRIGGER ${name} BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${own("f")}(${value});
    CREATE POLICY ${name} ON ${table} TO ${name} USING (note = ${value});
    CREATE STATISTICS ${table} ON kind, note FROM ${table};
    CREATE COLLATION ${table} (LOCALE = 'C');
    CREATE PUBLICATION ${name} FOR TABLE ${table};
    COMMENT ON TABLE ${table} IS ${value};
    COMMENT ON COLUMN ${table}.${name} IS ${value};
    COMMENT ON POLICY ${name} ON ${table} IS ${value};
    GRANT SELECT (${name}) ON ${table} TO ${name};
    GRANT USAGE ON SCHEMA ${name} TO ${name};`;
}
