import {
  type Catalog,
  type CatalogObject,
  keyOf,
  makeCatalog,
  type ObjectId,
  type ObjectOf,
} from "./catalog.ts";
import { ownersOf } from "./kinds/grant.ts";
import { kindOf } from "./kinds/index.ts";
import { standsOn } from "./kinds/stands-on.ts";

/**
 * An object never loses its owner, it gets another one: what has an owner of its own on one side of a plan has the usual
 * one on the other.
 */
export function settleOwners(from: Catalog, to: Catalog): readonly [Catalog, Catalog] {
  return [withOwnersOf(from, to), withOwnersOf(to, from)];
}

function withOwnersOf(catalog: Catalog, other: Catalog): Catalog {
  const missing = [...other.objects.values()].filter(
    ({ kind, id }) =>
      kind === "owner" && !catalog.objects.has(keyOf(id)) && catalog.objects.has(keyOf(standsOn(id, 0))),
  );
  if (missing.length === 0) return catalog;
  const added = new Map(missing.map(({ id }) => [keyOf(id), usualOwner(id)]));
  const objects = [...catalog.objects.values()].map((object) => {
    const needed = (kindOf(object).requires?.(object) ?? []).map(keyOf).filter((key) => added.has(key));
    return needed.length === 0 ? object : { ...object, dependsOn: [...object.dependsOn, ...needed].sort() };
  });
  return makeCatalog([...objects, ...added.values()], catalog.unhandled);
}

function usualOwner(id: ObjectId): ObjectOf<"owner"> {
  const target = keyOf(standsOn(id, 0));
  const role = target === 'schema:["public"]' ? "pg_database_owner" : "CURRENT_USER";
  return { kind: "owner", id, definition: { role }, dependsOn: [target] };
}

/** A Catalog in which everything belongs to the usual owner. */
export function withoutOwners(catalog: Catalog): Catalog {
  return ownedByUsual(catalog, () => true);
}

/** A Catalog as the role sees it that will apply the plan: what it owns has the usual owner, and what it is a member of is its own. */
export function asSeenBy(role: string, catalog: Catalog): Catalog {
  return ownedByUsual(catalog, (owner) => owner === role, role);
}

/** Without these owners; what they may do on their own objects is said of the usual owner. */
function ownedByUsual(catalog: Catalog, isUsual: (role: string) => boolean, applier?: string): Catalog {
  const left = new Map(
    [...catalog.objects].filter(([, object]) => isLeft(object, catalog, isUsual, applier)),
  );
  const renamed = new Map<string, ObjectId>();
  for (const [key, object] of catalog.objects) {
    const id = object.kind === "grant" ? grantToUsual(object, left) : defaultOfUsual(object, applier);
    if (id !== undefined && !catalog.objects.has(keyOf(id))) renamed.set(key, id);
  }
  if (left.size === 0 && renamed.size === 0) return catalog;
  const newKey = (key: string) => {
    const id = renamed.get(key);
    return id === undefined ? key : keyOf(id);
  };
  const objects = [...catalog.objects].flatMap(([key, object]) => {
    if (left.has(key)) return [];
    const dependsOn = object.dependsOn.filter((needed) => !left.has(needed)).map(newKey);
    return [{ ...object, id: renamed.get(key) ?? object.id, dependsOn: dependsOn.sort() }];
  });
  return makeCatalog(objects, catalog.unhandled);
}

/** Also what is said twice: the role may do everything on what it owns, and is a member of what it likes. */
function isLeft(
  object: CatalogObject,
  { objects }: Catalog,
  isUsual: (role: string) => boolean,
  applier: string | undefined,
): boolean {
  if (object.kind === "owner") return isUsual(object.definition.role);
  if (applier === undefined) return false;
  if (object.kind === "membership") return ["CURRENT_USER", applier].includes(object.id.path[1] ?? "");
  return (
    object.kind === "grant" &&
    object.id.path.at(-1) === applier &&
    !ownersOf(object).some((id) => objects.has(keyOf(id)))
  );
}

function grantToUsual(
  grant: ObjectOf<"grant">,
  owners: ReadonlyMap<string, CatalogObject>,
): ObjectId | undefined {
  const grantee = grant.id.path.at(-1);
  const isOwners = ownersOf(grant).some((id) => {
    const owner = owners.get(keyOf(id));
    return owner?.kind === "owner" && owner.definition.role === grantee;
  });
  return isOwners ? { kind: "grant", path: [...grant.id.path.slice(0, -1), "CURRENT_USER"] } : undefined;
}

function defaultOfUsual({ kind, id }: CatalogObject, applier: string | undefined): ObjectId | undefined {
  const [schema = "", role = "", objects = "", grantee = ""] = id.path;
  if (kind !== "default privilege" || role !== applier) return undefined;
  const path = [schema, "CURRENT_USER", objects, grantee === role ? "CURRENT_USER" : grantee];
  return { kind, path };
}
