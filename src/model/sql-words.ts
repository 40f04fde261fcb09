/** A piece of SQL. `name` holds an identifier as PostgreSQL reads it: folded to lower case unless quoted. */
export interface SqlToken {
  readonly kind: "name" | "text" | "number" | "symbol" | "space";
  readonly text: string;
  readonly start: number;
  readonly name?: string | undefined;
  readonly quoted?: boolean | undefined;
}

/** @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const pieces: readonly (readonly [SqlToken["kind"], RegExp])[] = [
  ["space", /\s+|--[^\n]*/y],
  ["text", /[eE]'(?:[^'\\]|\\[\s\S]|'')*'|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'/y],
  ["text", /\$([\p{L}_][\p{L}\p{N}_]*)?\$[\s\S]*?\$\1\$/uy],
  ["name", /(?:[uU]&)?"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/uy],
  ["number", /\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?|\$\d+/y],
  ["symbol", /::|[\s\S]/y],
];

/** Cuts an SQL expression into its pieces; nothing is lost. */
export function tokenize(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let start = 0; start < sql.length; ) {
    const token = comment(sql, start) ?? piece(sql, start);
    tokens.push(token);
    start += token.text.length;
  }
  return tokens;
}

function piece(sql: string, start: number): SqlToken {
  for (const [kind, pattern] of pieces) {
    pattern.lastIndex = start;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return { kind, text, start, ...(kind === "name" && readName(text)) };
  }
  return { kind: "symbol", text: sql.charAt(start), start };
}

function readName(text: string): { readonly name: string; readonly quoted: boolean } {
  const quoted = text.endsWith('"');
  return {
    quoted,
    name: quoted ? text.slice(text.indexOf('"') + 1, -1).replaceAll('""', '"') : text.toLowerCase(),
  };
}

/** Comments may hold comments. */
function comment(sql: string, start: number): SqlToken | undefined {
  if (!sql.startsWith("/*", start)) return undefined;
  let depth = 0;
  let at = start;
  do {
    if (sql.startsWith("/*", at)) [depth, at] = [depth + 1, at + 2];
    else if (sql.startsWith("*/", at)) [depth, at] = [depth - 1, at + 2];
    else at++;
  } while (depth > 0 && at < sql.length);
  return { kind: "space", text: sql.slice(start, at), start };
}

/** A name that may stand for a column; `keyword` when SQL also knows the word. */
export interface ColumnName {
  readonly name: string;
  readonly quoted: boolean;
  readonly keyword: boolean;
  readonly text: string;
  readonly start: number;
}

/**
 * The names in an expression that may stand for columns of its own row: not functions, types, qualified names or
 * operators, and nothing inside subqueries, where names belong to other tables.
 */
export function columnNames(sql: string): readonly ColumnName[] {
  const tokens = tokenize(sql).filter((token) => token.kind !== "space");
  const inSubquery = subqueryFlags(tokens);
  return tokens.flatMap((token, index) => {
    if (token.kind !== "name" || inSubquery[index] || isNoColumn(tokens[index - 1], token, tokens[index + 1]))
      return [];
    const { name = "", quoted = false, text, start } = token;
    return [{ name, quoted, keyword: !quoted && keywords.has(name), text, start }];
  });
}

function isNoColumn(before: SqlToken | undefined, token: SqlToken, after: SqlToken | undefined): boolean {
  if (before?.text === "." || before?.text === "::" || after?.text === "." || after?.text === "(")
    return true;
  if (/^(as|collate)$/i.test(before?.text ?? "")) return true;
  if (token.quoted) return false;
  // date '2026-01-01' and extract(day from …)
  if (after?.kind === "text" || (before?.text === "(" && after?.name === "from")) return true;
  return operators.has(token.name ?? "");
}

/** For each token, whether it stands in a parenthesis that begins with SELECT, WITH or VALUES. */
function subqueryFlags(tokens: readonly SqlToken[]): readonly boolean[] {
  const open: boolean[] = [];
  return tokens.map((token, index) => {
    if (token.text === "(")
      open.push(open.at(-1) === true || /^(select|with|values)$/i.test(tokens[index + 1]?.text ?? ""));
    const flag = open.at(-1) === true;
    if (token.text === ")") open.pop();
    return flag;
  });
}

/** An expression with some of its column names replaced. */
export function replaceNames(sql: string, replacement: (name: ColumnName) => string | undefined): string {
  let result = "";
  let copied = 0;
  for (const column of columnNames(sql)) {
    const text = replacement(column);
    if (text === undefined) continue;
    result += sql.slice(copied, column.start) + text;
    copied = column.start + column.text.length;
  }
  return result + sql.slice(copied);
}

/** A column's name in an expression, in quotes where SQL might read it otherwise. */
export function columnSql(name: string): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(name) && !operators.has(name) && !keywords.has(name);
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Words that build expressions; a column of this name needs quotes. */
const operators = wordSet(`
  all and any array as asymmetric at between both case cast collate distinct else end escape exists false for from
  ilike in is isnull leading like not notnull null or overlaps over row select similar some symmetric then trailing
  true when where with`);

/** Other words that SQL knows in expressions, or reserves. */
const keywords = wordSet(`
  analyse analyze asc authorization binary bit boolean by char character check coalesce collation column concurrently
  constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
  current_user day dec decimal default deferrable desc do document double except extract fetch float foreign freeze
  full grant greatest group having hour initially inner int integer intersect interval into join json lateral least
  left limit local localtime localtimestamp minute month natural nchar nfc nfd nfkc nfkd normalized nullif nulls
  numeric object offset on only operator order out outer overlay partition placing position precision primary real
  references returning right rows scalar second session_user setof smallint substring system_user table tablesample
  time timestamp to treat trim union unique unknown user using value values varchar variadic varying verbose window
  within without year zone`);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
