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
  return lost.flatMap((from) =>
    made.filter((to) => mayBe(from, to, changes)).map((to) => question(from, to)),
  );
}

function question(from: CatalogObject, to: CatalogObject): RenameQuestion {
  return { kind: from.kind === "table" ? "table" : "column", from: written(from), to: written(to) };
}

function mayBe(from: CatalogObject, to: CatalogObject, changes: Changes): boolean {
  if (from.kind === "table" && to.kind === "table") {
    const columns = columnsOf(changes.from, from);
    const sameRows = boundOf(changes.from, from) === boundOf(changes.to, to);
    const sameSchema = from.id.path[0] === to.id.path[0];
    return sameSchema && sameRows && columns !== "" && columns === columnsOf(changes.to, to);
  }
  if (from.kind !== "column" || to.kind !== "column") return false;
  const sameTable = from.id.path[0] === to.id.path[0] && from.id.path[1] === to.id.path[1];
  return sameTable && from.definition.type === to.definition.type;
}

function boundOf(catalog: Catalog, { id }: CatalogObject): string | undefined {
  const bound = catalog.objects.get(keyOf({ kind: "partition bound", path: id.path }));
  return bound && JSON.stringify(bound.definition);
}

function columnsOf(catalog: Catalog, table: CatalogObject): string {
  return [...catalog.objects.values()]
    .filter((object) => object.kind === "column")
    .filter(({ id }) => id.path[0] === table.id.path[0] && id.path[1] === table.id.path[1])
    .map(({ id, definition }) => `${JSON.stringify(id.path[2])} ${definition.type}`)
    .join();
}
