import { type MergeRule, optionPerSide } from "../rule.ts";

export const table: MergeRule<string> = {
  code: "table",
  summary: "Different table names for one entity need a decision.",
  show: (name) => name,
  settle: (sides) => ({
    kind: "undecided",
    question: "An entity has one table.",
    options: optionPerSide(sides, ({ value }) => ({ choose: value, means: `the table is called ${value}` })),
  }),
};
