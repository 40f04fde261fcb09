import type { Finding } from "../../model/finding.ts";
import type { Connection } from "../connection.ts";
import { literal, qualified } from "../quote.ts";
import type { Shape } from "../rows/shape.ts";

/** How many rows each table has. */
export async function presentRows(
  db: Connection,
  shapes: readonly Shape[],
): Promise<ReadonlyMap<string, number>> {
  const counts = shapes.map(
    ({ key, schema, table }) =>
      `SELECT ${literal(key)} AS key, count(*) AS rows FROM ${qualified(schema, table)}`,
  );
  if (counts.length === 0) return new Map();
  const rows = await db.query<{ key: string; rows: number }>(counts.join("\nUNION ALL "));
  const found = new Map(rows.map(({ key, rows: count }) => [key, count]));
  return new Map(shapes.map(({ key }) => [key, found.get(key) ?? 0]));
}

export function notEmpty(occupied: readonly (readonly [string, number])[]): Finding {
  const named = occupied.slice(0, 5).map(([table, rows]) => `${table} (${rows})`);
  const more = occupied.length > 5 ? ` and ${occupied.length - 5} more` : "";
  return {
    code: "seed/not-empty",
    severity: "error",
    message: `There are rows already: ${named.join(", ")}${more}.`,
    help: "Nothing was written. --append adds rows to them; --rows <table>=0 leaves a table as it is and refers to its rows.",
  };
}
