import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

/** What the database makes where a row brings none. */
export const code: MergeRule<string | undefined> = amongThoseWhoSay<string>(
  {
    code: "code",
    summary: "A code that only one names is kept; different ones need a decision.",
    show: (template) => template,
    settle: (sides) => ({
      kind: "undecided",
      question: "A row has one code, and each makes another.",
      options: optionPerSide(sides, ({ value }) => ({ choose: value, means: `new rows get ${value}` })),
    }),
  },
  { because: "the only code that anyone names" },
);
