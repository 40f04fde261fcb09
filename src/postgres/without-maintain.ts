import { type Catalog, type CatalogObject, makeCatalog } from "./catalog.ts";
import { grantOption, tablePrivileges } from "./kinds/privileges.ts";

/** MAINTAIN is a privilege since PostgreSQL 17. For an older server it is left out: all the others are `ALL` there. */
export function withoutMaintain(catalog: Catalog): Catalog {
  const objects = [...catalog.objects.values()].flatMap((object): readonly CatalogObject[] => {
    if (object.kind !== "grant" && object.kind !== "default privilege") return [object];
    const privileges = knownBefore(object.definition.privileges);
    if (privileges === object.definition.privileges) return [object];
    if (privileges.join() === object.definition.defaults.join()) return [];
    return [{ ...object, definition: { ...object.definition, privileges } } as CatalogObject];
  });
  return makeCatalog(objects, catalog.unhandled);
}

const others = tablePrivileges.filter((privilege) => privilege !== "MAINTAIN");

function knownBefore(privileges: readonly string[]): readonly string[] {
  const known = privileges.filter((privilege) => privilege.replace(grantOption, "") !== "MAINTAIN");
  for (const option of ["", grantOption]) {
    if (others.map((privilege) => `${privilege}${option}`).join() === known.join()) return [`ALL${option}`];
  }
  return known.length === privileges.length ? privileges : known;
}
