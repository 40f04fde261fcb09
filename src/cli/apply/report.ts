import { type ExitCode, exitCode } from "../../model/app-error.ts";
import { type Finding, hasErrors } from "../../model/finding.ts";
import type { Execution, Stop } from "../../postgres/apply.ts";
import { describeBlocker } from "../../postgres/blockers.ts";
import { statementFinding } from "../../postgres/database-error.ts";
import type { Statement } from "../../postgres/plan.ts";
import { type DiffResult, diffToJson } from "../diff/report.ts";
import type { Io } from "../io.ts";
import { count } from "../prototype/report.ts";

/** A plan, what was found about it, and how far it was executed. */
export interface ApplyResult extends DiffResult {
  /** Absent where nothing was executed. */
  readonly execution?: Execution | undefined;
}

const goOn = "Then run the same command again: it plans from what is there.";

/** Why the execution of a plan stopped, and how to go on. */
export function stopFindings(stop: Stop): readonly Finding[] {
  switch (stop.kind) {
    case "refused":
      return [refused(stop)];
    case "locked":
      return [locked(stop)];
    case "lost":
      return [
        ...stop.error.findings,
        {
          code: "apply/stopped",
          severity: "error",
          message: `It was lost at "${stop.at.change}".`,
          help: "Run the same command again: it plans from what is there.",
        },
      ];
    case "interrupted":
      return [
        {
          code: "apply/interrupted",
          severity: "error",
          message: `Stopped before "${stop.at.change}", as you wished.`,
          help: "Run the same command again to go on: it plans from what is there.",
        },
      ];
  }
}

function refused({ error, at }: Extract<Stop, { readonly kind: "refused" }>): Finding {
  const finding = statementFinding(
    error,
    { path: "SQL", text: at.sql },
    "apply/refused",
    `PostgreSQL refuses "${at.change}"`,
  );
  const leftover = at.transactional
    ? []
    : ["What it left behind, like an invalid index, is taken away then."];
  const before = finding.help ?? toSettle[error.code] ?? "Settle that.";
  return { ...finding, help: helpLines([before, goOn, ...leftover]) };
}

/** What to do about a refusal, by SQLSTATE. */
const toSettle: Readonly<Record<string, string>> = {
  "42501": "Connect as the role that owns it, or as a superuser, or let them grant that right.",
};

function locked({ error, at, blockers, tries }: Extract<Stop, { readonly kind: "locked" }>): Finding {
  const who = blockers.map((blocker) => `Held by ${describeBlocker(blocker)}.`);
  return {
    code: "apply/locked",
    severity: "error",
    message: `"${at.change}" did not get its lock, ${tries} times: ${error.message} (SQLSTATE ${error.code})`,
    help: helpLines([
      ...who,
      `Wait until that has ended, or end it with pg_terminate_backend(<process>). ${goOn}`,
    ]),
  };
}

function helpLines(lines: readonly (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined && line !== "").join("\n        ");
}

type State = "done" | "rolled back" | "not known" | "stopped here" | "not reached";

/** How each statement of the plan ended, in order. */
function states({ plan, execution }: ApplyResult): readonly (readonly [Statement, State])[] {
  const done = execution?.done.length ?? 0;
  return plan.statements.map((statement, i) => [
    statement,
    i < done ? "done" : stateAfter(statement, execution?.stop),
  ]);
}

function stateAfter(statement: Statement, stop: Stop | undefined): State {
  const here = statement === stop?.at;
  if (!here && stop?.undone.includes(statement) !== true) return "not reached";
  if (stop?.kind === "lost") return "not known"; // it may have been lost while it committed
  return here ? "stopped here" : "rolled back";
}

/** What became of the database, for people. */
export function printOutcome(result: ApplyResult, sides: { from: string; to: string }, io: Io): void {
  const { execution, plan } = result;
  if (execution === undefined) return;
  if (execution.stop !== undefined) {
    io.out(describeStates(result));
    return;
  }
  const changes = new Set(plan.statements.map(({ change }) => change)).size;
  const done = `${count(changes, "change")}, ${count(plan.statements.length, "statement")}`;
  if (hasErrors(result.findings)) io.out(`\nApplied ${done}.`);
  else io.out(`\nApplied ${done}: ${sides.from} is now as ${sides.to}.`);
}

/** A line for each statement: how it ended, and how it begins. */
function describeStates(result: ApplyResult): string {
  const lines = states(result).map(([{ sql, transactional }, state]) => {
    const [first = "", ...more] = sql.split("\n");
    const outside = transactional ? "" : " (outside a transaction)";
    return `${state.padEnd(12)}  ${first}${more.length > 0 ? " …" : ""}${outside}`;
  });
  return ["", "How far it came:", ...lines].join("\n");
}

export function printApplyJson(result: ApplyResult, io: Io): void {
  const { statements, ...rest } = diffToJson(result);
  const ended = states(result);
  const withState = statements.map((statement, i) => ({ ...statement, state: ended[i]?.[1] }));
  const applied = result.execution?.stop === undefined && result.execution !== undefined;
  io.out(JSON.stringify({ ...rest, applied, statements: withState }, null, 2));
}

export function exitOf({ execution, findings }: ApplyResult): ExitCode {
  if (execution?.stop?.kind === "lost") return exitCode.unreachable;
  return hasErrors(findings) ? exitCode.findings : exitCode.ok;
}
