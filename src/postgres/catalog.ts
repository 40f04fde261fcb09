import type { Definitions, KindName } from "./definitions.ts";
import type { UnhandledDefinition } from "./unhandled-definition.ts";

/** What one PostgreSQL database holds, read from `pg_catalog`: what is. Objects of the system and of extensions are left out. */
export interface Catalog {
  /** By `keyOf(id)`, in a stable order. */
  readonly objects: ReadonlyMap<string, CatalogObject>;
  /** What a catalog holds that no kind handles, by name; where it changes, that is a finding. */
  readonly unhandled: readonly UnhandledObject[];
}

export interface UnhandledObject {
  /** In PostgreSQL's words: `rule public.r on public.t`. */
  readonly name: string;
  readonly definition: UnhandledDefinition;
  /** Key of the object that a security label is on. */
  readonly on?: string | undefined;
}

/**
 * Names an object: its kind and the parts of its qualified name: table [schema, table]; column [schema, table, column];
 * constraint, trigger, policy [schema, table, name]; index [schema, name]; function, aggregate [schema, name, argument types];
 * comment, owner and grant: kind and parts of the object they stand on, and for a grant the grantee.
 */
export interface ObjectId {
  readonly kind: KindName;
  readonly path: readonly string[];
}

export function keyOf(id: ObjectId): string {
  return `${id.kind}:${JSON.stringify(id.path)}`;
}

/** One object. `dependsOn` holds the keys of the objects that must exist before it (from `pg_depend`). */
export type CatalogObject = { readonly [K in KindName]: ObjectOf<K> }[KindName];

export interface ObjectOf<K extends KindName> {
  readonly kind: K;
  readonly id: ObjectId;
  readonly definition: Definitions[K];
  readonly dependsOn: readonly string[];
}

/** A fresh database: nothing but the schema `public`. */
export const emptyCatalog: Catalog = makeCatalog([
  { kind: "schema", id: { kind: "schema", path: ["public"] }, definition: {}, dependsOn: [] },
]);

/** Puts objects into the stable order: by kind and path. */
export function makeCatalog(
  objects: Iterable<CatalogObject>,
  unhandled: readonly UnhandledObject[] = [],
): Catalog {
  return catalogOf(new Map([...objects].map((object) => [keyOf(object.id), object])), unhandled);
}

/** The same for objects whose keys are known. */
export function catalogOf(
  objects: ReadonlyMap<string, CatalogObject>,
  unhandled: readonly UnhandledObject[],
): Catalog {
  const entries = [...objects].sort(([a], [b]) => (a < b ? -1 : 1));
  const byName = [...unhandled].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { objects: new Map(entries), unhandled: byName };
}

/** Changes every text in a definition, at any depth. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") return change(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, walk(entry)]));
  };
  // Strings stay strings, so the shape is the same.
  return walk(value) as T;
}

/** A Catalog as JSON; the same Catalog always gives the same text. */
export function catalogToJson(catalog: Catalog): string {
  return JSON.stringify({ objects: [...catalog.objects.values()], unhandled: catalog.unhandled });
}

/** Whether a Catalog as JSON holds what no file is to hold: a password of a foreign server, a connection string. */
export function holdsSecret(json: string): boolean {
  // A quote inside a text would be escaped.
  return json.includes('"secret":"');
}

export function catalogFromJson(json: string): Catalog {
  // Written by `catalogToJson`, under a name that holds the hash of what it was made from.
  const { objects, unhandled } = JSON.parse(json) as {
    objects: CatalogObject[];
    unhandled: UnhandledObject[];
  };
  return makeCatalog(objects, unhandled);
}
