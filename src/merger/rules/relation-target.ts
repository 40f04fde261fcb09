import type { Relation } from "../../model/model.ts";
import { sameList } from "../lists.ts";
import { type MergeRule, optionPerSide } from "../rule.ts";

/** What a relation refers to: the entity and its key's fields. */
export type Target = Pick<Relation, "target" | "references" | "columns">;

export const relationTarget: MergeRule<Target> = {
  code: "relation-target",
  summary: "Relations of one name that refer to different entities need a decision.",
  same: (a, b) =>
    a.target === b.target && sameList(a.references, b.references) && sameList(a.columns, b.columns),
  show: ({ target, references }) => `${target} (${references.join(", ")})`,
  settle: (sides) => ({
    kind: "undecided",
    question: "A foreign key refers to one table.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: value.target,
      means: `refers to ${value.target} by ${value.references.join(", ")}`,
    })),
  }),
};
