import { AppError, exitCode } from "../model/app-error.ts";
import type { Finding } from "../model/finding.ts";
import { type CheckContext, type CheckOutcome, type CheckRule, held } from "./rule.ts";
import { rules } from "./rules.ts";

/** Runs every rule that can run; a rule that cannot says which one to settle first. */
export async function runChecks(context: CheckContext): Promise<readonly CheckOutcome[]> {
  const outcomes: CheckOutcome[] = [];
  for (const rule of rules) {
    const blockedBy = rule.needs.find((code) => !heldIn(outcomes, code));
    const findings = blockedBy === undefined ? await findingsOf(rule, context) : [];
    outcomes.push({ rule, findings, blockedBy });
  }
  return outcomes;
}

/** What is known when the definitions could not be used: nothing else was checked. */
export function definitionsUnusable(findings: readonly Finding[]): readonly CheckOutcome[] {
  const [definitions, ...rest] = rules;
  return [
    { rule: definitions, findings },
    ...rest.map((rule) => ({ rule, findings: [], blockedBy: definitions.code })),
  ];
}

function heldIn(outcomes: readonly CheckOutcome[], code: string): boolean {
  return outcomes.some((outcome) => outcome.rule.code === code && held(outcome));
}

/** An expected failure is a finding here; only what is unreachable ends the whole check. */
async function findingsOf(rule: CheckRule, context: CheckContext): Promise<readonly Finding[]> {
  try {
    return await rule.check(context);
  } catch (error) {
    if (error instanceof AppError && error.exit === exitCode.findings) return error.findings;
    throw error;
  }
}
