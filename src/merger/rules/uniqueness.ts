import type { MergeRule } from "../rule.ts";

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
