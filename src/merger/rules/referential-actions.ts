import type { ReferentialAction } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

/** What becomes of rows that refer to a deleted row, or to one whose key changes. */
export const onDelete = referentialAction("on-delete", "is deleted");
export const onUpdate = referentialAction("on-update", "gets another key");

function referentialAction(code: string, event: string): MergeRule<ReferentialAction | undefined> {
  return amongThoseWhoSay<ReferentialAction>(
    {
      code,
      summary: "An action that only one names is kept; different actions need a decision.",
      show: (action) => action,
      settle: (sides) => ({
        kind: "undecided",
        question: `When the row that is referred to ${event}, each module expects something else.`,
        options: optionPerSide(sides, ({ value }) => ({ choose: value, means: meaning[value] })),
      }),
    },
    { because: "the only action that anyone names" },
  );
}

const meaning: Readonly<Record<ReferentialAction, string>> = {
  "no action": "refused while rows refer to it (checked at the end of the statement, or later if deferred)",
  restrict: "refused while rows refer to it",
  cascade: "the rows that refer to it go with it, or follow the new key",
  "set null": "the rows that refer to it stay, and refer to nothing",
  "set default": "the rows that refer to it stay, and refer to the default",
};
