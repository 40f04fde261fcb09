import type { ColumnType } from "./model.ts";
import { suggest } from "./names.ts";
import { Misfit, Scanner } from "./scanner.ts";
import {
  foreignTypes,
  type ParameterRule,
  pseudoTypes,
  type TypeEntry,
  typeBeginnings,
  typeCatalog,
} from "./type-catalog.ts";

/** The type that a text names, or why it names none. */
export function parseType(text: string): { readonly type: ColumnType } | { readonly misfit: Misfit } {
  const scanner = new Scanner(text);
  try {
    const type = takeType(scanner);
    if (!scanner.done) throw scanner.misfit("model/unknown-type", `"${text}" is not a type.`);
    return { type };
  } catch (error) {
    if (error instanceof Misfit) return { misfit: error };
    throw error;
  }
}

/** SQL spelling: `varchar(255)`, `text[]`. */
export function formatType(type: ColumnType): string {
  const parameters = type.parameters.length === 0 ? "" : `(${type.parameters.join(",")})`;
  return type.name + parameters + "[]".repeat(type.dimensions);
}

/** The extension that must be installed for a type, if any. */
export function extensionOf(type: ColumnType): string | undefined {
  return typeCatalog.get(type.name)?.extension;
}

const identifier = /"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/uy;
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;

/** Takes a type from a longer text: `timestamp(3) with time zone`, `"My Schema".mood[]`. */
export function takeType(scanner: Scanner): ColumnType {
  const start = scanner.here;
  const first = scanner.take(identifier);
  if (first === undefined)
    throw scanner.misfit(
      "model/unknown-type",
      "A type is missing.",
      "Write a PostgreSQL type: text, integer, timestamptz, …",
    );
  if (scanner.peek(/\./y) !== undefined) return takeUserType(scanner, first, start);
  return takeKnownType(scanner, first, start);
}

function takeUserType(scanner: Scanner, schema: string, start: number): ColumnType {
  scanner.take(/\./y);
  const name = scanner.take(identifier);
  if (name === undefined)
    throw scanner.misfit(
      "model/unknown-type",
      `After "${schema}." the type's name is missing.`,
      undefined,
      start,
    );
  return {
    name: `${schema}.${name}`,
    parameters: takeParameters(scanner) ?? [],
    dimensions: takeDimensions(scanner),
  };
}

function takeKnownType(scanner: Scanner, first: string, start: number): ColumnType {
  let spelling = takeWords(scanner, first.startsWith('"') ? first : first.toLowerCase());
  const nameEnd = scanner.at;
  const parameters = takeParameters(scanner);
  // SQL puts the precision in the middle: time(3) with time zone.
  const zone = /^time(stamp)?$/.test(spelling)
    ? scanner.take(/with(out)?\s+time\s+zone(?![\p{L}\p{N}_$])/iuy)
    : undefined;
  if (zone !== undefined) spelling += ` ${zone.toLowerCase().replace(/\s+/g, " ")}`;
  const entry = spelling === "float" ? floatType(scanner, parameters, start) : typeCatalog.get(spelling);
  if (entry === undefined) throw unknownType(spelling, { start, end: nameEnd });
  const checked = spelling === "float" ? [] : checkParameters(entry, parameters, { start, end: scanner.at });
  return { name: entry.name, parameters: checked, dimensions: takeDimensions(scanner) };
}

/** Adds words while they can still belong to a type of several words. */
function takeWords(scanner: Scanner, first: string): string {
  let spelling = first;
  while (typeBeginnings.has(spelling)) {
    const before = scanner.at;
    const next = `${spelling} ${scanner.take(word)?.toLowerCase()}`;
    if (!typeCatalog.has(next) && !typeBeginnings.has(next)) {
      scanner.at = before;
      break;
    }
    spelling = next;
  }
  return spelling;
}

function takeParameters(scanner: Scanner): string[] | undefined {
  const start = scanner.here;
  if (scanner.take(/\(/y) === undefined) return undefined;
  const parameters: string[] = [];
  while (true) {
    const parameter = scanner.take(/[-+]?[\p{L}\p{N}_]+/uy);
    if (parameter !== undefined) parameters.push(parameter);
    if (parameter !== undefined && scanner.take(/,/y) !== undefined) continue;
    if (parameter !== undefined && scanner.take(/\)/y) !== undefined) return parameters;
    throw scanner.misfit(
      "definition/syntax",
      `The parameters of the type "${scanner.text.slice(0, start).trim()}" are not complete.`,
      'Write them as (n) or (n, m). Inside { } a type with a comma needs quotes: "numeric(12,2)".',
      start,
    );
  }
}

function takeDimensions(scanner: Scanner): number {
  let dimensions = 0;
  while (scanner.take(/\[\s*\d*\s*\]/y) !== undefined) dimensions++;
  if (dimensions === 0 && scanner.take(/array(?![\p{L}\p{N}_$])(\s*\[\s*\d+\s*\])?/iuy) !== undefined)
    return 1;
  return dimensions;
}

/** `float(n)` is `real` up to 24 binary digits and `double precision` above. */
function floatType(scanner: Scanner, parameters: readonly string[] | undefined, start: number): TypeEntry {
  const rule = { what: "number of binary digits", min: 1, max: 53 };
  const [digits = "53"] = checkParameters({ name: "float", parameters: [rule] }, parameters, {
    start,
    end: scanner.at,
  });
  return { name: Number(digits) <= 24 ? "real" : "double precision", parameters: [] };
}

function checkParameters(
  entry: TypeEntry,
  given: readonly string[] | undefined,
  at: { start: number; end: number },
): readonly string[] {
  const parameters = given ?? [];
  if (entry.parameters === "geometry") return checkGeometry(entry.name, parameters, at);
  const rules = entry.parameters;
  if (parameters.length > rules.length) {
    const allowed =
      rules.length === 0
        ? "no parameters"
        : `at most ${rules.length}: ${rules.map((rule) => rule.what).join(", ")}`;
    throw new Misfit(
      "model/type-parameter",
      `The type "${entry.name}" takes ${allowed}.`,
      at,
      `Write ${exampleOf(entry.name, rules)}.`,
    );
  }
  for (const [index, parameter] of parameters.entries())
    checkParameter(entry.name, rules[index], parameter, at);
  return parameters.map((parameter) => String(Number(parameter)));
}

function exampleOf(name: string, rules: readonly ParameterRule[]): string {
  return rules.length === 0 ? name : `${name}(${rules.map((rule) => rule.what).join(", ")})`;
}

function checkParameter(
  name: string,
  rule: ParameterRule | undefined,
  parameter: string,
  at: { start: number; end: number },
): void {
  const value = Number(parameter);
  if (rule === undefined || (Number.isInteger(value) && value >= rule.min && value <= rule.max)) return;
  throw new Misfit(
    "model/type-parameter",
    `The ${rule.what} of "${name}" is ${parameter}; it must be a whole number from ${rule.min} to ${rule.max}.`,
    at,
  );
}

const geometries =
  /^(geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection|circularstring|compoundcurve|curvepolygon|multicurve|multisurface|polyhedralsurface|triangle|tin)(z|m|zm)?$/i;

/** `geometry(Point, 4326)`: a shape and the number of a coordinate system. */
function checkGeometry(
  name: string,
  parameters: readonly string[],
  at: { start: number; end: number },
): readonly string[] {
  const [shape, system, ...more] = parameters;
  const good =
    (shape === undefined || geometries.test(shape)) &&
    (system === undefined || /^\d{1,6}$/.test(system)) &&
    more.length === 0;
  if (good) return parameters;
  throw new Misfit(
    "model/type-parameter",
    `"${parameters.join(", ")}" is not a shape and coordinate system of "${name}".`,
    at,
    `Write ${name}(Point, 4326).`,
  );
}

function unknownType(spelling: string, at: { start: number; end: number }): Misfit {
  if (pseudoTypes.has(spelling))
    return new Misfit("model/unknown-type", `"${spelling}" is a type for functions, not for fields.`, at);
  const instead = foreignTypes.get(spelling) ?? suggest(spelling, typeCatalog.keys());
  return new Misfit(
    "model/unknown-type",
    `There is no type "${spelling}".`,
    at,
    instead === undefined
      ? "Write a PostgreSQL type (text, integer, timestamptz, …); a type of your own needs its schema: public.mood."
      : `Did you mean ${instead}?`,
  );
}
