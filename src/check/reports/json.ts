import { findingToJson } from "../../model/finding.ts";
import type { CheckResult } from "../report.ts";
import { held } from "../rule.ts";

/** For programs. */
export function json({ outcomes }: CheckResult): string {
  const rules = outcomes.map((outcome) => ({
    code: outcome.rule.code,
    promise: outcome.rule.promise,
    held: held(outcome),
    blockedBy: outcome.blockedBy,
  }));
  const findings = outcomes.flatMap((outcome) => outcome.findings).map(findingToJson);
  return JSON.stringify({ version: 1, ok: outcomes.every(held), rules, findings }, null, 2);
}
