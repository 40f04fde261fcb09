import type { Span } from "../model/finding.ts";
import type { Config, Model } from "../model/model.ts";
import { type SqlToken, tokenize } from "../model/sql-words.ts";
import { qualified } from "../postgres/quote.ts";

/** A name as SQL writes it, with its schema where that is written. */
interface Called {
  readonly schema?: string | undefined;
  readonly name: string;
}

/** The functions of the project's SQL files that expressions call: `public.make_link`. */
export function ownFunctionsIn(
  expressions: readonly (string | undefined)[],
  { sql }: Model,
  config: Config,
): readonly string[] {
  const made = new Set(sql.flatMap(({ text }) => functionsMade(text)).map((it) => written(it, config)));
  const called = expressions.flatMap((expression = "") => calls(words(expression)));
  return [...new Set(called.map((it) => written(it, config)))].filter((name) => made.has(name)).sort();
}

/** The SQL file that makes a function or view, and where. */
export interface Making {
  readonly at: Span;
  /** Why it may show people more than access lines do, where the file says so. */
  readonly opens?: string | undefined;
}

/** Where a function or view is made that PostgreSQL calls `public.open_links(uuid)`; undefined for one that rules make. */
export function makingOf(object: string, { sql }: Model, config: Config): Making | undefined {
  const [first, dot, second] = words(object);
  const [schema, name] = dot?.text === "." ? [first?.name, second?.name] : [undefined, first?.name];
  const wanted = written({ schema, name: name ?? "" }, config);
  for (const { path, text, opens } of sql) {
    const made = objectsMade(text).find((it) => written(it, config) === wanted);
    if (made !== undefined)
      return { at: { source: { path, text }, start: made.at, end: made.at + made.name.length }, opens };
  }
  return undefined;
}

/** Where a SQL file makes the policy of this path: schema, table, name. */
export function policyPlace(
  [schema = "", table = "", policy = ""]: readonly string[],
  { sql }: Model,
  config: Config,
): Making | undefined {
  const wanted = written({ schema, name: table }, config);
  for (const { path, text, opens } of sql) {
    const tokens = words(text);
    const found = tokens.findIndex(({ name, quoted }, i) => {
      if (quoted !== false || name !== "policy" || tokens[i + 1]?.name !== policy) return false;
      const [on, first, dot, second] = tokens.slice(i + 2, i + 6);
      if (on?.name !== "on" || first?.name === undefined) return false;
      const made =
        dot?.text === "." ? { schema: first.name, name: second?.name ?? "" } : { name: first.name };
      return written(made, config) === wanted;
    });
    const at = tokens[found + 1];
    if (found >= 0 && at !== undefined)
      return { at: { source: { path, text }, start: at.start, end: at.start + at.text.length }, opens };
  }
  return undefined;
}

/** Names after the word for what they are, or after IF NOT EXISTS. */
function objectsMade(sql: string): readonly (Called & { readonly at: number })[] {
  const tokens = words(sql);
  return tokens.flatMap(({ name }, i) => {
    const [kind, first, dot, second] = tokens.slice(i, i + 4);
    if (kind?.quoted !== false || !/^(function|procedure|view|exists)$/.test(name ?? "")) return [];
    if (first?.name === undefined) return [];
    return dot?.text === "." && second?.name !== undefined
      ? [{ schema: first.name, name: second.name, at: first.start }]
      : [{ name: first.name, at: first.start }];
  });
}

function written({ schema, name }: Called, config: Config): string {
  return qualified(schema ?? config.schema, name);
}

function words(sql: string): readonly SqlToken[] {
  return tokenize(sql).filter(({ kind }) => kind !== "space");
}

/** Bodies are texts, so what stands in them is no word. */
function functionsMade(sql: string): readonly Called[] {
  const tokens = words(sql);
  return calls(tokens).filter(({ start, schema }) => {
    const before = tokens[start - (schema === undefined ? 1 : 3)];
    return before?.name === "function";
  });
}

/** Names in front of a parenthesis. */
function calls(tokens: readonly SqlToken[]): readonly (Called & { readonly start: number })[] {
  return tokens.flatMap(({ name }, start) => {
    if (name === undefined || tokens[start + 1]?.text !== "(") return [];
    const schema = tokens[start - 1]?.text === "." ? tokens[start - 2]?.name : undefined;
    return [{ schema, name, start }];
  });
}
