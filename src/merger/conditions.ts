import { type SqlToken, tokenize } from "../model/sql-words.ts";

/** The values that a column may have: numbers between two ends, or some texts. */
export type Allowed = Range | ReadonlySet<string>;

interface Range {
  readonly low: number;
  readonly high: number;
  /** An end itself is allowed. */
  readonly lowIn: boolean;
  readonly highIn: boolean;
}

/**
 * What a condition allows each column, as far as plain comparisons with constants that are joined by AND say it. What it
 * says besides can only allow less.
 */
export function allowedValues(expression: string): ReadonlyMap<string, Allowed> {
  const allowed = new Map<string, Allowed>();
  for (const [column = undefined, ...rest] of conjuncts(expression)) {
    const found = column?.name === undefined ? undefined : comparison(rest.map(({ text }) => text));
    if (column?.name === undefined || found === undefined) continue;
    const before = allowed.get(column.name);
    const both = before === undefined ? found : intersection(before, found);
    if (both !== undefined) allowed.set(column.name, both);
  }
  return allowed;
}

/** Whether no value is allowed by both. */
export function exclude(a: Allowed, b: Allowed): boolean {
  const both = intersection(a, b);
  if (both === undefined) return false;
  if (both instanceof Set) return both.size === 0;
  const { low, high, lowIn, highIn } = both as Range;
  return low > high || (low === high && !(lowIn && highIn));
}

/** Nothing where numbers meet texts. */
function intersection(a: Allowed, b: Allowed): Allowed | undefined {
  if (isRange(a) !== isRange(b)) return undefined;
  if (!isRange(a) || !isRange(b)) {
    const other = b as ReadonlySet<string>;
    return new Set([...(a as ReadonlySet<string>)].filter((text) => other.has(text)));
  }
  return {
    low: Math.max(a.low, b.low),
    lowIn: [a, b].every(({ low, lowIn }) => lowIn || low < Math.max(a.low, b.low)),
    high: Math.min(a.high, b.high),
    highIn: [a, b].every(({ high, highIn }) => highIn || high > Math.min(a.high, b.high)),
  };
}

function isRange(allowed: Allowed): allowed is Range {
  return "low" in allowed;
}

const number = String.raw`\(*(-?\d+(?:\.\d+)?)\)*`;
const compared = new RegExp(`^(<=|>=|<|>|=)${number}$`);
const between = new RegExp(`^between${number}and${number}$`);
const texts = /^(?:=|in\()('(?:[^']|'')*'(?:,'(?:[^']|'')*')*)\)?$/;

/** What stands behind a column's name: `> 0`, `between 1 and 5`, `in ('a', 'b')`. */
function comparison(words: readonly string[]): Allowed | undefined {
  const text = words.map((word) => (word.startsWith("'") ? word : word.toLowerCase())).join("");
  const [, operator = "", limit] = compared.exec(text) ?? [];
  if (limit !== undefined) return rangeOf(operator, Number(limit));
  const [, low, high] = between.exec(text) ?? [];
  if (low !== undefined) return { low: Number(low), high: Number(high), lowIn: true, highIn: true };
  const [, list] = texts.exec(text) ?? [];
  return list === undefined ? undefined : new Set(list.match(/'(?:[^']|'')*'/g));
}

function rangeOf(operator: string, limit: number): Range {
  const isIn = operator.includes("=");
  return {
    low: operator.startsWith("<") ? Number.NEGATIVE_INFINITY : limit,
    lowIn: operator.startsWith("<") || isIn,
    high: operator.startsWith(">") ? Number.POSITIVE_INFINITY : limit,
    highIn: operator.startsWith(">") || isIn,
  };
}

/** The parts that AND joins, without white space and casts; none where OR or NOT has a say. */
function conjuncts(expression: string): readonly (readonly SqlToken[])[] {
  const tokens = unwrapped(withoutCasts(tokenize(expression).filter(({ kind }) => kind !== "space")));
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  let isBetween = false;
  for (const token of tokens) {
    const word = token.quoted ? undefined : token.name;
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
    if (depth === 0 && (word === "or" || word === "not")) return [];
    if (depth === 0 && word === "and" && !isBetween) parts.push([]);
    else parts.at(-1)?.push(token);
    if (word === "between") isBetween = true;
    else if (word === "and") isBetween = false;
  }
  return parts.map(unwrapped);
}

function unwrapped(tokens: readonly SqlToken[]): readonly SqlToken[] {
  if (tokens[0]?.text !== "(") return tokens;
  let depth = 0;
  const close = tokens.findIndex(({ text }) => {
    depth += text === "(" ? 1 : text === ")" ? -1 : 0;
    return depth === 0;
  });
  return close === tokens.length - 1 ? unwrapped(tokens.slice(1, -1)) : tokens;
}

/** `0::numeric` is `0`. */
function withoutCasts(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return tokens.filter(({ text }, index) => text !== "::" && tokens[index - 1]?.text !== "::");
}
