import { renderFinding } from "../../model/finding.ts";
import type { CheckResult } from "../report.ts";
import { type CheckOutcome, held } from "../rule.ts";

/** For people: the findings, then one line for each rule. */
export function text({ outcomes }: CheckResult): string {
  const findings = outcomes
    .flatMap((outcome) => outcome.findings)
    .map((finding) => `${renderFinding(finding)}\n`);
  return [...findings, ...outcomes.map(line)].join("\n");
}

function line(outcome: CheckOutcome): string {
  const { rule, findings, blockedBy } = outcome;
  const name = rule.code.padEnd(12);
  if (blockedBy !== undefined) return `- ${name} not checked: settle ${blockedBy} first`;
  if (!held(outcome)) return `✗ ${name} ${count(findings.length, "finding")}`;
  if (findings.length > 0) return `· ${name} ${count(findings.length, "note")}, see above`;
  return `✓ ${name} ${rule.promise}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
