import type { Config, Entity } from "../model/model.ts";
import { ident } from "../postgres/quote.ts";
import { tableOf } from "./names.ts";
import { hasField } from "./system-fields.ts";

/**
 * A BEFORE trigger for each row. Of several on one table PostgreSQL runs the first by name first: `guard_…` refuses,
 * `lock_…` compares, `stamp_…` fills in, and none reads what another one writes.
 */
export function beforeTrigger(
  entity: Entity,
  config: Config,
  trigger: { readonly name: string; readonly on: string; readonly function: string; readonly when?: string },
): string {
  return [
    `CREATE TRIGGER ${ident(trigger.name)} BEFORE ${trigger.on} ON ${tableOf(entity, config)}`,
    `FOR EACH ROW${trigger.when === undefined ? "" : ` WHEN (${trigger.when})`} EXECUTE FUNCTION ${trigger.function}()`,
  ].join("\n");
}

/**
 * True for an UPDATE that changes the row. `*<>` compares what is stored, so it works for types without `=` too. What
 * is generated from other columns is not known yet when a BEFORE trigger runs.
 */
export function rowChanges(entity: Entity): string {
  const stored = entity.fields.filter(({ generated }) => generated === undefined);
  if (stored.length === entity.fields.length) return "old.* *<> new.*";
  const row = (side: string) =>
    `ROW(${stored.map(({ name }) => `${side}.${ident(name)}`).join(", ")})::record`;
  return `${row("old")} *<> ${row("new")}`;
}

/** The entities that have a field. */
export function having(field: string, entities: readonly Entity[]): readonly Entity[] {
  return entities.filter((entity) => hasField(entity, field));
}
