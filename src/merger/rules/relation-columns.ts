import { sameList } from "../lists.ts";
import { type MergeRule, optionPerSide } from "../rule.ts";

/** What the columns of a relation are called. */
export const relationColumns: MergeRule<readonly string[]> = {
  code: "columns",
  summary: "Different columns for one relation need a decision.",
  same: sameList,
  show: (names) => names.join(", "),
  settle: (sides) => ({
    kind: "undecided",
    question: "A relation has one set of columns.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: value.join(", "),
      means: `called ${value.join(", ")}; the others are folded into it`,
    })),
  }),
};
