import type { Entity, Relation } from "../model/model.ts";
import { ident } from "../postgres/quote.ts";
import { agree } from "./equality.ts";
import type { HardeningContext } from "./rule.ts";

/** A relation with the entity that has it. */
export interface Reference {
  readonly child: Entity;
  readonly relation: Relation;
}

/** The references to the rows of an entity. */
export function referringTo({ name }: Entity, { model }: HardeningContext): readonly Reference[] {
  return model.entities.flatMap((child) =>
    child.relations.filter(({ target }) => target === name).map((relation) => ({ child, relation })),
  );
}

/** SQL that is true where one row refers to the other: `child.account_id = old.id`. */
export function refers(
  { child, relation: { columns, references } }: Reference,
  [from, to]: readonly [string, string],
  context: HardeningContext,
): string {
  return agree(
    child,
    columns,
    (column, i) => [`${from}.${ident(column)}`, `${to}.${ident(references[i] ?? "")}`],
    context,
  );
}
