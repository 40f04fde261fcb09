import type { Mode, Statement } from "../postgres/plan.ts";
import { renderTransactions } from "../postgres/render.ts";
import { commentLine, ended } from "./schema-file.ts";

/**
 * A migration as its file holds it: statements in their order, phase by phase, each below its hazards and locks. For a
 * database in use the transactions and timeouts are part of the file.
 */
export function migrationSql(
  prelude: readonly string[],
  statements: readonly Statement[],
  mode: Mode,
  postlude: readonly string[] = [],
): string {
  const phaseStarts = new Set(statements.filter(({ phase }, i) => phase !== statements[i - 1]?.phase));
  const render = (statement: Statement) =>
    [
      ...(phaseStarts.has(statement) ? [`-- phase: ${statement.phase}\n`] : []),
      ...remarks(statement).map(commentLine),
      ended(statement.sql),
    ].join("\n");
  return [
    ...(mode === "online" ? [ownTransactions] : []),
    ...(prelude.length === 0
      ? []
      : ["-- Roles, settings and extensions; down.sql leaves them", ...prelude.map(ended)]),
    ...(mode === "online" ? renderTransactions(statements, render) : statements.map(render)),
    ...(postlude.length === 0
      ? []
      : ["-- Values that are derived from rows that are there", ...postlude.map(ended)]),
  ].join("\n\n");
}

/** Said above what has them. */
export const ownTransactions = `-- For a database in use: the file has its own transactions. Where one fails, those before it stay:
--   psql -v ON_ERROR_STOP=1 -f <this file>`;

function remarks({ hazards, transactional, measured }: Statement): readonly string[] {
  return [
    ...(transactional ? [] : ["not in a transaction"]),
    ...hazards.map(({ kind, message }) => `${kind}: ${message}`),
    ...Object.entries(measured?.locks ?? {}).map(([table, lock]) => `locks ${table}: ${lock}`),
    ...(measured?.rewrites ?? []).map((table) => `rewrites ${table}`),
    ...(measured?.scans ?? []).map((table) => `scans ${table}`),
  ];
}
