import type { Connection } from "../../src/postgres/connection.ts";
import { ident, qualified } from "../../src/postgres/quote.ts";

/** A table, and the types of its columns; of a composite type with its attributes. */
export interface Table {
  /** Qualified and quoted. */
  readonly name: string;
  /** Of a partition: the table whose rows it shares. */
  readonly root?: string | undefined;
  readonly types: Readonly<Record<string, string>>;
}

/** What can be said of one table both before and after. */
export interface Common {
  readonly name: string;
  /** Partitions that stand on their own afterwards, with the rows that the table had from them. */
  readonly detached: readonly string[];
  /** Columns of one name and type: their values must stay. */
  readonly same: readonly string[];
  /** Columns of one name and another type: values must stay values. */
  readonly retyped: readonly string[];
}

/** By table, one text per row. */
export type Rows = ReadonlyMap<string, readonly string[]>;

/** All tables, with their columns but for generated ones. */
export async function readTables(db: Connection): Promise<readonly Table[]> {
  const rows = await db.query<{
    path: [string, string];
    root: [string, string] | null;
    types: Table["types"];
  }>(`
    SELECT json_build_array(n.nspname, c.relname) AS path, jsonb_object_agg(a.attname, ${typeOfColumn}) AS types,
      (SELECT json_build_array(rn.nspname, r.relname) FROM pg_class AS r JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
       WHERE c.relispartition AND r.oid = pg_partition_root(c.oid)) AS root
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
    GROUP BY n.nspname, c.oid ORDER BY n.nspname, c.relname`);
  return rows.map(({ path, root, types }) => ({
    name: qualified(...path),
    root: root === null ? undefined : qualified(...root),
    types,
  }));
}

const typeOfColumn = `concat(format_type(a.atttypid, a.atttypmod),
  (SELECT json_agg(json_build_array(p.attname, p.atttypid::regtype) ORDER BY p.attnum)
   FROM pg_type AS e JOIN pg_attribute AS p ON p.attrelid = e.typrelid AND NOT p.attisdropped
   WHERE e.oid IN (t.oid, t.typelem) AND e.typtype = 'c'))`;

/** The rows of `from` that `to` can hold: of tables in both, in columns in both. Between partitions rows may move. */
export function commonTables(from: readonly Table[], to: readonly Table[]): readonly Common[] {
  const targets = new Map(to.map((table) => [table.name, table]));
  return from.flatMap(({ name, root, types }) => {
    const target = targets.get(name);
    if (target === undefined || (root !== undefined && target.root !== undefined)) return [];
    const partitions = from.filter((table) => table.root === name);
    const isAlone = (table: Table) => targets.has(table.name) && targets.get(table.name)?.root === undefined;
    const columns = Object.keys(types).filter((column) => column in target.types);
    const isSame = (column: string) => types[column] === target.types[column];
    return [
      {
        name,
        detached: partitions.filter(isAlone).map((table) => table.name),
        same: columns.filter(isSame),
        retyped: columns.filter((column) => !isSame(column)),
      },
    ];
  });
}

export async function readRows(
  db: Connection,
  tables: readonly Common[],
  when: "before" | "after",
): Promise<Rows> {
  const rows = new Map<string, readonly string[]>();
  for (const { name, detached, same, retyped } of tables) {
    const values = [...same.map(ident), ...retyped.map((column) => `${ident(column)} IS NULL`)].join(", ");
    const places = when === "before" ? [name] : [name, ...detached];
    const selects = places.map((place) => `SELECT ROW(${values})::text AS row FROM ${place}`);
    const found = await db.query<{ row: string }>(selects.join(" UNION ALL "));
    rows.set(
      name,
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
