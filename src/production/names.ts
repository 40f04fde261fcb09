import type { Config, Entity } from "../model/model.ts";
import { shortenName } from "../model/names.ts";
import { qualified } from "../postgres/quote.ts";

/** A name made by a rule: `accounts_owner_id_idx`, shortened where PostgreSQL would cut it. */
export function madeName(...parts: readonly string[]): string {
  return shortenName(parts.join("_"));
}

/** `public.accounts` */
export function tableOf(entity: Entity, config: Config): string {
  return qualified(config.schema, entity.table);
}

/** The view of the rows that are not deleted. */
export function liveView(entity: Entity): string {
  return madeName(entity.table, "live");
}
