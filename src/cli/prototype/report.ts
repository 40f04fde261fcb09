import type { Statement } from "../../postgres/plan.ts";
import { renderSql } from "../../postgres/render.ts";

/** A statement as `--json` shows it. */
export function statementToJson({ sql, change, hazards, measured }: Statement): Record<string, unknown> {
  return { sql, change, hazards, ...measured };
}

/** SQL, and below it what its statements do to data and traffic: rewrites and scans are among the hazards. */
export function describeStatements(statements: readonly Statement[]): string {
  const hazards = statements.flatMap((statement) => statement.hazards);
  const lines = [...hazards.map(({ kind, message }) => `${kind}: ${message}`), ...describeLocks(statements)];
  return [renderSql(statements).trimEnd(), ...new Set(lines.map((line) => `  ${line}`))].join("\n");
}

function describeLocks(statements: readonly Statement[]): readonly string[] {
  const locks = statements.flatMap(({ measured }) => Object.entries(measured?.locks ?? {}));
  return locks.map(([table, lock]) => `locks ${table}: ${lock}`);
}

export function toJson(result: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ version: 1, ok: true, ...result }, null, 2);
}

/** `1 iteration`, `2 iterations` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
