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

/** A comment at the end would swallow the semicolon. */
function terminated(sql: string): string {
  const lastLine = sql.slice(sql.lastIndexOf("\n") + 1);
  return lastLine.includes("--") ? `${sql}\n;` : `${sql};`;
}
