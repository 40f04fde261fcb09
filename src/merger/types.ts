import type { ColumnType } from "../model/model.ts";

/**
 * The narrowest type that holds every value of both without changing how a value reads or compares; undefined where
 * there is none. Commutative, associative and idempotent.
 * @see https://www.postgresql.org/docs/current/datatype.html
 */
export function joinTypes(a: ColumnType, b: ColumnType): ColumnType | undefined {
  if (sameType(a, b)) return a;
  if (a.dimensions !== b.dimensions) return undefined;
  const ladder = ladders.find((rungs) => rungs.includes(a.name) && rungs.includes(b.name));
  if (ladder === undefined) return a.name === b.name ? joinParameters(a, b) : undefined;
  if (a.name === b.name) return joinParameters(a, b);
  return ladder.indexOf(a.name) > ladder.indexOf(b.name) ? a : b;
}

export function sameType(a: ColumnType, b: ColumnType): boolean {
  return (
    a === b ||
    (a.name === b.name &&
      a.dimensions === b.dimensions &&
      a.parameters.length === b.parameters.length &&
      a.parameters.every((parameter, index) => parameter === b.parameters[index]))
  );
}

/** Each type holds all values of those before it. */
const ladders: readonly (readonly string[])[] = [
  ["smallint", "integer", "bigint"],
  ["varchar", "text"],
  ["real", "double precision"],
];

function joinParameters(a: ColumnType, b: ColumnType): ColumnType | undefined {
  const join = parameterJoins.get(a.name);
  const left = a.parameters.map(Number);
  const right = b.parameters.map(Number);
  if (join === undefined || [...left, ...right].some(Number.isNaN)) return undefined;
  return { ...a, parameters: join(left, right).map(String) };
}

type Numbers = readonly number[];

/** How the parameters of two types of one name become those of the wider one; types that are not here only equal themselves. */
const parameterJoins: ReadonlyMap<string, (a: Numbers, b: Numbers) => Numbers> = new Map([
  ["varchar", longer],
  ["varbit", longer],
  ["numeric", moreDigits],
  ["timestamp", morePrecise],
  ["timestamptz", morePrecise],
  ["time", morePrecise],
  ["timetz", morePrecise],
  ["interval", morePrecise],
]);

/** `varchar` without a length holds any. */
function longer([a]: Numbers, [b]: Numbers): Numbers {
  return a === undefined || b === undefined ? [] : [Math.max(a, b)];
}

/** Without a precision it is 6, the most there is. */
function morePrecise([a = 6]: Numbers, [b = 6]: Numbers): Numbers {
  return Math.max(a, b) === 6 ? [] : [Math.max(a, b)];
}

/** As many digits before and after the point as either has; plain `numeric` where that is more than a limit can say. */
function moreDigits(a: Numbers, b: Numbers): Numbers {
  const [[precision, scale = 0], [otherPrecision, otherScale = 0]] = [a, b];
  if (precision === undefined || otherPrecision === undefined) return [];
  const after = Math.max(scale, otherScale);
  const before = Math.max(precision - scale, otherPrecision - otherScale);
  return before + after > 1000 ? [] : after === 0 ? [before] : [before + after, after];
}

/** Whether two fields of these types can be one concept: the same sort of thing, or text and the number spelled in it. */
export function comparableTypes(a: ColumnType, b: ColumnType): boolean {
  return a.dimensions === b.dimensions && familyOf(a.name) === familyOf(b.name);
}

function familyOf(name: string): string {
  if (/^(varchar|text|char|citext|smallint|integer|bigint|numeric|real|double precision)$/.test(name))
    return "text";
  if (/^(date|timestamp|timestamptz)$/.test(name)) return "time";
  if (/^jsonb?$/.test(name)) return "json";
  return name;
}
