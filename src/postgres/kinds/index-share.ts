import { type CatalogObject, keyOf, type ObjectId, type ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { followsParents, staysChild, type TableName } from "./inherited.ts";
import type { Context, Step } from "./kind.ts";
import { indexBody } from "./online/build-index.ts";

/**
 * The index of a partitioned table has a share in every partition. On either side it can be that of a key.
 * CREATE on the parent makes all shares under names that PostgreSQL chooses. Where one is to be otherwise, or is there
 * already, the parent's is made on ONLY the parent, and each share is made for itself and attached.
 */
type Indexed = ObjectOf<"index"> | ObjectOf<"constraint">;

const keys: readonly string[] = ["primary key", "unique", "exclusion"];

export function hasIndex(object: CatalogObject): object is Indexed {
  return object.kind === "index" || (object.kind === "constraint" && isKey(object));
}

export function isKey({ definition }: ObjectOf<"constraint">): boolean {
  return keys.includes(definition.type);
}

/** The index or key of the parent that this one is the share of a partition in. */
export function sharedIndex(object: Indexed): ObjectId | undefined {
  if (object.kind === "index") {
    const index = object.definition.inheritedFrom?.index;
    return index && { kind: "index", path: index };
  }
  const [parent] = object.definition.inheritedFrom ?? [];
  if (parent === undefined || !isKey(object)) return undefined;
  return parent.isIndex
    ? { kind: "index", path: [parent.table[0], parent.name] }
    : { kind: "constraint", path: [...parent.table, parent.name] };
}

/** Whether it comes and goes with the parent's. */
export function followsIndex(share: Indexed, context: Context): boolean {
  const parent = parentTable(share);
  return followsParents(tableOf(share), parent && [parent], context);
}

/** What goes with it though it could stay: the share of a partition that stays one goes only with the parent's. */
export function heldByIndex(share: Indexed, context: Context): readonly ObjectId[] {
  const [parent, index] = [parentTable(share), sharedIndex(share)];
  if (parent === undefined || index === undefined) return [];
  const isLeft = context.isReplaced(tableOf(share)) || !staysChild(tableOf(share), parent, context);
  return isLeft ? [] : [index];
}

/** Whether CREATE or ATTACH makes or takes it, rather than a statement of its own. */
export function comesWithIndex(share: Indexed, context: Context): boolean {
  const id = sharedIndex(share);
  const parent = id && context.after(id);
  if (parent === undefined || !hasIndex(parent) || !followsIndex(share, context)) return false;
  if (!context.isNew(parent.id)) return context.isNew(tableOf(share));
  return isMadeWhole(parent, context);
}

/** Whether CREATE on the parent alone gives its partitions what they are to have. */
export function isMadeWhole(parent: Indexed, context: Context): boolean {
  return (
    parent.definition.only === undefined &&
    sharesOf(parent, context.dependentsAfter(parent.id))
      .filter((share) => followsIndex(share, context))
      .every((share) => context.isNew(share.id) && isAlike(parent, share) && isMadeWhole(share, context))
  );
}

/** PostgreSQL refuses to drop an index together with shares that are those of keys, unless it is told CASCADE. */
export function hasKeysBelow(parent: Indexed, context: Context): boolean {
  return sharesOf(parent, context.dependentsBefore(parent.id)).some(
    (share) => followsIndex(share, context) && (share.kind === "constraint" || hasKeysBelow(share, context)),
  );
}

function sharesOf(parent: Indexed, dependents: readonly CatalogObject[]): readonly Indexed[] {
  const key = keyOf(parent.id);
  return dependents.filter(hasIndex).filter((one) => {
    const shared = sharedIndex(one);
    return shared !== undefined && keyOf(shared) === key;
  });
}

/** Whether the share is as PostgreSQL makes it of the parent's. */
export function isAlike(parent: Indexed, share: Indexed): boolean {
  return madeOf(parent) === madeOf(share);
}

function madeOf(object: Indexed): string {
  if (object.kind === "constraint") {
    const { type, definition, parameters } = object.definition;
    return JSON.stringify([type, definition, parameters]);
  }
  const { definition, parameters, where } = object.definition;
  return JSON.stringify([indexBody(definition), parameters, where]);
}

export function attachIndex(share: Indexed): Step {
  const [parent, own] = [sharedIndex(share), share.id].map((id) => id && indexName(id));
  return { sql: `ALTER INDEX ${parent} ATTACH PARTITION ${own}` };
}

/** The index of a key has the key's name. */
function indexName({ path }: ObjectId): string {
  return qualified(path[0] ?? "", path.at(-1) ?? "");
}

function tableOf(object: Indexed): ObjectId {
  const path = object.kind === "index" ? object.definition.table : object.id.path.slice(0, 2);
  return { kind: "table", path };
}

function parentTable(share: Indexed): TableName | undefined {
  return share.kind === "index"
    ? share.definition.inheritedFrom?.table
    : share.definition.inheritedFrom?.[0]?.table;
}
