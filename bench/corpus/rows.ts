import type { Connection } from "../../src/postgres/connection.ts";
import { ident, qualified } from "../../src/postgres/quote.ts";

/** A table that holds rows of its own or of its partitions, and the types of its columns. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly types: Readonly<Record<string, string>>;
}

/** What can be said of one table both before and after. */
interface Common {
  readonly schema: string;
  readonly name: string;
  /** Columns of one name and type: their values must stay. */
  readonly same: readonly string[];
  /** Columns of one name and another type: values must stay values. */
  readonly retyped: readonly string[];
}

/** By table, one text per row. */
export type Rows = ReadonlyMap<string, readonly string[]>;

/** Tables but for partitions (their parent holds the rows), columns but for generated ones. */
export async function readTables(db: Connection): Promise<readonly Table[]> {
  return await db.query<Table>(`
    SELECT n.nspname AS schema, c.relname AS name,
      jsonb_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) AS types
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND NOT c.relispartition
    GROUP BY n.nspname, c.relname ORDER BY n.nspname, c.relname`);
}

/** The rows of `from` that `to` can hold: those of tables that both have, in the columns that both have. */
export function commonTables(from: readonly Table[], to: readonly Table[]): readonly Common[] {
  return from.flatMap((table) => {
    const target = to.find(({ schema, name }) => schema === table.schema && name === table.name);
    if (target === undefined) return [];
    const columns = Object.keys(table.types).filter((name) => name in target.types);
    const isSame = (name: string) => table.types[name] === target.types[name];
    return [{ ...target, same: columns.filter(isSame), retyped: columns.filter((name) => !isSame(name)) }];
  });
}

export async function readRows(db: Connection, tables: readonly Common[]): Promise<Rows> {
  const rows = new Map<string, readonly string[]>();
  for (const { schema, name, same, retyped } of tables) {
    const values = [...same.map(ident), ...retyped.map((column) => `${ident(column)} IS NULL`)];
    const found = await db.query<{ row: string }>(
      `SELECT ROW(${values.join(", ")})::text AS row FROM ${qualified(schema, name)}`,
    );
    rows.set(
      qualified(schema, name),
      found.map(({ row }) => row),
    );
  }
  return rows;
}

/** What was there and is not any more. */
export function lostRows(before: Rows, after: Rows): readonly string[] {
  return [...before].flatMap(([table, rows]) => {
    const left = new Map<string, number>();
    for (const row of after.get(table) ?? []) left.set(row, (left.get(row) ?? 0) + 1);
    return rows.flatMap((row) => {
      const count = left.get(row) ?? 0;
      left.set(row, count - 1);
      return count > 0 ? [] : [`${table} lost ${row}`];
    });
  });
}
