import { type MergeRule, optionPerSide } from "../rule.ts";

/** A real PostgreSQL enum type, or text with a check. */
export const enumType: MergeRule<string | undefined> = {
  code: "enum-type",
  summary: "A real enum type for one and text (or another enum type) for another needs a decision.",
  show: (name) => name ?? "text",
  settle: (sides) => ({
    kind: "undecided",
    question: "The values are held by different types, and an enum type does not compare with text.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: value ?? "text",
      means: value === undefined ? "text with a check" : `the enum type ${value}`,
    })),
  }),
};
