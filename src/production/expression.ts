/** What stays as it is: texts, quoted names and comments. */
const quoted = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$`;
/** A call with the same result for every row: of the current user, of a role, or of a setting. */
const call = String.raw`(?<![\w.$])(?:(?:public|auth|pg_catalog)\s*\.\s*)?(?:(?:me|tenant|uid|jwt|role)\s*\(\s*\)|(?:has_role|claim|current_setting)\s*\(\s*'(?:[^']|'')*'\s*(?:,\s*(?:true|false)\s*)?\))`;
const token = new RegExp(`${quoted}|(?<call>${call})`, "gis");

/**
 * Wraps calls whose result is the same for every row, as `(SELECT me())`: PostgreSQL then runs them once for a
 * statement and not once for each row.
 */
export function runOnce(expression: string): string {
  return expression.replaceAll(token, (...match) => {
    const [text] = match;
    const groups: { readonly call?: string } = match.at(-1);
    const wrapped = /\(\s*select\s+$/i.test(expression.slice(0, match.at(-3)));
    return groups.call === undefined || wrapped ? text : `(SELECT ${groups.call})`;
  });
}

/** An expression in parentheses; the closing one does not end up in a comment. */
export function enclosed(expression: string): string {
  return expression.includes("--") ? `(${expression}\n)` : `(${expression})`;
}

/** Alternatives as one condition: nothing for none. */
export function anyOf(conditions: readonly string[]): string | undefined {
  const distinct = [...new Set(conditions)];
  if (distinct.length < 2) return distinct[0];
  return distinct.includes("TRUE") ? "TRUE" : distinct.map(operand).join(" OR ");
}

/** In parentheses, unless it is a wrapped call alone. */
function operand(condition: string): string {
  return /^\(SELECT [^()]+\([^()]*\)\)$/.test(condition) ? condition : enclosed(condition);
}
