import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPairs } from "../../bench/corpus/cases.ts";
import { type Cluster, embeddedCluster } from "../../bench/corpus/clusters.ts";
import { judge, type Verdict } from "../../bench/corpus/judge.ts";
import { pictureDifferences, takePicture } from "../../bench/corpus/picture.ts";
import { meetsGoals, renderReport } from "../../bench/corpus/report.ts";
import { commonTables, lostRows, readRows, readTables } from "../../bench/corpus/rows.ts";
import { run } from "../../bench/corpus/sql.ts";
import { cacheDir } from "../support/cache.ts";
import { TemporaryFolder } from "../support/cli.ts";

let cluster: Cluster;
beforeAll(async () => {
  cluster = await embeddedCluster(cacheDir);
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
});

async function suite(files: Readonly<Record<string, string>>): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.create("corpus-test");
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  }
  return folder;
}

test("pairs in the suite's folder count both ways, pairs in groups one way", async () => {
  await using folder = await suite({
    "column/old.sql": "CREATE TABLE a (id int PRIMARY KEY);",
    "column/new.sql":
      "CREATE TABLE a (id int PRIMARY KEY, note text DEFAULT 'ä;b'); COMMENT ON TABLE a IS 'x';",
    "column/seed-old.sql": "INSERT INTO a VALUES (1), (2);",
    "group/view/setup.sql": "CREATE TABLE a (id int);",
    "group/view/old.sql": "",
    "group/view/new.sql": "CREATE VIEW v AS SELECT * FROM a;",
    "newer/old.sql": "",
    "newer/new.sql": "",
    "newer/meta.json": '{ "minVersion": 99 }',
    "role/old.sql": "",
    "role/new.sql": "CREATE SCHEMA s AUTHORIZATION nobody;",
    "typo/old.sql": "",
    "typo/new.sql": "CREATE TABEL a ();",
  });
  const pairs = await readPairs(folder.path, /^(?!nothing)/);
  const verdicts: Verdict[] = [];
  for (const pair of pairs) verdicts.push(...(await judge(pair, cluster)));
  const seen = verdicts.map((v) => [v.pair, v.way, v.seeded, v.notLoadable ?? v.failures]);
  const syntax = expect.stringContaining('syntax error at or near "TABEL"');
  expect(seen).toEqual([
    ["column", "old -> new", true, []],
    ["column", "new -> old", false, []],
    ["group/view", "old -> new", false, []],
    ["newer", "old -> new", false, "Needs PostgreSQL 99."],
    ["newer", "new -> old", false, "Needs PostgreSQL 99."],
    ["role", "old -> new", false, 'new.sql: role "nobody" does not exist'],
    ["role", "new -> old", false, 'new.sql: role "nobody" does not exist'],
    ["typo", "old -> new", false, syntax],
    ["typo", "new -> old", false, syntax],
  ]);
});

test("a picture shows every difference but the order of making", async () => {
  const picture = (...sql: string[]) =>
    cluster.scratch(async (scratch) => {
      await run(scratch.db, sql);
      return await takePicture(scratch);
    });
  const [first, second, other] = [
    await picture("CREATE TABLE a (x int, y text)", "CREATE TABLE b ()", "CREATE ROLE r"),
    await picture("CREATE ROLE r", "CREATE TABLE b ()", "CREATE TABLE a (y text, x int)"),
    await picture("CREATE ROLE r LOGIN", "CREATE TABLE b ()", "CREATE TABLE a (y text, x bigint)"),
  ];
  expect(pictureDifferences(second, first)).toEqual([]);
  expect(pictureDifferences(other, first)).toEqual([
    "-     x integer",
    expect.stringMatching(/^- role .*"rolcanlogin": false/),
    "+     x bigint",
    expect.stringMatching(/^\+ role .*"rolcanlogin": true/),
  ]);
});

test("rows are missed where both sides have the column, wherever their partition went", async () => {
  await cluster.scratch(async ({ db }) => {
    await run(db, [
      "CREATE TYPE pair AS (x int, y int)",
      "CREATE TABLE a (id int, old text, amount int, p pair, g int GENERATED ALWAYS AS (id * 2) STORED)",
      "CREATE TABLE gone (id int)",
      "CREATE TABLE parted (id int) PARTITION BY LIST (id)",
      "CREATE TABLE one PARTITION OF parted FOR VALUES IN (1)",
      "CREATE TABLE two PARTITION OF parted FOR VALUES IN (2)",
      "INSERT INTO a VALUES (1, 'x', 1, (1, 2)), (2, 'y', NULL, NULL), (2, 'z', NULL, NULL)",
      "INSERT INTO gone VALUES (1)",
      "INSERT INTO parted VALUES (1), (2)",
    ]);
    const source = await readTables(db);
    const change = [
      "ALTER TYPE pair ADD ATTRIBUTE z int",
      "ALTER TABLE a ALTER amount TYPE bigint, DROP old, ADD more text DEFAULT 'm'",
      "DROP TABLE gone",
      "ALTER TABLE parted DETACH PARTITION one",
      "ALTER TABLE parted DETACH PARTITION two",
      "CREATE TABLE two_and_more PARTITION OF parted FOR VALUES IN (2, 3)",
      "INSERT INTO parted SELECT * FROM two",
      "DROP TABLE two",
    ];
    await db.execute("BEGIN");
    await run(db, change);
    const common = commonTables(source, await readTables(db));
    await db.execute("ROLLBACK");
    const before = await readRows(db, common, "before");
    await run(db, change);
    expect(lostRows(before, await readRows(db, common, "after"))).toEqual([]);
    await run(db, [
      "UPDATE a SET amount = NULL",
      "DELETE FROM a WHERE ctid IN (SELECT max(ctid) FROM a)",
      "TRUNCATE one",
    ]);
    expect(lostRows(before, await readRows(db, common, "after"))).toEqual([
      "public.a lost (1,f,f)",
      "public.a lost (2,t,t)",
      "public.one lost (1)",
      "public.parted lost (1)",
    ]);
  });
});

test.for([
  { title: "one failure in a hundred", failing: 1, loadable: 100, met: true },
  { title: "two failures in a hundred", failing: 2, loadable: 100, met: false },
  { title: "one failure in 99", failing: 1, loadable: 99, met: false },
  { title: "nothing that loads", failing: 0, loadable: 0, met: false },
])("the goals: $title", ({ failing, loadable, met }) => {
  const verdict = { way: "old -> new", cluster: "18", seeded: false, failures: [], findings: [] };
  const failure = {
    measure: "reverse",
    reason: 'relation "x" does not exist',
    detail: ["DROP TABLE x"],
  } as const;
  const verdicts: readonly Verdict[] = [
    { ...verdict, pair: "elsewhere", notLoadable: "needs a role" },
    ...Array.from({ length: loadable }, (_, i) => ({
      ...verdict,
      pair: `pair ${i}`,
      failures: i < failing ? [failure] : [],
    })),
  ];
  expect(meetsGoals(verdicts)).toBe(met);
  const report = renderReport("suite", verdicts);
  expect(report).toContain(`| suite | 18         | ${loadable} of ${loadable + 1}`);
  expect(report).toContain("### needs a role\n- elsewhere, old -> new");
  expect(report.includes("      DROP TABLE x")).toBe(failing > 0);
});
