import type { MergeRule } from "../rule.ts";

/** How many rows may refer to one target row. */
export const cardinality: MergeRule<boolean> = {
  code: "cardinality",
  summary: "One to one for one and many to one for another needs a decision.",
  show: (unique) => (unique ? "one to one" : "many to one"),
  settle: () => ({
    kind: "undecided",
    question: "One relies on a single row for each row referred to, another may write several.",
    options: [
      { choose: "one to one", means: "at most one row refers to each; a second is refused", value: true },
      { choose: "many to one", means: "several rows may refer to one", value: false },
    ],
  }),
};
