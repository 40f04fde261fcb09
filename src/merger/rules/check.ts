import { sameExpression } from "../expressions.ts";
import { amongThoseWhoSay, type MergeRule, type Option, optionPerSide, type Side } from "../rule.ts";

/** A condition with a name of its own on the entity. */
export const namedCheck: MergeRule<string> = {
  code: "named-check",
  summary: "The checks of all hold; different ones under one name need a decision.",
  same: sameExpression,
  show: (expression) => expression,
  settle: (sides) => ({
    kind: "undecided",
    question: "Rows that one module accepts, another's check may refuse.",
    options: [
      ...optionPerSide(sides, ({ value }) => ({ choose: value, means: "this condition alone" })),
      combined(sides, "both", "and", "every condition must hold"),
      combined(
        sides,
        "either",
        "or",
        "one of the conditions must hold: no row is refused that a module accepts",
      ),
    ],
  }),
};

/** A condition on a field. */
export const check: MergeRule<string | undefined> = amongThoseWhoSay(
  {
    ...namedCheck,
    code: "check",
    summary: "A check that only one names is kept; different ones need a decision.",
  },
  { because: "the only check that anyone names" },
);

function combined(
  sides: readonly Side<string>[],
  choose: string,
  operator: string,
  means: string,
): Option<string> {
  return { choose, means, value: sides.map(({ value }) => `(${value})`).join(` ${operator} `) };
}
