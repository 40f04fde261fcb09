import { type MergeRule, settled } from "../rule.ts";

export const uniqueness: MergeRule<boolean> = {
  code: "unique",
  summary: "Unique for one and not for another needs a decision: either drops a promise or makes a new one.",
  show: (unique) => (unique ? "unique" : "not unique"),
  settle: () => ({
    kind: "undecided",
    question: "One relies on unique values, another may write the same value twice.",
    options: [
      { choose: "unique", means: "no two rows share a value; rows that do are refused", value: true },
      {
        choose: "not unique",
        means: "rows may share a value; nobody may rely on the contrary",
        value: false,
      },
    ],
  }),
};

/** On a relation's column it says how many rows may refer to one target; `cardinality` settles that once. */
export const uniquenessOfRelation: MergeRule<boolean> = {
  ...uniqueness,
  summary: "Follows the cardinality of the relation.",
  settle: () => settled(false),
};
