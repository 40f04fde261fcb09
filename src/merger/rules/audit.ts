import type { Audit } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, settled } from "../rule.ts";

export const audit: MergeRule<Audit | undefined> = amongThoseWhoSay<Audit>({
  code: "audit",
  summary: "Who needs an audit trail gets it, by statement where one module's bulk writes dominate.",
  same: (a, b) => shown(a) === shown(b),
  show: shown,
  settle(sides) {
    const ways = sides.map(({ value }) => shown(value));
    const by = (["by statement", "by row"] as const).find((way) => ways.includes(way));
    const trail: Audit = by === undefined ? "all" : { by: by === "by statement" ? "statement" : "row" };
    return settled(trail, "one module needs the audit trail");
  },
});

function shown(audit: Audit): string {
  return typeof audit === "string" ? audit : `by ${audit.by}`;
}
