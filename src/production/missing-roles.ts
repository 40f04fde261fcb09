import type { Finding } from "../model/finding.ts";
import type { Addition, HardeningContext } from "./rule.ts";
import { rolesMade } from "./rules/roles.ts";

/** Roles that rules speak of while the rule that makes them is off: nothing could be run or proven. */
export function missingRoles(context: HardeningContext, additions: readonly Addition[]): readonly Finding[] {
  if (additions.some(({ rule }) => rule === "roles")) return [];
  const speaking = (role: string) =>
    additions.filter((it) => "sql" in it && new RegExp(`\\bTO\\b[^;()]*\\b${role}\\b`).test(it.sql));
  const missing = rolesMade(context).filter((role) => speaking(role).length > 0);
  if (missing.length === 0) return [];
  const rules = [...new Set(missing.flatMap(speaking).map(({ rule }) => rule))].sort();
  return [
    {
      code: "production/no-roles",
      severity: "error",
      message: `The rule roles is off, and the roles that it makes (${missing.join(", ")}) are needed by: ${rules.join(", ")}.`,
      help: "Switch roles on: it makes only those that are missing. Or switch off the rules that need them.",
    },
  ];
}
