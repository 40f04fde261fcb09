import type { Finding } from "../model/finding.ts";
import { suggest } from "../model/names.ts";
import { type Catalog, type CatalogObject, emptyCatalog, keyOf, makeCatalog } from "./catalog.ts";
import type { KindName } from "./definitions.ts";
import { kindOf } from "./kinds/index.ts";
import { shown } from "./kinds/kind.ts";
import { withoutOwners } from "./owners.ts";

/** Patterns of names: `*` stands for any characters, `?` for one. */
export interface CatalogFilter {
  /** Only what stands in these schemas; roles and extensions stand in none and stay. */
  readonly schemas?: readonly string[] | undefined;
  /** Without these: `audit` is a schema and all in it, `crm.tmp_*` tables, views, … and all their parts. */
  readonly exclude?: readonly string[] | undefined;
  /** False: everything belongs to whoever applies a plan. */
  readonly owners?: boolean | undefined;
}

export interface Filtered {
  readonly catalog: Catalog;
  readonly cuts: readonly Cut[];
}

/** Something that was left out and is needed by what was kept. */
interface Cut {
  readonly left: string;
  readonly neededBy: string;
}

/** The part of a Catalog that is asked for. */
export function filterCatalog(whole: Catalog, filter: CatalogFilter): Filtered {
  const catalog = filter.owners === false ? withoutOwners(whole) : whole;
  const wanted = wantedBy(filter);
  const objects = [...catalog.objects.values()];
  const left = new Set(objects.filter((object) => !wanted(addressOf(object))).map(({ id }) => keyOf(id)));
  leaveParts(catalog, left);
  const kept = objects.filter(({ id }) => !left.has(keyOf(id)));
  // The schema `public` is in every Catalog.
  const always = wanted(["public"]) ? [] : emptyCatalog.objects.values();
  const unhandled = catalog.unhandled.filter(({ name }) => isWantedText(name, wanted));
  return {
    catalog: makeCatalog([...kept, ...always], unhandled),
    cuts: kept.flatMap((object) => cutsOf(object, catalog, left)),
  };
}

/** One finding for each object that was left out and is needed. */
export function cutFindings(filtered: readonly Filtered[]): readonly Finding[] {
  const needers = new Map<string, Set<string>>();
  for (const { left, neededBy } of filtered.flatMap(({ cuts }) => cuts))
    needers.set(left, (needers.get(left) ?? new Set()).add(neededBy));
  return [...needers].map(([left, by]) => ({
    code: "plan/filtered-out",
    severity: "error",
    message: `${left} is left out and needed by ${firstOf([...by])}.`,
    help: "Take both in, or leave both out: --schemas and --exclude say what is compared.",
  }));
}

const mostNames = 5;

function firstOf(names: readonly string[]): string {
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Patterns of `schemas` that no schema of these Catalogs has: a name that is written wrong would compare nothing. */
export function unknownSchemas(
  catalogs: readonly Catalog[],
  { schemas = [] }: CatalogFilter,
): readonly Finding[] {
  const names = catalogs.flatMap(({ objects }) =>
    [...objects.values()].flatMap(({ kind, id }) => (kind === "schema" ? id.path : [])),
  );
  return schemas
    .filter((pattern) => !names.some((name) => toRegExp(pattern).test(name)))
    .map((pattern) => {
      const meant = suggest(pattern, [...new Set(names)]);
      return {
        code: "plan/unknown-schema",
        severity: "error",
        message: `Neither side has a schema ${pattern}.`,
        help: meant === undefined ? "Look at the names of --schemas." : `Did you mean ${meant}?`,
      };
    });
}

/** Patterns of `exclude` that fit nothing in these Catalogs. No error: what a pattern is for may come and go. */
export function idleExcludes(
  catalogs: readonly Catalog[],
  { exclude = [] }: CatalogFilter,
): readonly Finding[] {
  const names = catalogs.flatMap(({ objects, unhandled }) => [
    ...[...objects.values()].flatMap((object) => namesOf(addressOf(object))),
    ...unhandled.flatMap(({ name }) => pathsIn(name).flatMap(namesOf)),
  ]);
  const all = new Set(names);
  return exclude
    .filter((pattern) => ![...all].some((name) => toRegExp(pattern).test(name)))
    .map((pattern) => ({
      code: "plan/excludes-nothing",
      severity: "warning",
      message: `--exclude ${pattern} leaves nothing out.`,
      help: "A name alone means a schema; what stands in a schema is written with it: public.accounts.",
    }));
}

type Wanted = (path: readonly string[]) => boolean;

/** An empty path stands for what is not told by a name of its own. */
function wantedBy({ schemas, exclude = [] }: CatalogFilter): Wanted {
  const inSchemas = schemas?.map(toRegExp);
  const excluded = exclude.map(toRegExp);
  return (path) => {
    const schemaless = path.length === 0 || path[0] === "";
    if (inSchemas !== undefined && !schemaless && !inSchemas.some((it) => it.test(path[0] ?? "")))
      return false;
    const names = namesOf(path);
    return !excluded.some((pattern) => names.some((name) => pattern.test(name)));
  };
}

/** What a pattern can mean: an object, and all that it stands in. */
function namesOf(path: readonly string[]): readonly string[] {
  return path.map((_, i) => path.slice(0, i + 1).join("."));
}

function toRegExp(pattern: string): RegExp {
  const parts = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${parts.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
}

/** Comments, owners and grants go with what they stand on; with an empty schema first, what stands in none. */
function addressOf({ kind, id }: CatalogObject): readonly string[] {
  if (kindOf({ kind }).standsOn) return [];
  return inNoSchema.has(kind) ? ["", ...id.path] : id.path;
}

const inNoSchema: ReadonlySet<KindName> = new Set([
  "role",
  "membership",
  "extension",
  "access method",
  "language",
  "transform",
  "foreign data wrapper",
  "foreign server",
  "user mapping",
  "subscription",
]);

/** Adds the parts of what is left out, and theirs; of a table also the sequences that belong to its columns. */
function leaveParts(catalog: Catalog, left: Set<string>): void {
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const [key, object] of catalog.objects) {
      const parents = (kindOf(object).parents?.(object) ?? []).map(keyOf);
      const there = parents.filter((parent) => catalog.objects.has(parent));
      if (there.length > 0 && there.every((parent) => left.has(parent))) left.add(key);
      if (object.kind === "sequence owner" && left.has(tableKey(object.definition.table)))
        left.add(keyOf({ kind: "sequence", path: object.id.path }));
    }
  }
}

function tableKey(path: readonly string[]): string {
  return keyOf({ kind: "table", path });
}

/** What no kind handles is known by PostgreSQL's words alone: `rule r on public.t`. */
function isWantedText(name: string, wanted: Wanted): boolean {
  return pathsIn(name).every(wanted);
}

function pathsIn(name: string): readonly (readonly string[])[] {
  const words = name.split(" ").filter((word) => /^[^.(]+\.[^.]/.test(word));
  return words.map((word) => word.split("."));
}

function cutsOf(object: CatalogObject, catalog: Catalog, left: ReadonlySet<string>): readonly Cut[] {
  const required = (kindOf(object).requires?.(object) ?? []).map(keyOf);
  const needed = new Set([...object.dependsOn, ...required].filter((key) => left.has(key)));
  const wholes = [...needed].flatMap((key) => {
    const other = catalog.objects.get(key);
    return other === undefined || key === 'schema:["public"]' ? [] : [wholeOf(other, catalog, left)];
  });
  return [...new Set(wholes)].map((whole) => ({ left: named(whole), neededBy: named(object) }));
}

/** Of a part that was left out, what it is a part of, if that was left out too. */
function wholeOf(part: CatalogObject, catalog: Catalog, left: ReadonlySet<string>): CatalogObject {
  const parent = (kindOf(part).parents?.(part) ?? []).map(keyOf).find((key) => left.has(key));
  const whole = parent === undefined ? undefined : catalog.objects.get(parent);
  return whole === undefined ? part : wholeOf(whole, catalog, left);
}

function named({ kind, id }: CatalogObject): string {
  return `${kind} ${shown(id.path)}`;
}
