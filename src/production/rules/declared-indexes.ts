import type { Entity, Index } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { enclosed } from "../expression.ts";
import { indexExtra, indexKey } from "../indexes.ts";
import { madeName } from "../names.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";
import { deletesSoftly, hasField, systemFields } from "../system-fields.ts";

export const declaredIndexes: HardeningRule = {
  code: "declared-indexes",
  profile: "minimal",
  summary: "Declared indexes are made.",
  why: "Whoever declares an index knows a query that the definitions do not tell of.",
  source: "https://www.postgresql.org/docs/current/indexes.html",
  complete: (entity, context) => ({
    ...entity,
    indexes: entity.indexes.map((index) => (index.live ? amongLiveRows(index, entity, context) : index)),
  }),
  *table(entity) {
    for (const index of entity.indexes) {
      const { unique, method, include, where, name } = index;
      const keys = index.on.map((text) => keyOf(text, index.using, entity));
      yield indexExtra(entity, { keys, unique, method, include, where }, "The entity declares it.", name);
    }
  },
};

/** Where rows are really deleted, all that there are live. */
function amongLiveRows(index: Index, entity: Entity, context: HardeningContext): Index {
  const { on, where } = index;
  const isPlain = on.every((text) => hasField(entity, text));
  const name = index.name ?? (isPlain ? madeName(entity.table, ...on, "live", "key") : undefined);
  if (!deletesSoftly(entity, context)) return { ...index, name };
  const live = `${systemFields.deletedAt} IS NULL`;
  return { ...index, name, where: where === undefined ? live : `${enclosed(where)} AND ${live}` };
}

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
