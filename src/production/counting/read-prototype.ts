import type { Connection } from "../../postgres/connection.ts";
import type { Prototype } from "./question.ts";

/** The tables of a prototype's database: those of one schema, partitions as the table that they are parts of. */
export async function readPrototype(module: string, db: Connection, schema: string): Promise<Prototype> {
  const columns = await db.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname::text AS "table", a.attname::text AS "column", format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum`,
    [schema],
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of columns)
    tables.set(table, (tables.get(table) ?? new Map<string, string>()).set(column, type));
  const followed = await db.query<{ table: string }>(
    `SELECT DISTINCT c.relname::text AS "table"
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.confrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND k.contype = 'f' AND k.confdeltype IN ('c', 'n', 'd')`,
    [schema],
  );
  return { module, schema, tables, followed: new Set(followed.map(({ table }) => table)) };
}
