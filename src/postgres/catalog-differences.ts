import { canonical } from "./canonical.ts";
import type { Catalog, CatalogObject } from "./catalog.ts";
import { sameUnhandledDefinition } from "./unhandled-definition.ts";

/** Whether two Catalogs hold the same, also of what no kind handles. */
export function sameCatalog(a: Catalog, b: Catalog): boolean {
  return a.objects.size === b.objects.size && catalogDifferences(a, b).length === 0;
}

/** Where a Catalog is not as wanted, one line per object. */
export function catalogDifferences(actual: Catalog, wanted: Catalog): readonly string[] {
  const named = ({ id }: CatalogObject) => `${id.kind} ${id.path.join(".")}`;
  const extra = [...actual.objects]
    .filter(([key]) => !wanted.objects.has(key))
    .map(([, object]) => `${named(object)} should not be there`);
  const other = [...wanted.objects].flatMap(([key, object]) => {
    const found = actual.objects.get(key);
    if (found === undefined) return [`${named(object)} is missing`];
    if (sameDefinition(found, object)) return [];
    return [`${named(object)} is ${withoutSecrets(found)} instead of ${withoutSecrets(object)}`];
  });
  return [...extra, ...other, ...unhandledDifferences(actual, wanted).map(unhandledDifference)];
}

/** What no kind handles and is not the same on both sides. */
export interface UnhandledDifference {
  readonly name: string;
  readonly is: "missing" | "extra" | "different";
}

export function unhandledDifferences(actual: Catalog, wanted: Catalog): readonly UnhandledDifference[] {
  const [have, want] = [actual, wanted].map(
    ({ unhandled }) => new Map(unhandled.map(({ name, definition }) => [name, definition])),
  );
  const names = [...new Set([...actual.unhandled, ...wanted.unhandled].map(({ name }) => name))].sort();
  return names.flatMap((name): UnhandledDifference[] => {
    const [a, b] = [have?.get(name), want?.get(name)];
    if (a === undefined) return [{ name, is: "missing" }];
    if (b === undefined) return [{ name, is: "extra" }];
    return sameUnhandledDefinition(a, b) ? [] : [{ name, is: "different" }];
  });
}

function unhandledDifference({ name, is }: UnhandledDifference): string {
  return {
    missing: `${name} is missing`,
    extra: `${name} should not be there`,
    different: `${name} is defined otherwise`,
  }[is];
}

/** Of a definition, what is only there to make statements with; never a difference, because no ALTER changes it. */
const neverDiffers: readonly string[] = ["position", "declared", "notNullNameStays", "ofType"];

/** Nor is what only one of two servers can tell, or a name that PostgreSQL does not let go of. */
const untold: readonly string[] = [...neverDiffers, "notNullConstraint"];

/** Kept in the order in which they were given, as pg_dump prints them; another order means the same. */
const unordered: readonly string[] = ["parameters", "options"];

/** Whether an object is defined as another of its key is to be. */
export function sameDefinition(a: CatalogObject, b: CatalogObject): boolean {
  // Most objects are equal to the letter, which is quick to see.
  if (sameValue(a.definition, b.definition, asItIs)) return true;
  const isTold = [a, b].every(
    ({ kind, definition }) => kind !== "column" || definition.notNullConstraint !== undefined,
  );
  const nameStays = b.kind === "column" && b.definition.notNullNameStays === true;
  // What PostgreSQL keeps as a text it gives back as it got it.
  const isText = a.kind === "function" || a.kind === "comment";
  const ignored = isTold && !nameStays ? neverDiffers : untold;
  return sameValue(a.definition, b.definition, isText ? asItIs : canonical, ignored);
}

function asItIs(text: string): string {
  return text;
}

/** As deep as it goes; what is undefined is not there. */
function sameValue(
  a: unknown,
  b: unknown,
  spelled: (text: string) => string,
  ignored: readonly string[] = [],
): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") return spelled(a) === spelled(b);
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const differs = (name: string) =>
    !ignored.includes(name) && !sameValue(inOrder(name, a[name]), inOrder(name, b[name]), spelled);
  for (const name in a) if (differs(name)) return false;
  for (const name in b) if (!(name in a) && differs(name)) return false;
  return true;
}

function inOrder(name: string, value: unknown): unknown {
  if (!unordered.includes(name) || !Array.isArray(value)) return value;
  return [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** A text that is the same for two objects exactly when their definitions are. */
export function comparable(object: CatalogObject): string {
  const compared = Object.entries(object.definition)
    .filter(([name]) => !neverDiffers.includes(name))
    .map(([name, value]) => [name, inOrder(name, value)] as const);
  return JSON.stringify(sortKeys(Object.fromEntries(compared)));
}

/** `comparable` as it may be shown. */
function withoutSecrets(object: CatalogObject): string {
  return JSON.stringify(JSON.parse(comparable(object)), (name, value) => (name === "secret" ? "…" : value));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, sortKeys(part)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
