import { splitByShadow } from "./beyond-shadow.ts";
import {
  type Catalog,
  type CatalogObject,
  emptyCatalog,
  keyOf,
  makeCatalog,
  type ObjectId,
} from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { elaborate, withoutPlatform } from "./elaborate.ts";
import { kindOf } from "./kinds/index.ts";
import { guardedCreate } from "./kinds/role.ts";
import { planForward } from "./migrate.ts";
import { withoutNotNullNames } from "./not-null-names.ts";
import { type ReadOptions, readCatalog } from "./read-catalog.ts";
import type { Shadow } from "./shadow.ts";
import { becomeStandIn, shadowSuperuser } from "./stand-in.ts";

/**
 * Reads a database so that it can be compared with an elaborated Catalog. PostgreSQL prints a view in other words from one
 * version to the next, so what a server holds is made again in the shadow and read there.
 */
export async function readComparable(
  db: Connection,
  shadow: Shadow | (() => Promise<Shadow>),
  options: ReadOptions & { readonly cacheDir?: string | undefined } = {},
): Promise<Catalog> {
  const { cacheDir } = options;
  const found = await readCatalog(db, options);
  const catalog = await withoutPlatform(found, shadow, { cacheDir, byName: !db.embedded });
  if (db.embedded) return catalog;
  const [within, beyond] = splitByShadow(catalog);
  const roles = assumeRoles(within);
  const { statements } = planForward(emptyCatalog, within);
  const respelled = await elaborate(shadow, [...roles, ...statements.map(({ sql }) => sql)], options);
  const own = [...respelled.objects].filter(([key, { kind }]) => kind !== "role" || catalog.objects.has(key));
  const made = makeCatalog(
    [...own.map(([key, object]) => asFound(object, catalog.objects.get(key))), ...beyond.objects.values()],
    catalog.unhandled,
  );
  return db.version < 180_000 ? withoutNotNullNames(made) : made;
}

/** What a failed CREATE INDEX CONCURRENTLY left behind is whole in the shadow, and yet to be built on the server. */
function asFound(made: CatalogObject, found: CatalogObject | undefined): CatalogObject {
  if (made.kind !== "index" || found?.kind !== "index" || found.definition.valid) return made;
  return { ...made, definition: { ...made.definition, valid: false } };
}

/** Statements that make the roles that Catalogs name and do not hold, because roles belong to the whole server. */
export function assumeRoles(...catalogs: readonly Catalog[]): readonly string[] {
  const objects = catalogs.flatMap((catalog) => [...catalog.objects.values()]);
  const superusers = new Set(objects.flatMap(superuserNamed));
  return mentionedRoles(...catalogs).flatMap(({ path: [name = ""] }) =>
    name === shadowSuperuser ? becomeStandIn : createRole(name, superusers.has(name)),
  );
}

/** The roles that Catalogs name and do not hold. */
export function mentionedRoles(...catalogs: readonly Catalog[]): readonly ObjectId[] {
  const named = catalogs
    .flatMap(({ objects }) => [...objects.values()])
    .flatMap((object) => kindOf(object).requires?.(object) ?? [])
    .filter(({ kind, path: [name = ""] }) => kind === "role" && !name.startsWith("pg_"))
    .filter((id) => !catalogs.some((catalog) => catalog.objects.has(keyOf(id))));
  return [...new Map(named.map((id) => [keyOf(id), id])).values()];
}

/** Only superusers can own these. */
function superuserNamed(object: CatalogObject): readonly string[] {
  const isTheirs = object.id.path[0] === "event trigger" || object.id.path[0] === "foreign data wrapper";
  return object.kind === "owner" && isTheirs ? [object.definition.role] : [];
}

function createRole(name: string, superuser: boolean): readonly string[] {
  const definition = { attributes: superuser ? ["SUPERUSER"] : [], settings: [] };
  return [guardedCreate({ kind: "role", id: { kind: "role", path: [name] }, definition, dependsOn: [] })];
}
