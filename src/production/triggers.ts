import { extensionOf } from "../model/column-type.ts";
import type { Config, Entity, Field } from "../model/model.ts";
import { ident } from "../postgres/quote.ts";
import { tableOf } from "./names.ts";
import type { HardeningContext } from "./rule.ts";
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
 * True for an UPDATE that changes the row. `*<>` compares what is stored, whatever the types. A BEFORE trigger does not
 * know yet what is generated from other columns, and what is derived from other rows is no change of this one; where there is
 * such a column, the others are compared one by one.
 */
export function rowChanges(entity: Entity, { isOn }: HardeningContext): string {
  const isDerived = ({ derived }: Field) => derived !== undefined && isOn("derived", entity);
  const stored = entity.fields.filter((field) => field.generated === undefined && !isDerived(field));
  if (stored.length === entity.fields.length) return "old.* *<> new.*";
  return stored.map(fieldChanges).join(" OR ");
}

/** Types without `=`, or for which it does not mean the same. */
const comparedAsText = new Set("json xml point line lseg box path polygon circle".split(" "));

/** True where a field changes, also from or to null. The `=` of an extension's type is not found where `search_path` is empty. */
export function fieldChanges(field: Field): string {
  return `${columnValue("old", field)} IS DISTINCT FROM ${columnValue("new", field)}`;
}

function columnValue(side: "old" | "new", { name, type }: Field): string {
  const asText = comparedAsText.has(type.name) || extensionOf(type) !== undefined;
  return `${side}.${ident(name)}${asText ? "::text" : ""}`;
}

/** The entities that have a field. */
export function having(field: string, entities: readonly Entity[]): readonly Entity[] {
  return entities.filter((entity) => hasField(entity, field));
}
