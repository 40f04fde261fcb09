import { ident, identList, qualified } from "../quote.ts";
import { typed } from "./accepted.ts";
import type { Attempt } from "./ask.ts";
import type { PlannedRows } from "./plan-table.ts";

export interface InsertedRows extends PlannedRows {
  readonly inserted: number;
}

/** Inserts the rows planned for tables that refer to each other. */
export async function insertRows(
  tables: readonly PlannedRows[],
  attempt: Attempt,
): Promise<readonly InsertedRows[]> {
  const wanted = tables.map((table) => ({ ...table, rows: table.rows.slice(0, table.wanted) }));
  const empty = wanted.find((table) => table.rows.length === 0);
  if (empty !== undefined) return notInserted(tables, empty.problem ?? "no row could be made");
  const [together] = await attempt([insertSql(wanted)]);
  const problem = together?.problem ?? undefined;
  const [only, ...others] = tables;
  if (problem === undefined)
    return tables.map((table, i) => ({ ...table, inserted: wanted[i]?.rows.length ?? 0 }));
  if (only === undefined || others.length > 0) return notInserted(tables, problem);
  return [await insertOneByOne(only, attempt, only.wanted)];
}

function notInserted(tables: readonly PlannedRows[], problem: string): readonly InsertedRows[] {
  return tables.map((table) => ({ ...table, rows: [], inserted: 0, problem: table.problem ?? problem }));
}

/** What PostgreSQL refuses in one statement it may take row by row: an exclusion, a unique expression, a trigger's rule. */
async function insertOneByOne(table: PlannedRows, attempt: Attempt, count: number): Promise<InsertedRows> {
  const rows = table.rows.slice(0, count);
  const answers = await attempt(rows.map((row) => insertSql([{ ...table, rows: [row] }])));
  const inserted = rows.filter((_, i) => answers[i]?.problem === null);
  const problem = inserted.length > 0 ? undefined : (answers[0]?.problem ?? "no row could be made");
  return { ...table, rows: [...inserted, ...table.rows.slice(count)], inserted: inserted.length, problem };
}

/** Inserts some more of the rows that were planned. */
export async function insertMore(
  table: InsertedRows,
  attempt: Attempt,
  count: number,
): Promise<InsertedRows> {
  const left = { ...table, rows: table.rows.slice(table.inserted), inserted: 0 };
  if (count === 0 || left.rows.length === 0) return table;
  const more = await insertOneByOne(left, attempt, count);
  const rows = [...table.rows.slice(0, table.inserted), ...more.rows];
  return { ...table, rows, inserted: table.inserted + more.inserted };
}

/** One statement for all tables of a group: foreign keys are checked at its end, when all rows are there. */
function insertSql(tables: readonly PlannedRows[]): string {
  const parts = tables.map((table, i) => `${ident(`filled ${i}`)} as (${insertTable(table)} returning 1)`);
  return `with ${parts.join(",\n")}\nselect 'done'`;
}

function insertTable({ shape, rows }: PlannedRows): string {
  const table = qualified(shape.schema, shape.table);
  const columns = shape.columns.filter((column) => rows[0]?.has(column.name) === true);
  if (columns.length === 0) return `insert into ${table} select from generate_series(1, ${rows.length})`;
  const values = rows.map(
    (row) => `(${columns.map((column) => typed(row.get(column.name) ?? null, column.type)).join(", ")})`,
  );
  return `insert into ${table} (${identList(columns.map((column) => column.name))}) overriding system value
values ${values.join(",\n")}`;
}
