import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measure, RefusedStatement } from "../../src/postgres/measure.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import type { Statement } from "../../src/postgres/plan.ts";
import { resetCluster } from "../../src/postgres/reset.ts";
import { cacheDir } from "../support/cache.ts";

const setUp = `
  CREATE TABLE parents (id int PRIMARY KEY);
  CREATE TABLE people (id int PRIMARY KEY, age int, name text, code varchar(50), price numeric(10,2), parent_id int, at timestamp);
  INSERT INTO people SELECT i, i, 'n' || i, 'c' || i, i, NULL, now() FROM generate_series(1, 500) AS i;
  ALTER TABLE people ADD CONSTRAINT grown CHECK (age > 0) NOT VALID, ADD CONSTRAINT named CHECK (name IS NOT NULL),
    ADD CONSTRAINT child FOREIGN KEY (parent_id) REFERENCES parents NOT VALID;
  CREATE MATERIALIZED VIEW ids AS SELECT id FROM people;
  CREATE TABLE logs (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`;

const db = await openPglite({ cacheDir });
afterAll(() => db[Symbol.asyncDispose]());
const exclusive = "AccessExclusiveLock";

function statement(sql: string, transactional = true): Statement {
  return { sql, change: sql, phase: "expand", transactional, hazards: [] };
}

/** What PostgreSQL does, as its documentation says and as it was seen to do natively. */
describe("measures", () => {
  beforeAll(async () => {
    await resetCluster(db);
    await db.execute(setUp);
  });

  test.for<[sql: string, locks: Record<string, string>, rewrites?: string[], scans?: string[]]>([
    ["ALTER TABLE people ADD COLUMN x int", { people: exclusive }],
    ["ALTER TABLE people ADD COLUMN x int NOT NULL DEFAULT 1", { people: exclusive }],
    [
      "ALTER TABLE people ADD COLUMN x uuid DEFAULT gen_random_uuid()",
      { people: exclusive },
      ["people"],
      ["people"],
    ],
    [
      "ALTER TABLE people ADD COLUMN x int GENERATED ALWAYS AS (age * 2) STORED",
      { people: exclusive },
      ["people"],
      ["people"],
    ],
    [
      "ALTER TABLE people ADD COLUMN x int REFERENCES parents",
      { parents: "ShareRowExclusiveLock", people: exclusive },
    ],
    ["ALTER TABLE people ALTER COLUMN age SET NOT NULL", { people: exclusive }, [], ["people"]],
    ["ALTER TABLE people ALTER COLUMN name SET NOT NULL", { people: exclusive }],
    ["ALTER TABLE people ALTER COLUMN code TYPE varchar(100)", { people: exclusive }],
    ["ALTER TABLE people ALTER COLUMN code TYPE varchar(10)", { people: exclusive }, ["people"], ["people"]],
    ["ALTER TABLE people ALTER COLUMN price TYPE numeric(12,2)", { people: exclusive }],
    ["ALTER TABLE people ALTER COLUMN age TYPE bigint", { people: exclusive }, ["people"], ["people"]],
    ["ALTER TABLE people VALIDATE CONSTRAINT grown", { people: "ShareUpdateExclusiveLock" }, [], ["people"]],
    ["ALTER TABLE people ADD CONSTRAINT low CHECK (age < 1000) NOT VALID", { people: exclusive }],
    ["CREATE INDEX ON people (age)", { people: "ShareLock" }, [], ["people"]],
    [
      "CREATE TRIGGER t BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
      { people: "ShareRowExclusiveLock" },
    ],
    ["DROP TABLE logs", { logs: exclusive, logs_2026: exclusive }],
    ["REFRESH MATERIALIZED VIEW ids", { ids: exclusive, people: "AccessShareLock" }, ["ids"], ["people"]],
    ["CREATE TABLE other (id int)", {}],
  ])("%s", async ([sql, locks, rewrites = [], scans = []]) => {
    const [measured] = await measure(db, [statement(`${sql}`)]);
    expect(measured?.measured).toEqual({ locks, rewrites, scans });
    expect(measured?.hazards.map(({ kind }) => kind)).toEqual([
      ...rewrites.map(() => "rewrites-table"),
      ...scans.map(() => "scans-table"),
    ]);
    await resetCluster(db);
    await db.execute(setUp);
  });
});

test("keeps what the statements do, and counts for each only its own", async () => {
  await resetCluster(db);
  await db.execute(setUp);
  const measured = await measure(db, [
    statement("ALTER TABLE people ALTER COLUMN age TYPE bigint"),
    statement("COMMENT ON TABLE people IS 'All.'"),
  ]);
  expect(measured[1]?.measured).toEqual({
    locks: { people: "ShareUpdateExclusiveLock" },
    rewrites: [],
    scans: [],
  });
  expect(await db.query("SELECT pg_typeof(age)::text AS type FROM people LIMIT 1")).toEqual([
    { type: "bigint" },
  ]);
});

test("executes what cannot run in a transaction without measuring it", async () => {
  await resetCluster(db);
  await db.execute(setUp);
  const [measured] = await measure(db, [
    statement("CREATE INDEX CONCURRENTLY by_age ON people (age)", false),
  ]);
  expect(measured).not.toHaveProperty("measured");
  expect(await db.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_age'::regclass")).toEqual([
    { indisvalid: true },
  ]);
});

test("names the statement that PostgreSQL refuses and leaves no transaction open", async () => {
  await resetCluster(db);
  const refused = await measure(db, [statement("CREATE TABLE a (id int)"), statement("DROP TABLE b")]).catch(
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(RefusedStatement);
  expect((refused as RefusedStatement).statement.sql).toBe("DROP TABLE b");
  expect(await db.query("SELECT count(*) FROM a")).toEqual([{ count: 0 }]);
});
