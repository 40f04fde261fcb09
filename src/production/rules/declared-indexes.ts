import type { Entity, Index } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { indexExtra, indexKey } from "../indexes.ts";
import type { HardeningRule } from "../rule.ts";
import { hasField } from "../system-fields.ts";

export const declaredIndexes: HardeningRule = {
  code: "declared-indexes",
  profile: "minimal",
  summary: "Declared indexes are made.",
  why: "Whoever declares an index knows a query that the definitions do not tell of.",
  source: "https://www.postgresql.org/docs/current/indexes.html",
  *table(entity) {
    for (const index of entity.indexes) {
      const { unique, method, include, where, name } = index;
      const keys = index.on.map((text) => keyOf(text, index.using, entity));
      yield indexExtra(entity, { keys, unique, method, include, where }, "The entity declares it.", name);
    }
  },
};

/** A field, or an expression as it stands; either may be followed by its order, which comes after the operator class. */
function keyOf(text: Index["on"][number], using: string | undefined, entity: Entity): string {
  const [, name = text, descending] = /^(.*?)(\s+desc)?$/i.exec(text) ?? [];
  const key = hasField(entity, name) ? indexKey(name) : name;
  return [
    key,
    ...(using === undefined ? [] : [ident(using)]),
    ...(descending === undefined ? [] : ["DESC"]),
  ].join(" ");
}
