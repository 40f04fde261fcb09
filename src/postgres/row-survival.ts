import type { Connection } from "./connection.ts";
import { shown } from "./kinds/kind.ts";
import { userSchema } from "./kinds/query.ts";
import type { Statement } from "./plan.ts";
import { ident, qualified } from "./quote.ts";

/** A column with its place in the system catalogs, which stays the same through renames. */
interface Column {
  readonly table: number;
  readonly number: number;
  readonly schema: string;
  readonly relation: string;
  readonly name: string;
  readonly type: string;
}

interface Values {
  readonly column: Column;
  readonly rows: number;
  readonly filled: number;
  readonly hash: string | null;
}

export type RowImage = ReadonlyMap<string, Values>;

/** What the tables hold, column by column: number of rows, of values, and a hash of the values. */
export async function imageRows(db: Connection): Promise<RowImage> {
  const image = new Map<string, Values>();
  for (const column of await storedColumns(db)) {
    const name = ident(column.name);
    const [values] = await db.query<Omit<Values, "column">>(`
      SELECT count(*) AS rows, count(${name}) AS filled, md5(string_agg(${name}::text, ',' ORDER BY ${name}::text COLLATE "C")) AS hash
      FROM ONLY ${qualified(column.schema, column.relation)}`);
    if (values !== undefined) image.set(`${column.table}.${column.number}`, { column, ...values });
  }
  return image;
}

async function storedColumns(db: Connection): Promise<readonly Column[]> {
  return await db.query<Column>(`
    SELECT c.oid::bigint AS table, a.attnum::int AS number, n.nspname AS schema, c.relname AS relation, a.attname AS name,
      -- The text of a composite value changes with the attributes of its type.
      format_type(a.atttypid, a.atttypmod) || coalesce((SELECT string_agg(format(' %s %s', p.attname, p.atttypid), ',' ORDER BY p.attnum)
        FROM pg_catalog.pg_type AS t LEFT JOIN pg_catalog.pg_type AS e ON e.oid = t.typelem
        JOIN pg_catalog.pg_attribute AS p ON p.attrelid = coalesce(e.typrelid, t.typrelid) AND NOT p.attisdropped
        WHERE t.oid = a.atttypid), '') AS type
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND ${userSchema("n")} ORDER BY 3, 4, 2`);
}

/** What was there before and is not any more, although no statement says that it deletes data there. */
export function lostRows(
  before: RowImage,
  after: RowImage,
  statements: readonly Statement[],
): readonly string[] {
  const deleting = statements.filter(({ hazards }) => hazards.some(({ kind }) => kind === "deletes-data"));
  const announced = new Set(deleting.map(({ change }) => change.replace(/^\w+ /, "")));
  return [...before].flatMap(([place, { column, rows, filled, hash }]) => {
    const table = shown([column.schema, column.relation]);
    const name = `${table}.${column.name}`;
    if (rows === 0 || announced.has(`table ${table}`) || announced.has(`column ${name}`)) return [];
    const now = after.get(place);
    if (now === undefined) return [`${name} is gone, with the values of ${filled} rows`];
    if (now.rows !== rows) return [`${table} has ${now.rows} of its ${rows} rows`];
    if (now.filled < filled) return [`${name} has ${now.filled} of its ${filled} values`];
    return now.column.type === column.type && now.hash !== hash
      ? [`${name} has other values than before`]
      : [];
  });
}
