/** `(a > b)` without the parentheses around the whole, for where SQL asks for its own; those of a subquery stay. */
export function unwrapped(expression: string): string {
  if (!expression.startsWith("(") || /^\(\s*SELECT\b/i.test(expression)) return expression;
  let depth = 0;
  for (const { 0: token, index } of expression.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g)) {
    if (token === "(") depth++;
    if (token === ")" && --depth === 0)
      return index === expression.length - 1 ? expression.slice(1, -1) : expression;
  }
  return expression;
}
