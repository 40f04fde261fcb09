import { ident } from "../quote.ts";
import { type Context, hazard, type Step, shown } from "./kind.ts";

/** How a table or materialized view keeps its rows. @see https://www.postgresql.org/docs/current/tableam.html */

/** SQL of the access method's name; NULL for the usual one. */
export const storageMethod = "(SELECT m.amname FROM pg_am AS m WHERE m.oid = c.relam AND m.amname <> 'heap')";

export function usingMethod(method: string | undefined): readonly string[] {
  return method === undefined ? [] : [`USING ${ident(method)}`];
}

interface Stored {
  readonly id: { readonly path: readonly string[] };
  readonly definition: { readonly accessMethod?: string | undefined };
}

/** Before PostgreSQL 15 rows cannot move from one method to another. */
export function isMethodLasting(from: Stored, to: Stored, context: Context): boolean {
  return context.targetVersion < 15 && from.definition.accessMethod !== to.definition.accessMethod;
}

export function changeMethod(alter: string, from: Stored, to: Stored): readonly Step[] {
  if (from.definition.accessMethod === to.definition.accessMethod) return [];
  const hazards = [hazard("rewrites-table", `Every row of ${shown(to.id.path)} is written again.`)];
  return [{ sql: `${alter} SET ACCESS METHOD ${ident(to.definition.accessMethod ?? "heap")}`, hazards }];
}
