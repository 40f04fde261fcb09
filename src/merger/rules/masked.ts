import type { Masked } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

export const masked: MergeRule<Masked | undefined> = amongThoseWhoSay<Masked>({
  code: "masked",
  summary:
    "A masked view that only one module names is kept; different ones need a decision: someone would see more.",
  same: (a, b) => shown(a) === shown(b),
  show: shown,
  settle: (sides) => ({
    kind: "undecided",
    question: "Masked rows are shown to one set of people, and each module names another.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: shown(value),
      means: `masked rows are for ${shown(value)}`,
    })),
  }),
});

/** `support where region = 1` */
function shown({ to, when }: Masked): string {
  return `${to.toSorted().join(", ")}${when === undefined ? "" : ` where ${when}`}`;
}
