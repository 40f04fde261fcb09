import type { Statement } from "./plan.ts";

/** Statements as SQL text: each ended by a semicolon, an empty line between those of two changes. */
export function renderSql(statements: readonly Statement[]): string {
  return statements
    .map(({ sql, change }, i) => {
      const previous = statements[i - 1]?.change;
      return `${previous !== undefined && previous !== change ? "\n" : ""}${terminated(sql)}\n`;
    })
    .join("");
}

/**
 * Statements as a script for psql: what they do to data and traffic stands before each as a comment. What can run in a
 * transaction does, together with its neighbours; the rest stands between the transactions.
 */
export function renderScript(statements: readonly Statement[]): string {
  const groups: Statement[][] = [];
  for (const statement of statements) {
    const group = groups.at(-1);
    if (group?.[0]?.transactional === true && statement.transactional) group.push(statement);
    else groups.push([statement]);
  }
  return groups.map(renderGroup).join("\n");
}

function renderGroup(statements: readonly Statement[]): string {
  const body = statements
    .map((statement) => `${effects(statement)}${terminated(statement.sql)}\n`)
    .join("\n");
  return statements[0]?.transactional === true ? `BEGIN;\n\n${body}\nCOMMIT;\n` : body;
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
