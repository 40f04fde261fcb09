import type { Finding } from "../model/finding.ts";
import type { Addition, HardeningContext, HardeningRule } from "./rule.ts";

/**
 * Rules that are off while others speak of what they make: nothing could be run or proven. What SQL files make under the
 * same name does as well.
 */
export function neededRules(
  context: HardeningContext,
  additions: readonly Addition[],
  rules: readonly HardeningRule[],
): readonly Finding[] {
  return rules.flatMap(({ code, makes }) => {
    if (makes === undefined || additions.some(({ rule }) => rule === code)) return [];
    const missing = makes(context).flatMap(({ name, call, made }) => {
      const speaking = additions.filter(
        (it) => "sql" in it && it.kind !== "comment" && new RegExp(call).test(it.sql),
      );
      const own = context.model.sql.some(({ text }) => new RegExp(made, "i").test(text));
      return own || speaking.length === 0 ? [] : [{ name, speaking }];
    });
    if (missing.length === 0) return [];
    const needing = missing.flatMap(({ speaking }) => speaking.map(({ rule }) => rule));
    return [needed(code, missing, [...new Set(needing)].sort(), context)];
  });
}

function needed(
  code: string,
  missing: readonly { readonly name: string }[],
  needing: readonly string[],
  { config }: HardeningContext,
): Finding {
  const names = missing.map(({ name }) => name).join(", ");
  return {
    code: "production/needed-rule",
    severity: "error",
    message: `The rule ${code} is off, and what it makes (${names}) is needed by: ${needing.join(", ")}.`,
    at: config.harden.places?.[code],
    help: `Switch ${code} on, make ${names} in a file of sql/before/, or switch off the rules that need it.`,
  };
}
