import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

export const collation: MergeRule<string | undefined> = amongThoseWhoSay<string>(
  {
    code: "collation",
    summary: "A collation that only one names is kept; different ones need a decision.",
    show: (name) => name,
    settle: (sides) => ({
      kind: "undecided",
      question: "A column sorts and compares by one collation.",
      options: optionPerSide(sides, ({ value }) => ({ choose: value, means: `sorted by ${value}` })),
    }),
  },
  { because: "the only collation that anyone names" },
);
