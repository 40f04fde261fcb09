import { columnNames, tokenize } from "../../model/sql-words.ts";

/** Whether definitions can say this expression: every name in it that is no word of SQL is a column of the table. */
export function isSayable(sql: string, columns: ReadonlySet<string>): boolean {
  return columnNames(sql).every(({ name, keyword }) => keyword || columns.has(name));
}

/** `((a > b))` → `a > b` */
export function withoutParentheses(sql: string): string {
  const inner = sql.trim();
  return closingOf(inner) === inner.length - 1 && inner.length > 2
    ? withoutParentheses(inner.slice(1, -1))
    : inner;
}

/** Where the parenthesis that a text begins with is closed. */
export function closingOf(sql: string): number | undefined {
  if (!sql.startsWith("(")) return undefined;
  let depth = 0;
  for (const { text, start } of tokenize(sql)) {
    if (text === "(") depth++;
    if (text === ")" && --depth === 0) return start;
  }
  return undefined;
}

/** The parts of a list, cut at the commas that stand in no parentheses. */
export function splitList(sql: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { text, start } of tokenize(sql)) {
    if (text === "(" || text === "[") depth++;
    if (text === ")" || text === "]") depth--;
    if (text !== "," || depth > 0) continue;
    parts.push(sql.slice(from, start).trim());
    from = start + 1;
  }
  return [...parts, sql.slice(from).trim()];
}

/** The name that a text is, as PostgreSQL prints names. */
export function nameIn(sql: string): string | undefined {
  const [token, ...more] = tokenize(sql);
  return token?.kind === "name" && more.length === 0 ? token.name : undefined;
}

/** The text that a literal such as `'it''s'::character varying` stands for, and its cast. */
export function literalIn(
  sql: string,
): { readonly text: string; readonly cast?: string | undefined } | undefined {
  const [, quoted, cast] = /^'((?:[^'\\]|'')*)'(?:::(.+))?$/s.exec(sql) ?? [];
  if (quoted !== undefined) return { text: quoted.replaceAll("''", "'"), cast };
  return /^-?\d+(\.\d+)?$/.test(sql) ? { text: sql } : undefined;
}
