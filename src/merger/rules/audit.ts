import type { Audit } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, settled } from "../rule.ts";

export const audit: MergeRule<Audit | undefined> = amongThoseWhoSay<Audit>({
  code: "audit",
  summary: "Who needs an audit trail gets it, by statement where one module's bulk writes dominate.",
  same: (a, b) => shown(a) === shown(b),
  show: shown,
  settle(sides) {
    const ways = sides.flatMap(({ value }) => (typeof value === "string" ? [] : [value]));
    const by = (["statement", "row"] as const).find((way) => ways.some((one) => one.by === way));
    const reads = ways.some((one) => one.reads);
    const trail: Audit = by === undefined && !reads ? "all" : { ...(by && { by }), ...(reads && { reads }) };
    return settled(trail, "one module needs the audit trail");
  },
});

function shown(audit: Audit): string {
  if (typeof audit === "string") return audit;
  const parts = [
    ...(audit.by === undefined ? [] : [`by ${audit.by}`]),
    ...(audit.reads ? ["with reads"] : []),
  ];
  return parts.length === 0 ? "all" : parts.join(", ");
}
