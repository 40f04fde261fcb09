import type { ColumnType } from "./model.ts";
import { suggest } from "./names.ts";
import { Misfit, Scanner } from "./scanner.ts";
import { foreignTypes, pseudoTypes, typeBeginnings, typeCatalog } from "./type-catalog.ts";
import { checkParameters, floatName } from "./type-parameters.ts";

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
  if (scanner.take(/\./y) !== undefined) return takeUserType(scanner, first, start);
  return takeKnownType(scanner, first, start);
}

function takeUserType(scanner: Scanner, schema: string, start: number): ColumnType {
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
    parameters: takeParameters(scanner),
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
  const place = { start, end: scanner.at };
  const dimensions = takeDimensions(scanner);
  if (spelling === "float") return { name: floatName(parameters, place), parameters: [], dimensions };
  const entry = typeCatalog.get(spelling);
  if (entry === undefined) throw unknownType(spelling, { start, end: nameEnd });
  return { name: entry.name, parameters: checkParameters(entry, parameters, place), dimensions };
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

function takeParameters(scanner: Scanner): readonly string[] {
  const start = scanner.here;
  if (scanner.take(/\(/y) === undefined) return [];
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
