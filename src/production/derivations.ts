import { type DerivedFrom, derivedFrom } from "../model/derived.ts";
import type { Derived, Entity, Field } from "../model/model.ts";
import type { HardeningContext } from "./rule.ts";

/** A derived field with what it is made from. */
export interface Derivation extends DerivedFrom {
  readonly parent: Entity;
  readonly field: Field;
  readonly derived: Derived;
}

/** The derived fields of an entity that triggers keep up. */
export function derivationsOf(parent: Entity, { model, isOn }: HardeningContext): readonly Derivation[] {
  if (!parent.fields.some(({ derived }) => derived) || !isOn("derived", parent)) return [];
  return parent.fields.flatMap((field) => {
    const from = field.derived && derivedFrom(parent, field.derived, model.entities);
    return field.derived === undefined || from === undefined
      ? []
      : [{ ...from, parent, field, derived: field.derived }];
  });
}

/** Tables that triggers read and write as their owner: policies that hold the owner too would hide their rows from it. */
export function isDerivedOrCounted(entity: Entity, context: HardeningContext): boolean {
  return context.model.entities.some((parent) =>
    derivationsOf(parent, context).some((one) => one.parent === entity || one.child === entity),
  );
}
