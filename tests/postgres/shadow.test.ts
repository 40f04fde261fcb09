import { afterAll, describe, expect, test } from "vitest";
import { emptyCatalog } from "../../src/postgres/catalog.ts";
import { sameCatalog } from "../../src/postgres/catalog-differences.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { openShadow, Shadow } from "../../src/postgres/shadow.ts";
import { cacheDir } from "../support/cache.ts";

const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

/** What a scratch may leave behind; the next one must not see it. */
describe("the next scratch sees nothing of", () => {
  test.for([
    "CREATE TABLE t (id serial PRIMARY KEY); CREATE VIEW v AS SELECT * FROM t",
    "CREATE SCHEMA app; CREATE TYPE app.e AS ENUM ('a'); DROP SCHEMA public CASCADE",
    "CREATE ROLE clerk; GRANT USAGE ON SCHEMA public TO clerk; CREATE TABLE t (); GRANT SELECT ON t TO clerk; SET ROLE clerk",
    "CREATE ROLE app LOGIN; ALTER ROLE app SET work_mem = '1MB'; CREATE SCHEMA own AUTHORIZATION app",
    "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE TABLE t (name citext)",
    "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'; CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()",
    "CREATE PUBLICATION p FOR ALL TABLES",
    "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w",
    "CREATE CAST (text AS int) WITH INOUT",
    "SELECT lo_create(0)",
    "COMMENT ON FUNCTION now() IS 'Mine.'",
    "ALTER DATABASE postgres SET search_path = nowhere",
    "SET search_path = nowhere; SET client_min_messages = error; CREATE TEMP TABLE t (); PREPARE p AS SELECT 1",
    "SELECT pg_advisory_lock(1)",
    "BEGIN; CREATE TABLE t ()",
    "BEGIN; SET LOCAL statement_timeout = '1s'",
  ])("%s", async (sql) => {
    await shadow.scratch((db) => db.execute(sql));
    await shadow.scratch(async (db) => {
      const catalog = await readCatalog(db);
      expect(sameCatalog(catalog, emptyCatalog)).toBe(true);
      expect(catalog.unhandled).toEqual([]);
      const [session] = await db.query(`
        SELECT current_user, current_setting('search_path') AS path, current_setting('client_min_messages') AS messages,
          (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks, (SELECT count(*) FROM pg_prepared_statements) AS prepared`);
      expect(session).toEqual({
        current_user: "postgres",
        path: "public",
        messages: "notice",
        locks: 0,
        prepared: 0,
      });
      await db.execute("CREATE TABLE t (id serial); CREATE ROLE clerk; CREATE ROLE app");
    });
  });
});

test("what schemas and proofs leave behind goes without starting anew", async () => {
  let starts = 0;
  await using counted = new Shadow(() => {
    starts++;
    return openPglite({ cacheDir });
  }, []);
  const left = [
    "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "ALTER DATABASE postgres SET idle_in_transaction_session_timeout = '1min'",
    "CREATE TEMP TABLE t (name text)",
  ];
  for (const sql of left) await counted.scratch((db) => db.execute(sql));
  await counted.scratch((db) => db.query("SELECT 1"));
  expect(starts).toBe(1);
});

test("a failed scratch fails alone", async () => {
  await expect(shadow.scratch((db) => db.execute("BEGIN; SELECT nonsense"))).rejects.toThrow("nonsense");
  await shadow.scratch(async (db) => expect(await db.query("SELECT 1 AS one")).toEqual([{ one: 1 }]));
});

test("scratches that are asked for at once run one after the other", async () => {
  const counts = await Promise.all(
    [1, 2, 3].map(() =>
      shadow.scratch(async (db) => {
        await db.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
        return await db.query("SELECT count(*) FROM t");
      }),
    ),
  );
  expect(counts).toEqual([1, 2, 3].map(() => [{ count: 1 }]));
});

test("a thousand tables go away by starting anew", async () => {
  await shadow.scratch((db) =>
    db.execute(
      "DO $$ BEGIN FOR i IN 1..1100 LOOP EXECUTE format('CREATE TABLE t%s ()', i); END LOOP; END $$",
    ),
  );
  await shadow.scratch(async (db) => expect(sameCatalog(await readCatalog(db), emptyCatalog)).toBe(true));
});

test("every scratch starts with the preamble", async () => {
  await using supabase = await openShadow({ cacheDir, preamble: ["CREATE SCHEMA auth", "CREATE ROLE anon"] });
  for (let i = 0; i < 2; i++) {
    await supabase.scratch(async (db) => {
      await db.execute("CREATE TABLE auth.users (); GRANT SELECT ON auth.users TO anon");
    });
  }
});
