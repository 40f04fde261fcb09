import { afterAll, expect, test } from "vitest";
import { extensionOf, formatType, parseType } from "../../src/model/column-type.ts";
import { typeCatalog } from "../../src/model/type-catalog.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { cacheDir } from "../support/cache.ts";

const extensions = ["citext", "hstore", "ltree", "cube", "seg", "isn", "intarray"];
const db = await openPglite({ extensions, cacheDir });
afterAll(() => db[Symbol.asyncDispose]());
for (const extension of extensions) await db.execute(`CREATE EXTENSION ${extension}`);

/** What PostgreSQL calls the type of a column that is written this way. */
async function typeInPostgres(sql: string): Promise<string> {
  await db.execute(`CREATE TABLE probe (c ${sql})`);
  try {
    const [row] = await db.query<{ type: string }>(
      "SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 'probe'::regclass AND attname = 'c'",
    );
    return row?.type ?? "";
  } finally {
    await db.execute("DROP TABLE probe");
  }
}

function canonical(text: string): string {
  const parsed = parseType(text);
  if ("misfit" in parsed) throw parsed.misfit;
  return formatType(parsed.type);
}

const available = [...typeCatalog].filter(
  ([, { extension }]) => extension === undefined || extensions.includes(extension),
);

test("every spelling of every type is the same to PostgreSQL as its canonical spelling", async () => {
  for (const [spelling] of available) {
    expect([spelling, await typeInPostgres(canonical(spelling))]).toEqual([
      spelling,
      await typeInPostgres(spelling),
    ]);
  }
});

test("the parameters' limits are PostgreSQL's", async () => {
  for (const [name, { parameters }] of available) {
    if (parameters === "geometry" || name.includes(" ")) continue;
    for (const [index, { min, max }] of parameters.entries()) {
      const write = (value: number): string => `${name}(${[...Array(index).fill(5), value].join(",")})`;
      for (const value of [min, max]) expect(canonical(write(value))).not.toBe("");
      await typeInPostgres(canonical(write(min)));
      for (const value of [min - 1, max + 1]) {
        expect("misfit" in parseType(write(value)), write(value)).toBe(true);
        // PostgreSQL lowers the precision of times itself, with a warning.
        if (/^(time|interval)/.test(name) && value > max) continue;
        await expect(typeInPostgres(write(value)), write(value)).rejects.toThrow();
      }
    }
  }
});

test("no type of PostgreSQL is missing", async () => {
  const rows = await db.query<{ name: string }>(
    `SELECT format_type(oid, NULL) AS name FROM pg_type
     WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') AND typcategory <> 'A'`,
  );
  const missing = rows.map(({ name }) => name).filter((name) => "misfit" in parseType(name));
  expect(rows.length).toBeGreaterThan(60);
  expect(missing).toEqual([]);
});

test.for([
  ["int", "integer"],
  ["INT8", "bigint"],
  ["character varying ( 20 ) [ ]", "varchar(20)[]"],
  ["timestamp with time zone", "timestamptz"],
  ["timestamp(3) without time zone", "timestamp(3)"],
  ["time (3)  WITH  time zone", "timetz(3)"],
  ["interval day to second(3)", "interval day to second(3)"],
  ["numeric(12, 2)", "numeric(12,2)"],
  ["numeric( 5 , -2 )", "numeric(5,-2)"],
  ["float", "double precision"],
  ["float(24)", "real"],
  ["float(25)", "double precision"],
  ["text[3][]", "text[][]"],
  ["integer ARRAY[4]", "integer[]"],
  ['"char"', '"char"'],
  ["public.mood", "public.mood"],
  ['"My Schema"."Mood!"(2)[]', '"My Schema"."Mood!"(2)[]'],
  ["vector(384)", "vector(384)"],
  ["geometry(PointZ,4326)", "geometry(PointZ,4326)"],
] as const)("%s is %s", ([written, expected]) => {
  expect(canonical(written)).toBe(expected);
});

test.for([
  ["citext", "citext"],
  ["vector(3)[]", "vector"],
  ["geography", "postgis"],
  ["text", undefined],
] as const)("%s comes from the extension %s", ([written, extension]) => {
  const parsed = parseType(written);
  expect("type" in parsed && extensionOf(parsed.type)).toBe(extension);
});

test.for([
  "",
  "uid",
  "text text",
  "text; drop table x",
  "public.",
  "public.mood; --",
  "geometry(Point, 1); --)",
  'a."b"c"',
  "varchar(1,2)",
  "varchar(1.5)",
  "integer[-1]",
  "trigger",
  "interval month(3)",
])("%s is no type", (written) => {
  expect("misfit" in parseType(written)).toBe(true);
});
