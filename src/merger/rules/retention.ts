import type { Entity, Retention } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

export const retention: MergeRule<Entity["retention"]> = amongThoseWhoSay<Retention>({
  code: "retention",
  summary: "A retention that only one names is kept; different ones need a decision: it is a legal matter.",
  same: (a, b) => shown(a) === shown(b),
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

/** `7 years by created_at, 500 at once, at 0 3 * * *` */
function shown({ keep, by, batch, schedule }: Retention): string {
  const size = batch === undefined ? "" : `, ${batch} at once`;
  return `${keep} by ${by}${size}${schedule === undefined ? "" : `, at ${schedule}`}`;
}
