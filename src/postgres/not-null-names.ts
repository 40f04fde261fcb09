import { type Catalog, type CatalogObject, makeCatalog } from "./catalog.ts";

/**
 * NOT NULL has a name, and more, since PostgreSQL 18. Where an older server may come into play it is left out; a column
 * without it is equal to one with any.
 */
export function withoutNotNullNames(catalog: Catalog): Catalog {
  const objects = [...catalog.objects.values()].map((object): CatalogObject => {
    if (object.kind !== "column" || object.definition.notNullConstraint === undefined) return object;
    const { notNullConstraint, ...definition } = object.definition;
    return { ...object, definition };
  });
  return makeCatalog(objects, catalog.unhandled);
}

/** Two Catalogs that both tell it, or neither does. */
export function evenInNotNullNames(a: Catalog, b: Catalog): readonly [Catalog, Catalog] {
  return lackNotNullNames(a) || lackNotNullNames(b)
    ? [withoutNotNullNames(a), withoutNotNullNames(b)]
    : [a, b];
}

function lackNotNullNames({ objects }: Catalog): boolean {
  for (const object of objects.values()) {
    if (object.kind === "column" && object.definition.notNull)
      return object.definition.notNullConstraint === undefined;
  }
  return false;
}
