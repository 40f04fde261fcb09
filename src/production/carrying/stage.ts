import type { Connection } from "../../postgres/connection.ts";
import { copyField } from "../../postgres/copy-text.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import type { Home } from "./homes.ts";

const batch = 1000;

/** How values are printed and read, on both sides: a time without a zone is one of UTC. */
export const plainText: readonly string[] = [
  "SET LOCAL TimeZone = 'UTC'",
  "SET LOCAL extra_float_digits = 1",
];

/** Makes the temporary table that all rows pass through, in the target's transaction. */
export async function makeStage(target: Connection): Promise<void> {
  await target.execute(sqlFromTemplate("carry-rows", {}));
  await target.execute(sqlFromTemplate("carry-each", {}));
}

/**
 * Copies a table's rows into the stage, as PostgreSQL prints their values, so that nothing is lost on the way. At no time
 * are more than a batch of them in memory.
 * @returns how many there were
 */
export async function stageTable(
  source: Connection,
  target: Connection,
  schema: string,
  home: Home,
  columns: readonly string[],
): Promise<number> {
  const names = columns.map(literal).join(", ");
  const values = columns.map((column) => `${ident(column)}::text`).join(", ");
  const query = `SELECT jsonb_object(ARRAY[${names}]::text[], ARRAY[${values}]::text[])::text AS row FROM ${qualified(schema, home.source)}`;
  await source.execute(`DECLARE carried NO SCROLL CURSOR FOR ${query}`);
  let rows = 0;
  for (;;) {
    const read = await source.query<{ row: string }>(`FETCH ${batch} FROM carried`);
    if (read.length === 0) break;
    rows += read.length;
    const lines = read.map(({ row }) => `${[home.module, home.source, row].map(copyField).join("\t")}\n`);
    await target.copyIn("pg_temp.carried_row (module, source, original)", lines);
  }
  await source.execute("CLOSE carried");
  return rows;
}

/** Says of the staged rows of a table where they go, with their values under production's names. */
export async function houseRows(
  target: Connection,
  { module, source, entity, columns }: Home,
): Promise<void> {
  const where = `module = ${literal(module)} AND source = ${literal(source)}`;
  if (entity === undefined) {
    await target.execute(
      `UPDATE carried_row SET fate = 'aside', reason = 'production has no such table' WHERE ${where}`,
    );
    return;
  }
  const names = [...columns.keys()].map(literal).join(", ");
  const values = [...columns.values()].map((column) => `original ->> ${literal(column)}`).join(", ");
  await target.execute(
    `UPDATE carried_row SET home = ${literal(entity.table)}, data = jsonb_object(ARRAY[${names}]::text[], ARRAY[${values}]::text[]) WHERE ${where}`,
  );
}
