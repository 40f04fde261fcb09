import { afterAll, expect, test } from "vitest";
import { connectServer } from "../../src/postgres/server.ts";
import { nextPiece } from "../../src/postgres/split-sql.ts";
import { type MajorVersion, startServer } from "../support/servers.ts";
import { DiffFolder } from "./diff-folder.ts";

const folder = await DiffFolder.create();
afterAll(() => folder[Symbol.asyncDispose]());

const start = `CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE accounts (id int PRIMARY KEY, name text NOT NULL, tel text);
CREATE TABLE people (id int PRIMARY KEY, mood mood);
CREATE VIEW names AS SELECT id, name FROM accounts;
INSERT INTO accounts VALUES (1, 'one', '0171'), (2, 'two', NULL);
CREATE INDEX by_name ON accounts (name);
-- Before PostgreSQL 18 a column that is gone keeps its grants.
ALTER TABLE people ADD COLUMN fax text;
GRANT UPDATE (fax) ON people TO clerk;
ALTER TABLE people DROP COLUMN fax;
GRANT SELECT ON accounts TO clerk`;

const target = `CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE accounts (id int PRIMARY KEY, name varchar(80) NOT NULL, phone text, owner int);
CREATE TABLE people (id int PRIMARY KEY, mood mood DEFAULT 'glad');
ALTER TABLE accounts ADD FOREIGN KEY (owner) REFERENCES people;
CREATE INDEX ON accounts (owner);
CREATE INDEX by_name ON accounts (name);
CREATE VIEW names AS SELECT id, name, phone FROM accounts WHERE name LIKE 'o%' OR owner IN (1, 2);
COMMENT ON VIEW names IS 'It''s; -- a view';
GRANT SELECT, UPDATE ON accounts TO clerk;
CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS $$ SELECT i * 2; $$`;

/** As psql does: statement by statement, stopping at the first that fails. The session stays as it was. */
async function pipe(script: string, url: string): Promise<void> {
  await using db = await connectServer(url);
  for (let piece = nextPiece(script, 0); piece !== undefined; piece = nextPiece(script, piece.next))
    await db.execute(script.slice(piece.start, piece.end));
  const [settings] = await db.query(
    "SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement",
  );
  expect(settings).toEqual({ lock: "0", statement: "0" });
}

/** As a failed CREATE INDEX CONCURRENTLY leaves it. */
async function breakIndex(name: string, url: string): Promise<void> {
  await using db = await connectServer(url);
  await db.query("UPDATE pg_catalog.pg_index SET indisvalid = false WHERE indexrelid = $1::text::regclass", [
    name,
  ]);
}

test.for<MajorVersion>([15, 18])(
  "PostgreSQL %i: the plan between two databases is piped into the first",
  {
    timeout: 180_000,
  },
  async (version) => {
    await using server = await startServer(version);
    const [one, other] = [await server.createDatabase("one"), await server.createDatabase("other")];
    await pipe(`CREATE ROLE clerk; ${start}`, one);
    await pipe(target, other);
    await breakIndex("by_name", one);
    folder.env.ONE = one;

    const plan = await folder.diff(
      "env:ONE",
      other,
      "--rename",
      "accounts.tel=phone",
      "--allow",
      "changes-access,rewrites-table,blocks-reads,blocks-writes,breaks-clients",
    );
    expect({ exit: plan.exit, err: plan.err }).toMatchObject({ exit: 0 });
    expect(plan.out).toContain("-- locks accounts: AccessExclusiveLock");
    expect(plan.out).toMatch(
      /DROP INDEX CONCURRENTLY public\.by_name;[\s\S]*CREATE INDEX CONCURRENTLY by_name ON/,
    );
    await pipe(plan.out, one);

    expect(await folder.diff(one, other, "--exit-code")).toEqual({
      exit: 0,
      out: "",
      err: "No difference.",
    });
    await using db = await connectServer(one);
    expect(await db.query("SELECT id, phone FROM accounts ORDER BY id")).toEqual([
      { id: 1, phone: "0171" },
      { id: 2, phone: null },
    ]);

    await folder.write({ "target.sql": `${target};` });
    expect(await folder.diff("target.sql", one)).toMatchObject({ exit: 0, out: "" });

    const wrong = await folder.diff(one.replace(/:[^:@]*@/, ":wrong-secret@"), "empty");
    expect(wrong).toMatchObject({
      exit: 3,
      out: "",
      err: expect.stringContaining("password authentication failed"),
    });
    expect(wrong.err).not.toContain("wrong-secret");
  },
);
