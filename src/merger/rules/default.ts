import { plainString, sameExpression } from "../expressions.ts";
import { amongThoseWhoSay, type MergeRule, type Option, optionPerSide, type Side } from "../rule.ts";

export const defaultValue: MergeRule<string | undefined> = amongThoseWhoSay(
  {
    code: "default",
    summary: "A default that only one names is kept; different defaults need a decision.",
    same: sameExpression,
    show: shown,
    settle: (sides) => ({
      kind: "undecided",
      question: "Rows written without a value get a different one in each module.",
      options: [
        ...perDefault(sides),
        { choose: "none", means: "whoever writes a row names the value", value: undefined },
      ],
    }),
  },
  { because: "the only default that anyone names" },
);

function perDefault(sides: readonly Side<string | undefined>[]): readonly Option<string | undefined>[] {
  return optionPerSide(sides, ({ value }) => ({
    choose: shown(value),
    means: `rows written without a value get ${shown(value)}`,
  }));
}

function shown(expression: string | undefined): string {
  return expression === undefined ? "none" : (plainString(expression) ?? expression);
}
