import { afterAll, expect, test } from "vitest";
import { type Catalog, makeCatalog } from "../../src/postgres/catalog.ts";
import { unhandledDifferences } from "../../src/postgres/catalog-differences.ts";
import { Found } from "../../src/postgres/found.ts";
import { type Made, madeQuery } from "../../src/postgres/made.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { findUnhandled } from "../../src/postgres/unhandled.ts";
import { cacheDir } from "../support/cache.ts";

const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

/** Everything that the statements make, as if no kind handled it. */
async function unhandled(sql: string): Promise<Catalog> {
  return await shadow.scratch(async (db) => {
    await db.execute(`SET search_path = ''; ${sql}`);
    return makeCatalog([], await findUnhandled(db, new Found([]), await db.query<Made>(madeQuery), {}));
  });
}

/** What is made first takes oids, so that equal things have others. */
const first = "CREATE SCHEMA s; CREATE TYPE s.first AS (a int); DROP TYPE s.first;";

const typed = "CREATE TYPE s.pair AS (a int, b text); CREATE TABLE s.t OF s.pair";
const family = "CREATE OPERATOR FAMILY s.f USING btree; ALTER OPERATOR FAMILY s.f USING btree ADD";
const body = "CREATE FUNCTION s.f(int) RETURNS int LANGUAGE sql AS";
const view = "CREATE TABLE s.t (a int, b int); CREATE VIEW s.v AS SELECT";

test.for<[string, string, string[]]>([
  [typed, typed, []],
  [typed, `${typed} (b DEFAULT 'x')`, ["table s.t different"]],
  [typed, `${typed} (a NOT NULL)`, ["table s.t different"]],
  [typed, "", ["table s.t extra", "type s.pair extra"]],
  [
    `${family} OPERATOR 1 pg_catalog.< (int, bigint)`,
    `${family} OPERATOR 1 pg_catalog.< (int, bigint), OPERATOR 5 pg_catalog.> (int, bigint)`,
    ["operator family s.f USING btree different"],
  ],
  [
    `${family} OPERATOR 1 pg_catalog.< (int, bigint), OPERATOR 5 pg_catalog.> (int, bigint)`,
    `${family} OPERATOR 5 pg_catalog.> (int, bigint), OPERATOR 1 pg_catalog.< (int, bigint)`,
    [],
  ],
  [`${body} 'SELECT 1'`, `${body} 'SELECT 1'`, []],
  [`${body} 'SELECT 1'`, `${body} 'SELECT 2'`, ["function s.f(integer) different"]],
  [`${view} a FROM s.t`, `${view} a FROM s.t`, []],
  [`${view} a FROM s.t`, `${view} b AS a FROM s.t`, ["view s.v different"]],
  ["CREATE TYPE s.e AS ENUM ('x', 'y')", "CREATE TYPE s.e AS ENUM ('y', 'x')", ["type s.e different"]],
  [
    "CREATE FOREIGN DATA WRAPPER w",
    "CREATE FOREIGN DATA WRAPPER w OPTIONS (a '1')",
    ["foreign-data wrapper w different"],
  ],
])("%s against %s", async ([a, b, expected]) => {
  const [actual, wanted] = [await unhandled(`CREATE SCHEMA s; ${a}`), await unhandled(`${first} ${b}`)];
  const differences = unhandledDifferences(actual, wanted).map(({ name, is }) => `${name} ${is}`);
  expect(differences.sort()).toEqual(expected.sort());
});

test("a security label that changes is named", async () => {
  const labelled = (label: string) =>
    // The embedded PostgreSQL has no provider that could do it.
    `CREATE TABLE t (a int); INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 1, 'anon', '${label}')`;
  const read = (sql: string) =>
    shadow.scratch(async (db) => {
      await db.execute(sql);
      return await readCatalog(db);
    });
  const [a, b] = [await read(labelled("MASKED")), await read(`${first} ${labelled("UNTOUCHED")}`)];
  expect(unhandledDifferences(a, a)).toEqual([]);
  expect(unhandledDifferences(a, b)).toEqual([
    { name: "security label of anon on column public.t.a", is: "different" },
  ]);
  const findings = async (sql: string) => planMigration(a, await read(sql)).findings.map(({ code }) => code);
  expect(await findings("CREATE TABLE t (a int)")).toEqual(["engine/unhandled"]);
  const renamed = planMigration(
    a,
    await read(labelled("MASKED").replaceAll("t (a", "u (b").replace("'t'", "'u'")),
    {
      renames: [
        { kind: "table", from: "t", to: "u" },
        { kind: "column", from: "t.a", to: "t.b" },
      ],
    },
  );
  expect(renamed).toMatchObject({ statements: [{}, {}], findings: [] });
  // It goes with what the plan drops.
  expect(await findings("CREATE TABLE t (b int)")).toEqual([]);
  expect(await findings("")).toEqual([]);
});
