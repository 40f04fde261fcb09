import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

/** `was:` histories. */
export const formerName: MergeRule<string | undefined> = amongThoseWhoSay<string>({
  code: "was",
  summary: "A former name that only one names is kept; different ones need a decision.",
  show: (name) => name,
  settle: (sides) => ({
    kind: "undecided",
    question: "It can take over the rows of one former name only.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: value,
      means: `it takes over the rows of ${value}`,
    })),
  }),
});
