import { expect, test } from "vitest";
import { elaborate, executeAll } from "../../../src/postgres/elaborate.ts";
import { planMigration } from "../../../src/postgres/migrate.ts";
import { openShadow } from "../../../src/postgres/shadow.ts";
import { cacheDir } from "../../support/cache.ts";

test("values go over by name into a composite type that is put together anew", async () => {
  await using shadow = await openShadow({ cacheDir });
  const table = "CREATE TABLE t (id int, p part, ps part[])";
  const before = `CREATE TYPE part AS (name text, count int, note text); ${table}`;
  const after = `CREATE TYPE part AS (count bigint, name text, price numeric); ${table}`;
  const plan = planMigration(await elaborate(shadow, [before]), await elaborate(shadow, [after]));
  const rows = await shadow.scratch(async (db) => {
    await executeAll(db, [
      before,
      `INSERT INTO t VALUES (1, ROW('a', 1, 'n'), ARRAY[ROW('b', 2, 'm')::part, NULL]), (2, NULL, NULL),
        (3, ROW(NULL, NULL, NULL), '{}')`,
      ...plan.statements.map(({ sql }) => sql),
    ]);
    return await db.query("SELECT p::text AS p, ps::text AS ps FROM t ORDER BY id");
  });
  expect(rows).toEqual([
    { p: "(1,a,)", ps: '{"(2,b,)",NULL}' },
    { p: null, ps: null },
    { p: "(,,)", ps: "{}" },
  ]);
});
