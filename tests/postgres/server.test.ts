import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError, exitCode } from "../../src/model/app-error.ts";
import { catalogDifferences } from "../../src/postgres/catalog-differences.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { elaborate, executeAll } from "../../src/postgres/elaborate.ts";
import { kysely } from "../../src/postgres/kysely.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { readComparable } from "../../src/postgres/respell.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { cacheDir } from "../support/cache.ts";
import { type Server, startServer } from "../support/servers.ts";

const schema = `
  CREATE ROLE clerk;
  CREATE EXTENSION pg_trgm;
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE accounts (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name varchar(50) NOT NULL UNIQUE, m mood DEFAULT 'ok',
    net numeric(10,2) CHECK (net >= 0), owner text DEFAULT current_user, total numeric GENERATED ALWAYS AS (net * 2) STORED);
  CREATE INDEX ON accounts USING gin (name gin_trgm_ops);
  CREATE TABLE notes (id serial PRIMARY KEY, account_id bigint REFERENCES accounts ON DELETE CASCADE);
  CREATE VIEW names AS SELECT id, upper(name) AS name FROM accounts WHERE m = 'ok';
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
  CREATE TRIGGER touch AFTER UPDATE ON accounts FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION touch();
  ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON accounts TO clerk USING (owner = (SELECT current_user));
  GRANT SELECT ON names TO PUBLIC, clerk;
  GRANT ALL ON notes TO PUBLIC;
  COMMENT ON TABLE accounts IS 'Customers.';`;

describe.each([15, 18] as const)("PostgreSQL %i on a server", (version) => {
  let server: Server;
  let db: Connection;
  beforeAll(async () => {
    server = await startServer(version);
    db = await connectServer(await server.createDatabase("crm"));
  });
  afterAll(async () => {
    await db?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  test("holds the Catalog that the embedded one elaborated, and gives it up again", async () => {
    await using shadow = await openShadow({ cacheDir });
    const target = await elaborate(shadow, [schema]);
    const empty = await readCatalog(db);
    const plan = planMigration(empty, target);
    await executeAll(
      db,
      plan.statements.map(({ sql }) => sql),
    );
    const reached = await readComparable(db, shadow, { roles: ["clerk"] });
    expect(catalogDifferences(reached, target)).toEqual([]);
    expect(reached.unhandled).toEqual([]);
    await executeAll(
      db,
      plan.reverse.map(({ sql }) => sql),
    );
    expect(catalogDifferences(await readCatalog(db), empty)).toEqual([]);
  });

  test("reads types as the embedded one does", async () => {
    expect([db.embedded, Math.floor(db.version / 10_000)]).toEqual([false, version]);
    const [row] = await db.query(
      "SELECT $1::bigint AS number, 9007199254740993 AS big, 1.50 AS exact, date '2026-01-31' AS day",
      [7],
    );
    expect(row).toEqual({ number: 7, big: 9007199254740993n, exact: "1.50", day: "2026-01-31" });
  });

  test("runs Kysely's queries and transactions", async () => {
    const typed = kysely<{ t: { id: number } }>(db);
    await typed.schema.createTable("t").addColumn("id", "integer").execute();
    await typed
      .transaction()
      .execute((transaction) => transaction.insertInto("t").values({ id: 1 }).execute());
    const failed = typed.transaction().execute(async (transaction) => {
      await transaction.insertInto("t").values({ id: 2 }).execute();
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect(await typed.selectFrom("t").selectAll().execute()).toEqual([{ id: 1 }]);
  });

  test("says that the session was lost", async () => {
    await using gone = await connectServer(await server.createDatabase("gone"));
    const error = await gone.query("SELECT pg_terminate_backend(pg_backend_pid())").catch((caught) => caught);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ exit: exitCode.unreachable });
    expect(error.message).toContain('The connection to database "gone" on 127.0.0.1');
  });

  test("copies rows in: all, none where one is refused or cannot be made, and tells that the session was lost", async () => {
    await using copy = await connectServer(await server.createDatabase("copied"));
    await copy.execute("CREATE TABLE t (n integer CHECK (n < 1000000), text text)");
    const rows = function* (count: number, last = "") {
      for (let n = 0; n < count; n++) yield `${n}\t${"text ".repeat(20)}\n`;
      yield last;
    };
    const counted = async () => (await copy.query("SELECT count(*) FROM t"))[0];
    await copy.copyIn("t (n, text)", rows(50_000));
    expect(await counted()).toEqual({ count: 50_000 });
    await expect(
      copy.copyIn("t", rows(1, `1000000\tx\n${[...rows(50_000)].join("")}`)),
    ).rejects.toMatchObject({
      code: "23514",
    });
    const broken = function* () {
      yield* rows(10);
      throw new RangeError("no more rows");
    };
    await expect(copy.copyIn("t", broken())).rejects.toThrow(RangeError);
    expect(await counted()).toEqual({ count: 50_000 });
    const [{ pid = 0 } = {}] = await copy.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await using other = await connectServer(server.url());
    const ended = copy.copyIn("t", rows(3_000_000));
    const lost = expect(ended).rejects.toMatchObject({ exit: exitCode.unreachable });
    await other.query("SELECT pg_terminate_backend($1)", [pid]);
    await lost;
  });

  test("names the database and never the password", async () => {
    const url = new URL(server.url("nowhere"));
    const password = url.password;
    const missing = await failure(url.href);
    expect(missing.message).toContain(
      `database "nowhere" on 127.0.0.1, port ${url.port}: database "nowhere" does not exist`,
    );
    url.password = "wrong-secret";
    const wrong = await failure(url.href);
    expect(wrong.message).toContain("password authentication failed");
    for (const { message, stack } of [missing, wrong]) {
      expect(`${message}${stack}`).not.toMatch(new RegExp(`${password}|wrong-secret`));
    }
  });
});

describe("a URL that leads nowhere", () => {
  test.for([
    ["postgres://u:secret@127.0.0.1:1/db", 'Cannot connect to database "db" on 127.0.0.1, port 1:'],
    [
      "postgres://u:secret@nowhere.invalid/db",
      'Cannot connect to database "db" on nowhere.invalid, port 5432:',
    ],
    ["mysql://u:secret@localhost/db", "The database's address is not a PostgreSQL URL."],
    ["secret", "The database's address is not a PostgreSQL URL."],
  ])("%s", async ([url = "", message]) => {
    const error = await failure(url);
    expect(error.exit).toBe(exitCode.unreachable);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("secret");
  });
});

async function failure(url: string): Promise<AppError> {
  const error = await connectServer(url).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}
