import { sameList } from "../lists.ts";
import { type MergeRule, optionPerSide } from "../rule.ts";

/** The fields of the primary key. */
export const key: MergeRule<readonly string[]> = {
  code: "key",
  summary: "Different primary keys need a decision.",
  same: sameList,
  show: (fields) => fields.join(", "),
  settle: (sides) => ({
    kind: "undecided",
    question: "A table has one primary key.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: value.join(", "),
      means: `rows are told apart by ${value.join(" and ")}`,
    })),
  }),
};
