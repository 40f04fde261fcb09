import type { Relation } from "../model/model.ts";
import type { Ledger } from "./ledger.ts";
import { firstOf } from "./lists.ts";
import { allOrigins } from "./origins.ts";
import { quietly, type RulesFor } from "./rule.ts";
import { cardinality } from "./rules/cardinality.ts";
import { doc } from "./rules/doc.ts";
import { note } from "./rules/note.ts";
import { nullability } from "./rules/nullability.ts";
import { onDelete, onUpdate } from "./rules/referential-actions.ts";
import { relationTarget, type Target } from "./rules/relation-target.ts";
import { settleAll } from "./settle-all.ts";

/** Every property of a relation, but for what it refers to, with the rule that settles it. */
export const relationRules: RulesFor<Relation, Exclude<keyof Relation, "name" | "origins" | keyof Target>> = {
  nullable: quietly(nullability),
  unique: cardinality,
  onDelete,
  onUpdate,
  doc,
  mixin: note("mixin", (name: string) => name),
};

/** One relation out of all that is said about it. */
export function mergeRelations(ledger: Ledger, entity: string, sayings: readonly Relation[]): Relation {
  const distinct = [...new Set(sayings)];
  const first = firstOf(distinct);
  if (distinct.length === 1) return first;
  const subject = { entity, name: `${entity}.${first.name}` };
  const targets = distinct.map((relation) => ({ value: targetOf(relation), origins: relation.origins }));
  return {
    name: first.name,
    ...ledger.settle(relationTarget, subject, targets),
    ...settleAll(ledger, relationRules, subject, distinct),
    origins: allOrigins(distinct),
  };
}

function targetOf({ target, references, columns }: Relation): Target {
  return { target, references, columns };
}
