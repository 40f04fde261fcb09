import { afterAll, describe, expect, test } from "vitest";
import type { Connection } from "../../../src/postgres/connection.ts";
import { openShadow } from "../../../src/postgres/shadow.ts";
import { loadSql } from "../../../src/sources/sql/load-sql.ts";
import { cacheDir, sourceOf } from "./support.ts";

const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

/** The connection, counting what it is asked to do. */
function counting(db: Connection): { readonly db: Connection; count: number } {
  const counter = {
    count: 0,
    db: {
      ...db,
      execute: async (sql: string) => {
        counter.count++;
        await db.execute(sql);
      },
    },
  };
  return counter;
}

/** Each function calls the next. */
function chain(length: number): string[] {
  const calls = (i: number) => (i + 1 < length ? `f${i + 1}()` : "1");
  return Array.from(
    { length },
    (_, i) => `CREATE FUNCTION f${i}() RETURNS int BEGIN ATOMIC SELECT ${calls(i)}; END;`,
  );
}

test("5 MB of 10,000 statements", { timeout: 180_000 }, async () => {
  const filler = "'some text; with -- nothing in it'".padEnd(450);
  const text = Array.from(
    { length: 10_000 },
    (_, i) => `CREATE FUNCTION f${i}() RETURNS text LANGUAGE sql RETURN ${filler};\n`,
  ).join("");
  expect(text.length).toBeGreaterThan(5_000_000);
  const source = await sourceOf({ "big.sql": text });
  expect(source.statements).toHaveLength(10_000);
  await shadow.scratch(async (db) => {
    const counter = counting(db);
    await loadSql(counter.db, source);
    expect(counter.count).toBe(10_000);
    const rows = await db.query(
      "SELECT FROM pg_proc WHERE proname ~ '^f\\d+$' AND pronamespace = 'public'::regnamespace",
    );
    expect(rows).toHaveLength(10_000);
  });
});

describe("the work grows with the number of statements, whatever their order", () => {
  const length = 1_000;
  test.for<[what: string, statements: readonly string[], most: number]>([
    ["right", chain(length).reverse(), length],
    ["wrong", chain(length), 2 * length],
    [
      "rows before their table",
      [...Array.from({ length }, (_, i) => `INSERT INTO t VALUES (${i});`), "CREATE TABLE t (i int);"],
      length + 2,
    ],
    ["shuffled", chain(length).sort((a, b) => hash(a) - hash(b)), 2 * length],
  ])("%s", async ([, statements, most]) => {
    const source = await sourceOf({ "a.sql": statements.join("\n") });
    await shadow.scratch(async (db) => {
      const counter = counting(db);
      await loadSql(counter.db, source);
      expect(counter.count).toBeLessThanOrEqual(most);
    });
  });
});

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return sum;
}
