import { sameExpression } from "../expressions.ts";
import { type MergeRule, optionPerSide } from "../rule.ts";

export const generated: MergeRule<string | undefined> = {
  code: "generated",
  summary: "A generated column against a written one, or another expression, needs a decision.",
  same: (a, b) => a === b || (a !== undefined && b !== undefined && sameExpression(a, b)),
  show: (expression) => expression ?? "written",
  settle: (sides) => ({
    kind: "undecided",
    question: "PostgreSQL computes a generated column and refuses to let anyone write it.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: value ?? "written",
      means: value === undefined ? "a plain column that modules write" : `always ${value}`,
    })),
  }),
};
