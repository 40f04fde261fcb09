import type { Entity } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

type Retention = NonNullable<Entity["retention"]>;

export const retention: MergeRule<Entity["retention"]> = amongThoseWhoSay<Retention>({
  code: "retention",
  summary: "A retention that only one names is kept; different ones need a decision: it is a legal matter.",
  same: (a, b) => a.keep === b.keep && a.by === b.by,
  show: shown,
  settle: (sides) => ({
    kind: "undecided",
    question: "Rows are kept for one time only, and a law may ask for either.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: shown(value),
      means: `rows are kept for ${shown(value)}`,
    })),
  }),
});

function shown({ keep, by }: Retention): string {
  return `${keep} by ${by}`;
}
