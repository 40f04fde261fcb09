import { baseValues, times } from "./base-values.ts";
import { type Literal, literalsOf, textTypes, valuesNear } from "./literals.ts";
import type { Types } from "./types.ts";

/** A column to make values for. */
export interface Wanted {
  readonly types: Types;
  /** How many different values. */
  readonly count: number;
  /** Keeps the keys of different tables apart; ends in the column's name. */
  readonly seed: string;
}

/**
 * Values worth trying for a type, in the spelling that its input function reads. Without checks they are values of the
 * type; with checks they are a proposal that PostgreSQL has to judge. Empty for a type of which nothing is known.
 */
export function candidatesFor(type: string, checks: readonly string[], wanted: Wanted): readonly string[] {
  const info = wanted.types.get(type);
  switch (info?.kind) {
    case undefined:
      return [];
    case "enum":
      return info.labels;
    case "domain":
      return candidatesFor(info.base, [...checks, ...info.checks], wanted);
    case "array":
      return arraysOf(candidatesFor(info.element, [], wanted), checks.flatMap(literalsOf));
    case "range":
      return pairs(candidatesFor(info.subtype, [], { ...wanted, count: wanted.count * 2 })).map(
        ([from, to]) => `[${quoted(from)},${quoted(to)})`,
      );
    case "multirange":
      return candidatesFor(info.range, [], wanted).map((range) => `{${range}}`);
    case "composite":
      return rowsOf(info.attributes, wanted);
    case "base":
      return ofBase(info.name, parametersOf(type), checks, wanted);
  }
}

function ofBase(
  name: string,
  parameters: readonly number[],
  checks: readonly string[],
  { count, seed }: Wanted,
): readonly string[] {
  const plain = baseValues(name, parameters, count, seed);
  if (checks.length === 0) return plain;
  const [length = Number.POSITIVE_INFINITY] = textTypes.includes(name) ? parameters : [];
  return [...new Set(valuesNear(name, checks.flatMap(literalsOf), plain, count))].filter(
    (value) => value.length <= length,
  );
}

/** `numeric(12,2)` has 12 and 2; `text` has none. */
export function parametersOf(type: string): readonly number[] {
  const inside = /\(([\d, ]+)\)/.exec(type)?.[1];
  return inside === undefined ? [] : inside.split(",").map(Number);
}

function rowsOf(attributes: readonly string[], wanted: Wanted): readonly string[] {
  const columns = attributes.map((type) => candidatesFor(type, [], wanted));
  if (columns.some((values) => values.length === 0)) return [];
  const row = (i: number) => columns.map((values) => quoted(values[i % values.length] ?? "")).join(",");
  return times(Math.max(...columns.map((values) => values.length)), (i) => `(${row(i)})`);
}

/** Arrays of one element, of none, and of as many as a check says, from its own constants too. */
function arraysOf(elements: readonly string[], literals: readonly Literal[]): readonly string[] {
  const named = literals.filter((one) => !one.isNumber).map((one) => one.text);
  const lengths = literals.map((one) => Number(one.text)).filter((n) => Number.isInteger(n) && n < 100);
  const sized = (n: number) => listed(times(n, (i) => elements[i % elements.length] ?? ""));
  const arrays = elements.map((element) => listed([element]));
  if (literals.length === 0) return arrays;
  return [
    ...arrays,
    "{}",
    ...named.map((text) => listed([text])),
    listed(named),
    ...lengths.flatMap((n) => [sized(n), sized(n + 1)]),
  ];
}

export function listed(values: readonly string[]): string {
  return `{${values.map(quoted).join(",")}}`;
}

export function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
}

function pairs(values: readonly string[]): readonly (readonly [string, string])[] {
  return times(Math.floor(values.length / 2), (i) => [values[2 * i] ?? "", values[2 * i + 1] ?? ""] as const);
}
