import type { Statement } from "./plan.ts";
import { setTimeouts } from "./timeouts.ts";
import { type Transaction, transactionsOf } from "./transactions.ts";

/** Statements as SQL text: each ended by a semicolon, an empty line between those of two changes. */
export function renderSql(statements: readonly Statement[]): string {
  return statements
    .map(({ sql, change }, i) => {
      const previous = statements[i - 1]?.change;
      return `${previous !== undefined && previous !== change ? "\n" : ""}${terminated(sql)}\n`;
    })
    .join("");
}

/** Statements as a script for psql: what they do to data and traffic stands before each as a comment. */
export function renderScript(statements: readonly Statement[]): string {
  return renderTransactions(
    statements,
    (statement) => `${effects(statement)}${terminated(statement.sql)}`,
  ).join("\n\n");
}

/**
 * Statements in their transactions, with their timeouts, as paragraphs of SQL; each statement as `render` shows it. The
 * session is left as it was.
 */
export function renderTransactions(
  statements: readonly Statement[],
  render: (statement: Statement) => string,
): readonly string[] {
  return transactionsOf(statements).flatMap((transaction) =>
    transaction.transactional ? inTransaction(transaction, render) : outsideTransaction(transaction, render),
  );
}

function inTransaction(
  { statements }: Transaction,
  render: (statement: Statement) => string,
): readonly string[] {
  const settings = statements.map((statement) => setTimeouts(statement));
  const changed = (i: number) => settings[i]?.filter((line) => !settings[i - 1]?.includes(line)) ?? [];
  return [
    "BEGIN;",
    ...statements.flatMap((statement, i) => [
      ...(changed(i).length === 0 ? [] : [changed(i).join("\n")]),
      render(statement),
    ]),
    "COMMIT;",
  ];
}

function outsideTransaction(
  { statements }: Transaction,
  render: (statement: Statement) => string,
): readonly string[] {
  return statements.flatMap((statement) => [
    setTimeouts(statement).join("\n"),
    render(statement),
    "RESET lock_timeout;\nRESET statement_timeout;",
  ]);
}

function effects({ hazards, measured }: Statement): string {
  const locks = Object.entries(measured?.locks ?? {}).map(([table, lock]) => `locks ${table}: ${lock}`);
  const lines = [...hazards.map(({ kind, message }) => `${kind}: ${message}`), ...locks];
  return lines.map((line) => `-- ${line.replaceAll(/\s+/g, " ")}\n`).join("");
}

/** A comment at the end would swallow the semicolon. */
function terminated(sql: string): string {
  const lastLine = sql.slice(sql.lastIndexOf("\n") + 1);
  return lastLine.includes("--") ? `${sql}\n;` : `${sql};`;
}
