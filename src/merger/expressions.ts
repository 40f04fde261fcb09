import { columnSql, replaceNames, tokenize } from "../model/sql-words.ts";
import { remembered } from "./lists.ts";

/** Whether two SQL expressions differ at most in white space and in the case of bare words. */
export function sameExpression(a: string, b: string): boolean {
  return a === b || normalize(a) === normalize(b);
}

/** Equal for expressions that are the same. */
export const normalize = remembered((expression) =>
  tokenize(expression)
    .map(({ kind, text, quoted }) =>
      kind === "space" ? " " : kind === "name" && !quoted ? text.toLowerCase() : text,
    )
    .join("")
    .replace(/ +/g, " ")
    .replace(/ ?([(),<>=]) ?/g, "$1")
    .trim(),
);

/** The expression with a column of its own row under another name. */
export function renameColumn(expression: string, from: string, to: string): string {
  return replaceNames(expression, ({ name }) => (name === from ? columnSql(to) : undefined));
}

/** The expression with a table under another name, in its subqueries too. */
export function renameTable(expression: string, from: string, to: string): string {
  return tokenize(expression)
    .map(({ name, text }) => (name === from ? columnSql(to) : text))
    .join("");
}

/** The content of an expression that is one plain string: `Low` for `'Low'`, also with a cast behind it. */
export function plainString(expression: string): string | undefined {
  const [, content] = /^'((?:[^'\\]|'')*)'(?:::[\w ]+)?$/.exec(expression.trim()) ?? [];
  return content?.replaceAll("''", "'");
}
