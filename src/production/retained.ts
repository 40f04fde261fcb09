import type { Entity, Retention } from "../model/model.ts";
import type { HardeningContext } from "./rule.ts";

/** Removes rows that are too old. */
export const retentionRole = "retention";

/** An entity whose rows go when they are too old. */
export type Retained = Entity & { readonly retention: Retention };

export function retained(entity: Entity): entity is Retained {
  return entity.retention !== undefined;
}

/** Whether rows are removed for good when they are too old. */
export function removesOldRows(entity: Entity, { isOn }: HardeningContext): entity is Retained {
  return retained(entity) && isOn("retention", entity);
}
