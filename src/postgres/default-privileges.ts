import { type Catalog, type CatalogObject, keyOf, type ObjectId, type ObjectOf } from "./catalog.ts";
import type { KindName } from "./definitions.ts";
import type { Changes } from "./diff.ts";
import { startsWith } from "./kinds/grant.ts";
import type { Pair } from "./kinds/kind.ts";
import { grantOption } from "./kinds/privileges.ts";

type Grant = ObjectOf<"grant">;

/**
 * Default privileges give every new object grants of their own. Where those are not wanted the plan changes them, as if
 * they had been there before; what is wanted it grants again, because another role that applies it may have no defaults.
 */
export function settleDefaultPrivileges(changes: Changes): Changes {
  const defaults = ownDefaults(changes.to);
  if (defaults.length === 0) return changes;
  const alters = new Map<string, Pair>(changes.alters);
  const creates = new Map(changes.creates);
  for (const object of changes.creates.values()) {
    const owner = ownerOf(object, changes.to);
    for (const grantee of new Set(defaults.map((entry) => heldBy(entry.grantee, owner)))) {
      const given = initialPrivileges(object, grantee, owner, defaults);
      const usual = startsWith(object.kind, grantee, owner);
      if (given === undefined || same(given, usual)) continue;
      const key = keyOf({ kind: "grant", path: [object.kind, ...object.id.path, grantee] });
      const wanted = changes.to.objects.get(key);
      creates.delete(key);
      alters.set(
        key,
        wanted?.kind === "grant"
          ? unwantedToWanted(wanted, given)
          : backToUsual({ object, grantee, given, usual }),
      );
    }
  }
  return { ...changes, alters, creates };
}

interface Default {
  readonly schema: string;
  readonly objects: string;
  readonly grantee: string;
  readonly privileges: readonly string[];
}

/** Those that hold for the role that applies the plan. */
function ownDefaults(catalog: Catalog): readonly Default[] {
  return [...catalog.objects.values()].flatMap((object) => {
    if (object.kind !== "default privilege" || object.id.path[1] !== "CURRENT_USER") return [];
    const [schema = "", , objects = "", grantee = ""] = object.id.path;
    return [{ schema, objects, grantee, privileges: object.definition.privileges }];
  });
}

const objectsOf: Readonly<Partial<Record<KindName, string>>> = {
  table: "TABLES",
  view: "TABLES",
  "materialized view": "TABLES",
  sequence: "SEQUENCES",
  function: "FUNCTIONS",
  aggregate: "FUNCTIONS",
  enum: "TYPES",
  domain: "TYPES",
  "composite type": "TYPES",
  "range type": "TYPES",
  schema: "SCHEMAS",
};

function ownerOf(object: CatalogObject, catalog: Catalog): string {
  const owner = catalog.objects.get(keyOf(ownerId(object)));
  return owner?.kind === "owner" ? owner.definition.role : "CURRENT_USER";
}

function ownerId({ id }: CatalogObject): ObjectId {
  return { kind: "owner", path: [id.kind, ...id.path] };
}

/** What whoever applies the plan was given goes to the one who gets the object. */
function heldBy(grantee: string, owner: string): string {
  return grantee === "CURRENT_USER" ? owner : grantee;
}

/** What holds everywhere takes the place of what is usual; what holds in the schema is added. */
function initialPrivileges(
  object: CatalogObject,
  grantee: string,
  owner: string,
  defaults: readonly Default[],
): readonly string[] | undefined {
  const objects = objectsOf[object.kind];
  if (objects === undefined) return undefined;
  const concerned = defaults.filter((entry) => entry.objects === objects);
  const here = object.kind === "schema" ? undefined : object.id.path[0];
  const givenTo = (name: string) => {
    const own = concerned.filter((entry) => entry.grantee === name);
    const everywhere = own.find((entry) => entry.schema === "")?.privileges;
    const inSchema = own.find((entry) => entry.schema !== "" && entry.schema === here)?.privileges ?? [];
    return union(everywhere ?? startsWith(object.kind, name, "CURRENT_USER"), inSchema);
  };
  return grantee === owner ? union(givenTo("CURRENT_USER"), givenTo(owner)) : givenTo(grantee);
}

function unwantedToWanted(wanted: Grant, given: readonly string[]): Pair {
  const unwanted = given.filter((privilege) => !wanted.definition.privileges.includes(privilege));
  const privileges = union(unwanted, wanted.definition.defaults);
  return { from: { ...wanted, definition: { ...wanted.definition, privileges } }, to: wanted };
}

interface Unwanted {
  readonly object: CatalogObject;
  readonly grantee: string;
  readonly given: readonly string[];
  readonly usual: readonly string[];
}

function backToUsual({ object, grantee, given, usual }: Unwanted): Pair {
  const grant = (privileges: readonly string[]): Grant => ({
    kind: "grant",
    id: { kind: "grant", path: [object.kind, ...object.id.path, grantee] },
    definition: { privileges, defaults: usual },
    dependsOn: [keyOf(object.id), keyOf(ownerId(object))],
  });
  return { from: grant(given), to: grant(usual) };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  const all = [...new Set([...a, ...b])].sort();
  if (all.includes(`ALL${grantOption}`)) return [`ALL${grantOption}`];
  return all.includes("ALL") ? ["ALL"] : all;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.join() === b.join();
}
