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
