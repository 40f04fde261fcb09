import type { Entity } from "../../model/model.ts";
import { tableOf } from "../names.ts";
import type { HardeningContext } from "../rule.ts";
import { alwaysRefusing, appendOnlyTrigger } from "../rules/append-only.ts";
import type { Stage } from "./stage.ts";

/** Whether changes are refused whoever makes them: then nothing else that refuses them can be shown. */
export function refusesChanges(entity: Entity, { isOn }: HardeningContext): boolean {
  return entity.appendOnly === true && isOn("append-only", entity);
}

/** Runs work while append-only rows may be changed: that they may not be has a proof of its own, and would stand in the way here. */
export async function withoutRefusal<T>({ db, context }: Stage, work: () => Promise<T>): Promise<T> {
  const entities = context.model.entities.filter((entity) => refusesChanges(entity, context));
  for (const entity of entities)
    await db.execute(`ALTER TABLE ${tableOf(entity, context.config)} DISABLE TRIGGER ${appendOnlyTrigger}`);
  const result = await work();
  for (const entity of entities) await db.execute(alwaysRefusing(entity, context));
  return result;
}
