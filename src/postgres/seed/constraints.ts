import type { Catalog, CatalogObject } from "../catalog.ts";
import { columnKey, mentioned, type Shape } from "../rows/shape.ts";

/** What the database promises of a table, besides what its Shape tells. */
export interface MoreConstraints {
  /** Columns that an exclusion constraint compares. */
  readonly exclusions: readonly (readonly string[])[];
  /** Columns that no two rows may share of which the predicate holds. */
  readonly partialUniques: readonly { readonly columns: readonly string[]; readonly where: string }[];
  /** Columns that may not be null, although they are not declared so. */
  readonly neverNull: ReadonlySet<string>;
}

export function moreConstraints(catalog: Catalog, shape: Shape): MoreConstraints {
  const own = [...catalog.objects.values()].filter((object) => tableKey(object) === shape.key);
  const names = shape.columns.map(({ name }) => name);
  const definitions = own.flatMap((object) =>
    object.kind === "constraint" || object.kind === "index" ? [object.definition.definition] : [],
  );
  const nullsEqual = definitions.filter((text) => text.includes("NULLS NOT DISTINCT"));
  return {
    exclusions: definitions
      .filter((text) => text.startsWith("EXCLUDE"))
      .map((text) => mentioned(text.replace(/^EXCLUDE USING \w+ /, ""), names)),
    partialUniques: own.flatMap((object) => partialUnique(object, names)),
    neverNull: new Set([
      ...nullsEqual.flatMap((text) =>
        mentioned(text.replace(/^.*?(USING \w+|UNIQUE NULLS NOT DISTINCT)/s, ""), names),
      ),
      ...shape.columns.filter(({ type }) => requiringDomains(catalog).has(type)).map(({ name }) => name),
    ]),
  };
}

function partialUnique(object: CatalogObject, names: readonly string[]): MoreConstraints["partialUniques"] {
  if (object.kind !== "index" || object.definition.where === undefined) return [];
  const { definition, where } = object.definition;
  const [, keys] = /^CREATE UNIQUE INDEX .*? USING \w+ (\(.*\))/s.exec(definition) ?? [];
  return keys === undefined ? [] : [{ columns: mentioned(keys, names), where }];
}

function tableKey(object: CatalogObject): string | undefined {
  if (object.kind === "constraint") return object.id.path.slice(0, 2).join(".");
  return object.kind === "index" ? object.definition.table.join(".") : undefined;
}

/** Domains that refuse null, as types are spelled. */
function requiringDomains(catalog: Catalog): ReadonlySet<string> {
  return new Set(
    [...catalog.objects.values()].flatMap(({ kind, id, definition }) =>
      kind === "domain" && definition.notNull ? [id.path.join("."), id.path.at(-1) ?? ""] : [],
    ),
  );
}

/**
 * Columns that a trigger makes where a row brings none, like numbers of invoices, by `columnKey`. References are not among
 * them: that a trigger writes down who is signed in helps nobody here.
 */
export function madeByTriggers(catalog: Catalog, shapes: Iterable<Shape>): ReadonlySet<string> {
  const tables = new Map([...shapes].map((shape) => [shape.key, shape]));
  const made = new Set<string>();
  for (const object of catalog.objects.values()) {
    if (object.kind !== "trigger" || !object.definition.definition.includes(" BEFORE INSERT ")) continue;
    const [, column] =
      / FOR EACH ROW WHEN \(\(new\.("(?:[^"]|"")+"|\w+) IS NULL\)\) EXECUTE /i.exec(
        object.definition.definition,
      ) ?? [];
    const shape = tables.get(object.id.path.slice(0, 2).join("."));
    const name = column?.startsWith('"') ? column.slice(1, -1).replaceAll('""', '"') : column;
    if (shape === undefined || name === undefined) continue;
    const isUnique = shape.uniques.some((columns) => columns.length === 1 && columns[0] === name);
    const refers = shape.foreignKeys.some(({ columns }) => columns.includes(name));
    if (isUnique && !refers) made.add(columnKey(shape, name));
  }
  return made;
}

/** Tables that triggers fill: `audit.log`. Rows of other making would be false there. */
export function filledByTriggers(catalog: Catalog, shapes: Iterable<Shape>): ReadonlySet<string> {
  const bodies = [...catalog.objects.values()].flatMap(({ kind, definition }) =>
    kind === "function" && /\bRETURNS trigger\b/i.test(definition.definition) ? [definition.definition] : [],
  );
  const written = new Set(
    bodies.flatMap((body) =>
      [
        ...body.matchAll(
          /\binsert\s+into\s+((?:"(?:[^"]|"")+"|[\w$]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$]+))?)/gi,
        ),
      ].map(([, name = ""]) => name.replaceAll(/\s|"/g, "").toLowerCase()),
    ),
  );
  return new Set(
    [...shapes]
      .filter(({ key, table }) => written.has(key.toLowerCase()) || written.has(table.toLowerCase()))
      .map(({ key }) => key),
  );
}
