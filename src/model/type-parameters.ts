import { Misfit } from "./scanner.ts";
import type { ParameterRule, TypeEntry } from "./type-catalog.ts";

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The parameters of a type in canonical spelling; a misfit for those that PostgreSQL would refuse. */
export function checkParameters(
  { name, parameters: rules }: TypeEntry,
  given: readonly string[],
  at: Place,
): readonly string[] {
  if (rules === "geometry") return checkGeometry(name, given, at);
  if (given.length > rules.length) throw tooMany(name, rules, at);
  return given.map((parameter, index) => {
    const value = Number(parameter);
    const rule = rules[index];
    const good = rule && Number.isInteger(value) && value >= rule.min && value <= rule.max;
    if (rule === undefined || good) return String(value);
    const message = `The ${rule.what} of "${name}" is ${parameter}; it must be a whole number from ${rule.min} to ${rule.max}.`;
    throw new Misfit("model/type-parameter", message, at);
  });
}

/** `float(n)` is `real` up to 24 binary digits and `double precision` above. */
export function floatName(given: readonly string[], at: Place): string {
  const rule = { what: "number of binary digits", min: 1, max: 53 };
  const [digits = "53"] = checkParameters({ name: "float", parameters: [rule] }, given, at);
  return Number(digits) <= 24 ? "real" : "double precision";
}

function tooMany(name: string, rules: readonly ParameterRule[], at: Place): Misfit {
  const names = rules.map((rule) => rule.what).join(", ");
  const none = rules.length === 0;
  const message = `The type "${name}" takes ${none ? "no parameters" : `at most ${rules.length}: ${names}`}.`;
  return new Misfit("model/type-parameter", message, at, `Write ${none ? name : `${name}(${names})`}.`);
}

const geometries =
  /^(geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection|circularstring|compoundcurve|curvepolygon|multicurve|multisurface|polyhedralsurface|triangle|tin)(z|m|zm)?$/i;

/** `geometry(Point, 4326)`: a shape and the number of a coordinate system. */
function checkGeometry(name: string, given: readonly string[], at: Place): readonly string[] {
  const [shape = "geometry", system = "0", ...more] = given;
  if (geometries.test(shape) && /^\d{1,6}$/.test(system) && more.length === 0) return given;
  const message = `"${given.join(", ")}" is not a shape and coordinate system of "${name}".`;
  throw new Misfit("model/type-parameter", message, at, `Write ${name}(Point, 4326).`);
}
