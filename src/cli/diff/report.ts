import { type Finding, findingToJson, hasErrors } from "../../model/finding.ts";
import type { Plan, Statement } from "../../postgres/plan.ts";
import { renderScript } from "../../postgres/render.ts";
import { timeoutsOf } from "../../postgres/timeouts.ts";
import { transactionsOf } from "../../postgres/transactions.ts";
import type { Io } from "../io.ts";
import { count } from "../prototype/report.ts";

/** A plan, and all that was found about it. */
export interface DiffResult {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly proved: boolean;
}

/** The plan as SQL, alone on stdout. */
export function printSql({ plan }: DiffResult, io: Io): void {
  if (plan.statements.length > 0) io.out(renderScript(plan.statements).trimEnd());
}

export function printSummary(result: DiffResult, io: Io): void {
  if (result.plan.statements.length > 0) io.out(summary(result));
}

/** What changes, a line each, and the hazards below. */
export function summary({ plan: { statements } }: DiffResult): string {
  const changes = [...new Set(statements.map(({ change }) => change))];
  const lines = changes.flatMap((change) => {
    const hazards = statements
      .filter((statement) => statement.change === change)
      .flatMap((statement) => statement.hazards);
    return [change, ...new Set(hazards.map(({ kind, message }) => `  ${kind}: ${message}`))];
  });
  return [...lines, "", `${count(changes.length, "change")}, ${count(statements.length, "statement")}.`].join(
    "\n",
  );
}

export function printJson(result: DiffResult, io: Io): void {
  io.out(JSON.stringify(diffToJson(result), null, 2));
}

export function diffToJson({ plan, findings, proved }: DiffResult) {
  return {
    version: 1,
    ok: !hasErrors(findings),
    different: plan.statements.length > 0,
    proved,
    changes: [...new Set(plan.statements.map(({ change }) => change))],
    statements: statementsToJson(plan.statements),
    reverse: statementsToJson(plan.reverse),
    findings: findings.map(findingToJson),
  };
}

/** Statements with the number of their transaction. */
function statementsToJson(statements: readonly Statement[]) {
  return transactionsOf(statements).flatMap((transaction, i) =>
    transaction.statements.map((statement) => statementToJson(statement, i + 1)),
  );
}

function statementToJson(statement: Statement, transaction: number) {
  const { sql, change, phase, transactional, hazards, measured } = statement;
  const timeouts = timeoutsOf(statement);
  return { sql, change, phase, transactional, transaction, timeouts, hazards, measured };
}

export const noDifference = "No difference.";

export function proofInWords({ findings }: DiffResult): string {
  const rows = findings.some(({ code }) => code === "proof/rows-refuse") ? "empty tables" : "generated rows";
  return `Proven on ${rows}: the plan leads to the target, its reverse leads back, and up again.`;
}
