import type { Entity } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, settled } from "../rule.ts";

export const audit: MergeRule<Entity["audit"]> = amongThoseWhoSay<"all" | "none">({
  code: "audit",
  summary: "Who needs an audit trail gets it.",
  show: (what) => what,
  settle: () => settled("all", "one module needs the audit trail"),
});
