import type { Entity } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { type IndexAddition, servedBy } from "../indexes.ts";
import type { Addition, HardeningRule, IndexParts } from "../rule.ts";

export const noRedundantIndexes: HardeningRule = {
  code: "no-redundant-indexes",
  profile: "minimal",
  summary: "An index whose columns another index starts with is not made.",
  why: "It would cost every write and serve no query that the other one does not.",
  source: "https://www.postgresql.org/docs/current/indexes-multicolumn.html",
  refine: (additions, context) =>
    context.model.entities
      .filter((entity) => context.isOn("no-redundant-indexes", entity))
      .reduce(withoutRedundant, additions),
};

function withoutRedundant(additions: readonly Addition[], entity: Entity): readonly Addition[] {
  const indexes = additions.filter(
    (addition): addition is IndexAddition => addition.kind === "index" && addition.entity === entity.name,
  );
  const keys = uniqueKeys(entity, additions);
  const kept = indexes.filter((one, position) => {
    if (keys.some((columns) => servedBy(one.index, columns))) return false;
    return !indexes.some((other, at) => at !== position && replaces(other, one, at < position));
  });
  const dropped = indexes.filter((index) => !kept.includes(index));
  return additions.flatMap((addition) => {
    if (addition.kind !== "index" || !indexes.includes(addition)) return [addition];
    return kept.includes(addition) ? [withReasons(addition, dropped)] : [];
  });
}

/** Of two that serve the same searches the first stays. */
function replaces(other: IndexAddition, one: IndexAddition, first: boolean): boolean {
  if (JSON.stringify(other.index) === JSON.stringify(one.index)) return first;
  return servedBy(one.index, other.index) && (!servedBy(other.index, one.index) || first);
}

/** An index that stands for others serves their purposes too. */
function withReasons(index: IndexAddition, dropped: readonly IndexAddition[]): IndexAddition {
  const served = dropped.filter((other) => servedBy(other.index, index.index)).map(({ why }) => why);
  return { ...index, why: [...new Set([index.why, ...served])].join(" ") };
}

/** The columns of the primary key and of unique constraints, which bring an index with them. */
function uniqueKeys({ name, key }: Entity, additions: readonly Addition[]): readonly IndexParts[] {
  const unique = additions.flatMap((addition) => {
    if (addition.kind !== "constraint" || addition.entity !== name) return [];
    const [, columns] = /^UNIQUE \((.*)\)$/.exec(addition.definition) ?? [];
    return columns === undefined ? [] : [columns.split(", ")];
  });
  return [key.map(ident), ...unique].map((keys) => ({
    keys,
    unique: true,
    method: "btree",
    include: [],
    where: undefined,
  }));
}
