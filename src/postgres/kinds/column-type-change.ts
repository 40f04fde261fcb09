/** What ALTER COLUMN TYPE does to the rows, as far as the two types' names tell. */

interface Parsed {
  readonly base: string;
  readonly numbers: readonly number[];
  readonly array: string;
}

/** `character varying(20)[]` is base `character varying`, numbers [20], array `[]`. */
function parse(type: string): Parsed {
  const [, base = type, numbers, rest = "", array = ""] =
    /^([^([]+?)(?:\(([^)]*)\))?([^[(]*)((?:\[\])*)$/.exec(type) ?? [];
  return {
    base: `${base}${rest}`,
    numbers: numbers === undefined ? [] : numbers.split(",").map(Number),
    array,
  };
}

const texts = ["character varying", "text", "character"];
const numeric = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];
const times = ["date", "timestamp without time zone", "timestamp with time zone"];

/** Built-in types with casts among them, both ways; a string is cast to everything and from everything. */
const castable: readonly (readonly string[])[] = [
  numeric,
  times,
  ["integer", "bigint", "numeric", "money"],
  ["integer", "bigint", "oid"],
  ["integer", "boolean"],
  ["integer", "bigint", "bit"],
  ["bit", "bit varying"],
  ["time without time zone", "time with time zone"],
  ["time without time zone", "interval"],
  ["json", "jsonb"],
  ["inet", "cidr"],
  ["macaddr", "macaddr8"],
  ["box", "circle", "polygon"],
  ["path", "polygon"],
];

function isIn(family: readonly string[], ...types: readonly Parsed[]): boolean {
  return types.every(({ base }) => family.includes(base));
}

/** Whether PostgreSQL converts by itself in an assignment, so that no USING is needed. */
export function convertsImplicitly(from: string, to: string): boolean {
  const [old, wanted] = [parse(from), parse(to)];
  if (old.array !== wanted.array) return false;
  if (old.base === wanted.base) return true;
  if (wanted.array === "" && texts.includes(wanted.base)) return true;
  return [texts, numeric, times].some((family) => isIn(family, old, wanted));
}

/** A value of one type as a value of another: through text where PostgreSQL has no cast, as from one enum to another. */
export function castTo(type: string, value: string, from: string): string {
  if (!goesByText(from, type)) return `${value}::${type}`;
  const { array } = parse(from);
  return `${value}::text${array === parse(type).array ? array : ""}::${type}`;
}

/** Whether PostgreSQL has no cast of its own. */
export function goesByText(from: string, to: string): boolean {
  const [old, wanted] = [parse(from), parse(to)];
  const alike = old.array === wanted.array;
  const isText = ({ base, array }: Parsed) => texts.includes(base) && (alike || array === "");
  const isCast = old.base === wanted.base || castable.some((family) => isIn(family, old, wanted));
  return !isText(old) && !isText(wanted) && !(alike && isCast);
}

/** Types of users and extensions are printed with their schema. */
export function isBuiltIn(type: string): boolean {
  return !/[."]/.test(type);
}

/** Whether the rows are written again: not where the stored bytes stay valid as they are. */
export function rewritesTable(from: string, to: string): boolean {
  const [old, wanted] = [parse(from), parse(to)];
  if (from === to) return false;
  if (old.array !== "" || wanted.array !== "") return true;
  const variable = ["character varying", "text"];
  if (variable.includes(old.base) && variable.includes(wanted.base))
    return narrows(old.numbers[0], wanted.numbers[0]);
  if (old.base !== wanted.base) return !(old.base === "cidr" && wanted.base === "inet");
  if (old.base !== "numeric") return narrowsAnyNumber(old, wanted);
  if (wanted.numbers.length === 0) return false;
  const sameScale = (old.numbers[1] ?? 0) === (wanted.numbers[1] ?? 0);
  return old.numbers.length === 0 || !sameScale || narrows(old.numbers[0], wanted.numbers[0]);
}

/** By width. */
const integers = ["smallint", "integer", "bigint"];

/** Of two types that a column can count in. */
export function isNarrower(type: string, other: string): boolean {
  return integers.includes(type) && integers.indexOf(type) < integers.indexOf(other);
}

/** Whether every value of the one type is a value of the other. */
export function fitsAlways(from: string, to: string): boolean {
  const [old, wanted] = [parse(from), parse(to)];
  if (old.array !== wanted.array) return false;
  if (wanted.base === "text" || (wanted.base === "numeric" && wanted.numbers.length === 0))
    return isIn(wanted.base === "text" ? texts : [...integers, "numeric"], old);
  return isIn(integers, old, wanted) && integers.indexOf(old.base) <= integers.indexOf(wanted.base);
}

function narrowsAnyNumber(old: Parsed, wanted: Parsed): boolean {
  // character(n) is padded, so any other length is another value.
  if (old.base === "character" || old.base === "bit") return true;
  return narrows(old.numbers[0], wanted.numbers[0]);
}

/** No number means no limit. */
function narrows(from: number | undefined, to: number | undefined): boolean {
  if (to === undefined) return false;
  return from === undefined || to < from;
}
