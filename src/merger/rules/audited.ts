import type { Audited } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, settled } from "../rule.ts";

const leastToMost: readonly Audited[] = ["none", "redacted", "all"];

export const audited: MergeRule<Audited | undefined> = amongThoseWhoSay<Audited>({
  code: "audited",
  summary: "The audit log shows as little of a field as any module says.",
  show: (what) => what,
  settle(sides) {
    const least = leastToMost.find((candidate) => sides.some(({ value }) => value === candidate));
    return settled(least ?? "none", "what one module keeps out of the log is in nobody's");
  },
});
