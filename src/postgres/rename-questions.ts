import { type Catalog, type CatalogObject, keyOf } from "./catalog.ts";
import type { Changes } from "./diff.ts";
import type { RenameQuestion } from "./plan.ts";
import { written } from "./renames.ts";

/**
 * Drops and creates that may be a rename, which only a person can tell: of columns in one table with one type, and of
 * tables with the same columns, partitions only where they hold the same rows.
 */
export function renameQuestions(changes: Changes): readonly RenameQuestion[] {
  const lost = [...changes.drops].filter(([key]) => !changes.to.objects.has(key)).map(([, object]) => object);
  const made = [...changes.creates]
    .filter(([key]) => !changes.from.objects.has(key))
    .map(([, object]) => object);
  const [lostLikeness, madeLikeness] = [likenessIn(changes.from), likenessIn(changes.to)];
  const alike = new Map<string, CatalogObject[]>();
  for (const object of made) {
    const likeness = madeLikeness(object);
    if (likeness === undefined) continue;
    const others = alike.get(likeness) ?? [];
    alike.set(likeness, others);
    others.push(object);
  }
  return lost.flatMap((from) => {
    const likeness = lostLikeness(from);
    return likeness === undefined ? [] : (alike.get(likeness) ?? []).map((to) => question(from, to));
  });
}

function question(from: CatalogObject, to: CatalogObject): RenameQuestion {
  return { kind: from.kind === "table" ? "table" : "column", from: written(from), to: written(to) };
}

/** A text that is the same for objects that may be one; undefined for what is never asked about. */
function likenessIn(catalog: Catalog): (object: CatalogObject) => string | undefined {
  let columns: ReadonlyMap<string, readonly string[]> | undefined;
  return (object) => {
    const { kind, path } = object.id;
    // What a table has from a parent is renamed with the parent's.
    if (object.kind === "column")
      return object.definition.inheritedFrom === undefined
        ? JSON.stringify([kind, ...path.slice(0, 2), object.definition.type])
        : undefined;
    if (object.kind !== "table") return undefined;
    columns ??= columnsByTable(catalog);
    const own = columns.get(tableOf(object));
    return own && JSON.stringify([kind, path[0], boundOf(catalog, object) ?? "", own]);
  };
}

function columnsByTable(catalog: Catalog): ReadonlyMap<string, readonly string[]> {
  const columns = new Map<string, string[]>();
  for (const object of catalog.objects.values()) {
    if (object.kind !== "column") continue;
    const own = columns.get(tableOf(object)) ?? [];
    columns.set(tableOf(object), own);
    own.push(`${JSON.stringify(object.id.path[2])} ${object.definition.type}`);
  }
  return columns;
}

function tableOf({ id }: CatalogObject): string {
  return JSON.stringify(id.path.slice(0, 2));
}

function boundOf(catalog: Catalog, { id }: CatalogObject): string | undefined {
  const bound = catalog.objects.get(keyOf({ kind: "partition bound", path: id.path }));
  return bound && JSON.stringify(bound.definition);
}
