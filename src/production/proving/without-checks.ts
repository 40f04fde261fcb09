import type { Entity } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import type { Stage } from "./stage.ts";

/**
 * Drops the checks of a column, but one, for the rest of the proof. They tie values of columns together and have a proof of their
 * own; here they would refuse some values before what is to be shown.
 */
export async function withoutChecks(
  { db, context }: Stage,
  entity: Entity,
  column: string,
  except?: string,
): Promise<void> {
  const table = tableOf(entity, context.config);
  const checks = await db.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
    WHERE conrelid = $1::regclass AND contype = 'c' AND attname = $2 AND conname IS DISTINCT FROM $3`,
    [table, column, except ?? null],
  );
  for (const { name } of checks) await db.execute(`ALTER TABLE ${table} DROP CONSTRAINT ${ident(name)}`);
}
