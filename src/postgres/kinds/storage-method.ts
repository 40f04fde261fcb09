import { ident } from "../quote.ts";
import { type Context, hazard, type Step, shown } from "./kind.ts";

/** How a table or materialized view keeps its rows. @see https://www.postgresql.org/docs/current/tableam.html */

/** SQL of the access method's name; NULL for the usual one, unless a partition would get its parent's instead. */
export const storageMethod = `(SELECT m.amname FROM pg_am AS m WHERE m.oid = c.relam AND (m.amname <> 'heap' OR EXISTS (
  SELECT FROM pg_inherits AS i JOIN pg_class AS p ON p.oid = i.inhparent WHERE i.inhrelid = c.oid AND c.relispartition AND p.relam <> 0)))`;

export function usingMethod(method: string | undefined): readonly string[] {
  return method === undefined ? [] : [`USING ${ident(method)}`];
}

interface Stored {
  readonly id: { readonly path: readonly string[] };
  readonly definition: {
    readonly accessMethod?: string | undefined;
    readonly partitionBy?: string | undefined;
  };
}

/** Before PostgreSQL 15 rows cannot move from one method to another. */
export function isMethodLasting(from: Stored, to: Stored, context: Context): boolean {
  return context.targetVersion < 15 && methodOf(from) !== methodOf(to);
}

/** A partitioned table has no rows: its method is what new partitions get. */
export function changeMethod(alter: string, from: Stored, to: Stored): readonly Step[] {
  if (methodOf(from) === methodOf(to)) return [];
  const { accessMethod, partitionBy } = to.definition;
  if (partitionBy !== undefined)
    return [
      { sql: `${alter} SET ACCESS METHOD ${accessMethod === undefined ? "DEFAULT" : ident(accessMethod)}` },
    ];
  const hazards = [hazard("rewrites-table", `Every row of ${shown(to.id.path)} is written again.`)];
  return [{ sql: `${alter} SET ACCESS METHOD ${ident(methodOf(to))}`, hazards }];
}

function methodOf({ definition }: Stored): string {
  return definition.accessMethod ?? "heap";
}
