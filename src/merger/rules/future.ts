import type { Future } from "../../model/model.ts";
import { type MergeRule, optionPerSide, preferred, settled } from "../rule.ts";

/** Present from a stage on. */
export const future: MergeRule<Future | undefined> = {
  code: "future",
  summary: "What one needs now is there now; two different stages need a decision.",
  same: (a, b) => a?.stage === b?.stage && a?.upgrade === b?.upgrade,
  show: (value) => value?.stage ?? "now",
  settle(sides) {
    if (sides.some(({ value }) => value === undefined)) return settled(undefined, "one module needs it now");
    const perStage = [
      ...new Map(sides.toReversed().map((side) => [side.value?.stage, side])).values(),
    ].toReversed();
    if (perStage.length === 1) return settled(preferred(sides));
    return {
      kind: "undecided",
      question: "It comes with a later stage, and each names another one.",
      options: [
        ...optionPerSide(perStage, ({ value }) => ({
          choose: value?.stage ?? "now",
          means: "there from this stage on",
        })),
        { choose: "now", means: "there from now on", value: undefined },
      ],
    };
  },
};
