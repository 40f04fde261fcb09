import type { Index } from "../../model/model.ts";
import { normalize } from "../expressions.ts";
import { type MergeRule, optionPerSide } from "../rule.ts";

type Definition = Omit<Index, "name" | "origins">;

/** What an index with a name of its own holds. */
export const indexDefinition: MergeRule<Definition> = {
  code: "index",
  summary:
    "The indexes of all, equal ones once, a plain one not beside a unique one; different ones under one name need a decision.",
  same: (a, b) => indexKey(a) === indexKey(b),
  show: describeIndex,
  settle: (sides) => ({
    kind: "undecided",
    question: sides.every(({ value }) => amongAll(value) === amongAll(sides[0]?.value ?? value))
      ? "One wants these values unique among all rows, another among those that are not deleted."
      : "Two indexes go by one name; give one another name in its module, or choose one.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: describeIndex(value),
      means: "this index alone is made",
    })),
  }),
};

function amongAll(index: Definition): string {
  return indexKey({ ...index, live: undefined });
}

/** Equal for equal indexes, however their SQL is spaced. */
export function indexKey(index: Definition): string {
  if (index.where === undefined && !index.on.some((part) => part.startsWith("(")))
    return describeIndex(index);
  return describeIndex({
    ...index,
    on: index.on.map((part) => (part.startsWith("(") ? normalize(part) : part)),
    where: index.where && normalize(index.where),
  });
}

export function describeIndex(index: Definition): string {
  return [
    `${index.unique ? "unique " : ""}${index.live ? "among live rows " : ""}${index.method} (${index.on.join(", ")})`,
    ...(index.using === undefined ? [] : [`using ${index.using}`]),
    ...(index.include.length > 0 ? [`include (${index.include.join(", ")})`] : []),
    ...(index.where === undefined ? [] : [`where ${index.where}`]),
  ].join(" ");
}
