import { letters } from "./base-values.ts";
import { documentsOfPath } from "./path-documents.ts";
import { likeForm, regexForm, samplesOfLike, samplesOfRegex } from "./pattern.ts";

/** A constant in an expression; `operator` is what stands before it. */
export interface Literal {
  readonly text: string;
  readonly operator: string;
  readonly isNumber: boolean;
}

const constant = /(\S*)\s*\(?(?:\(ARRAY\[)?'((?:[^']|'')*)'|(?<![\w."'])(\d+(?:\.\d+)?)(?![\w"])/g;

/** The constants of an SQL expression. */
export function literalsOf(expression: string): readonly Literal[] {
  return [...expression.matchAll(constant)].map(([, operator = "", text, number]) =>
    number === undefined
      ? { text: (text ?? "").replaceAll("''", "'"), operator, isNumber: false }
      : { text: number, operator: "", isNumber: true },
  );
}

export const textTypes: readonly string[] = ["text", "varchar", "bpchar", "citext", "name"];

/**
 * Values of a built-in type worth trying where checks restrict it: what the checks themselves name and its neighbours,
 * plain values of the type, the usual forms of text, samples of the patterns.
 */
export function valuesNear(
  type: string,
  literals: readonly Literal[],
  plain: readonly string[],
  count: number,
): readonly string[] {
  const texts = literals.map((literal) => literal.text);
  if (textTypes.includes(type)) {
    const named = literals
      .filter((one) => !one.isNumber && !one.operator.includes("~"))
      .map((one) => one.text);
    const patterns = literals.flatMap((one) => samplesOf(one, count));
    return [...named, ...plain, ...usualTexts(count), ...patterns, ...lengthsOf(texts, count)];
  }
  if (type === "json" || type === "jsonb") {
    const byPath = texts.flatMap((text) => documentsOfPath(text, count));
    return [...byPath, ...plain, ...documentsOf(texts), ...texts];
  }
  return [...texts, ...numbersNear(texts), ...datesNear(texts), ...plain, ...farAway(type)];
}

function samplesOf({ text, operator }: Literal, count: number): readonly string[] {
  if (operator.includes("~~")) return samplesOfLike(text, count);
  return operator.includes("~") ? samplesOfRegex(text, count) : [];
}

const usualForms: readonly ((n: number) => string)[] = [
  (n) => `name${n}@example.com`,
  (n) => `+1555010${String(n).padStart(4, "0")}`,
  (n) => `AC${1000 + n}`,
  (n) => `https://example.com/${n}`,
  (n) => `item-${n}`,
  (n) => String(n).padStart(5, "0"),
  (n) => letters(n, 2),
  (n) => letters(n, 3).toLowerCase(),
  (n) => `#${String(n).padStart(6, "0")}`,
  (n) => `2025-01-${String((n % 28) + 1).padStart(2, "0")}`,
];

function usualTexts(count: number): readonly string[] {
  return usualForms.flatMap((form) => Array.from({ length: count }, (_, i) => form(i + 1)));
}

/** Of texts that end in a number: the same text with other numbers, which is how people number things. */
function countedOn(form: (i: number) => string): readonly ((i: number) => string)[] {
  const [, before, number = ""] = /^(.*?)(\d+)$/s.exec(form(7_654_321)) ?? [];
  if (before === undefined) return [];
  return [(i) => `${before}${1001 + i}`, (i) => before + String(i + 1).padStart(number.length, "0")];
}

/** Ways to make any number of texts that checks may accept: after their patterns and lengths, and in the usual forms. */
export function textForms(literals: readonly Literal[]): readonly ((i: number) => string)[] {
  const patterns = literals.flatMap(({ text, operator }) =>
    operator.includes("~~") ? [likeForm(text)] : operator.includes("~") ? (regexForm(text) ?? []) : [],
  );
  const lengths = literals
    .map(({ text }) => Number(text))
    .filter((n) => Number.isInteger(n) && n > 0 && n <= 2000);
  return [
    ...patterns.flatMap(countedOn),
    ...patterns,
    ...lengths.flatMap((n) => [n, n - 1, n + 1]).map((n) => (i: number) => String(i).padStart(n, "1")),
    ...usualForms,
  ];
}

/** Texts as long as a number says, and one character around it: for `length(code) = 8`. */
function lengthsOf(texts: readonly string[], count: number): readonly string[] {
  const lengths = texts.map(Number).filter((n) => Number.isInteger(n) && n > 0 && n <= 2000);
  return lengths
    .flatMap((n) => [n, n - 1, n + 1])
    .flatMap((n) =>
      Array.from({ length: count }, (_, i) => [letters(i, n), String(i).padStart(n, "1")]).flat(),
    );
}

/** Each number, its neighbours, and what lies between two. */
function numbersNear(texts: readonly string[]): readonly string[] {
  const numbers = [...new Set(texts.filter((text) => text.trim() !== "").map(Number))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const between = numbers.slice(1).map((n, i) => (n + (numbers[i] ?? n)) / 2);
  return [...numbers.flatMap((n) => [n, n + 1, n - 1, n + 0.5]), ...between, ...between.map(Math.floor)].map(
    String,
  );
}

function datesNear(texts: readonly string[]): readonly string[] {
  return texts
    .map((text) => Date.parse(text.slice(0, 10)))
    .filter(Number.isFinite)
    .flatMap((at) => [-1, 1].map((days) => new Date(at + days * 86_400_000)))
    .filter((date) => date.getTime() > Date.UTC(1, 0) && date.getTime() < Date.UTC(9999, 0))
    .map((date) => date.toISOString().slice(0, 10));
}

/** For checks against the clock, and for signs. */
function farAway(name: string): readonly string[] {
  if (name === "date" || name.startsWith("timestamp")) return ["1999-01-01", "2999-01-01"];
  return ["0", "-1", "1000000"];
}

/** Objects with the keys that a check names, each alone and all together, as texts, numbers, booleans, lists and objects. */
function documentsOf(texts: readonly string[]): readonly string[] {
  const contents = ["text", 1, true, [], {}];
  const one = texts.flatMap((key) => contents.map((content) => ({ [key]: content })));
  const all = contents.map((content) => Object.fromEntries(texts.map((key) => [key, content])));
  return [
    "{}",
    "[]",
    '"text"',
    "1",
    "true",
    "null",
    ...[...one, ...all].map((value) => JSON.stringify(value)),
  ];
}
