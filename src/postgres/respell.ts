import { type Catalog, emptyCatalog, keyOf, makeCatalog, type ObjectId } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { elaborate } from "./elaborate.ts";
import { kindOf } from "./kinds/index.ts";
import { planMigration } from "./migrate.ts";
import { ident } from "./quote.ts";
import { type ReadOptions, readCatalog } from "./read-catalog.ts";
import type { Shadow } from "./shadow.ts";

/**
 * Reads a database so that it can be compared with an elaborated Catalog. PostgreSQL prints a view in other words from one
 * version to the next, so what a server holds is made again in the shadow and read there.
 */
export async function readComparable(
  db: Connection,
  shadow: Shadow | (() => Promise<Shadow>),
  options: ReadOptions & { readonly cacheDir?: string | undefined } = {},
): Promise<Catalog> {
  const catalog = await readCatalog(db, options);
  if (db.embedded) return catalog;
  const roles = createRoles(mentionedRoles(catalog));
  const { statements } = planMigration(emptyCatalog, catalog);
  const respelled = await elaborate(shadow, [...roles, ...statements.map(({ sql }) => sql)], options);
  const own = [...respelled.objects].filter(([key, { kind }]) => kind !== "role" || catalog.objects.has(key));
  return makeCatalog(
    own.map(([, object]) => object),
    catalog.unhandled,
  );
}

export function createRoles(roles: readonly ObjectId[]): readonly string[] {
  return roles.map((id) => `CREATE ROLE ${ident(id.path[0] ?? "")}`);
}

/** Roles that policies and grants name, and that are not in the Catalog because they belong to the whole server. */
export function mentionedRoles(catalog: Catalog): readonly ObjectId[] {
  const mentioned = [...catalog.objects.values()]
    .flatMap((object) => kindOf(object).requires?.(object) ?? [])
    .filter((id) => id.kind === "role" && !catalog.objects.has(keyOf(id)));
  return [...new Map(mentioned.map((id) => [keyOf(id), id])).values()];
}
