import { type Catalog, type CatalogObject, keyOf, type ObjectId, type ObjectOf } from "./catalog.ts";
import type { Changes } from "./diff.ts";
import { Edges } from "./graph.ts";
import { kindOf } from "./kinds/index.ts";
import { isAlike, sharedIndex } from "./kinds/index-share.ts";
import { parentsApart } from "./ties.ts";
import type { Unit, Units } from "./units.ts";

/** What PostgreSQL does not record comes first where that is possible. */
export function softEdges(changes: Changes, units: Units): ReadonlyMap<Unit, ReadonlySet<Unit>> {
  const edges = new Edges<Unit>();
  mentionedFirst(changes, units, edges);
  oldKeysFirst(changes, units, edges);
  oldNamesakesFirst(changes, units, edges);
  ownIndexesLast(changes, units, edges);
  attributesInOrder(changes, units, edges);
  parentsApart(changes, units, edges);
  goneBeforeAlter(changes, units, edges);
  usedAsWhole(changes.creates, "create", units, (part, user) => edges.add(part, user));
  usedAsWhole(changes.drops, "drop", units, (part, user) => edges.add(user, part));
  return edges.map;
}

/** Bodies given as strings use things by name. */
function mentionedFirst(changes: Changes, units: Units, edges: Edges<Unit>): void {
  const named = unitsByName(changes, units);
  if (named.size === 0) return;
  const add = (mentioned: Iterable<Unit>, key: string) => {
    const unit = units.get("create", key) ?? units.get("alter", key);
    for (const one of mentioned) edges.add(one, unit);
  };
  for (const object of changedTo(changes)) add(mentionedUnits(object, named), keyOf(object.id));
  // What stays as it is runs in what changes: a column's default is computed for every row there is.
  const staying = [...changes.to.objects].flatMap(([key, object]) => {
    const mentioned = changes.creates.has(key) ? [] : mentionedUnits(object, named);
    return mentioned.length === 0 ? [] : [{ key, mentioned }];
  });
  if (staying.length === 0) return;
  const users = usersIn(changes.to);
  for (const { key, mentioned } of staying) for (const user of users(key)) add(mentioned, user);
}

/** What is made, by the name that a body can call it. */
function unitsByName({ creates }: Changes, units: Units): ReadonlyMap<string, readonly Unit[]> {
  const named = new Map<string, Unit[]>();
  for (const [key, object] of creates) {
    const name = object.id.path[1];
    const unit = units.get("create", key);
    if (unit === undefined || name === undefined || kindOf(object).parents !== undefined) continue;
    named.set(name, [...(named.get(name) ?? []), unit]);
  }
  return named;
}

function changedTo({ creates, alters }: Changes): readonly CatalogObject[] {
  return [...creates.values(), ...[...alters.values()].map(({ to }) => to)];
}

function mentionedUnits(object: CatalogObject, named: ReadonlyMap<string, readonly Unit[]>): readonly Unit[] {
  return (kindOf(object).mentions?.(object) ?? []).flatMap((name) => named.get(name) ?? []);
}

/** All that needs an object, directly or not: by what is recorded, and by the names in bodies. */
function usersIn({ objects }: Catalog): (key: string) => ReadonlySet<string> {
  const direct = new Edges<string>();
  const bodies = new Edges<string>();
  for (const [key, object] of objects) {
    for (const needed of object.dependsOn) direct.add(needed, key);
    for (const name of kindOf(object).mentions?.(object) ?? []) bodies.add(name, key);
  }
  return (start) => {
    const found = new Set<string>();
    const queue = [start];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      const object = objects.get(key);
      const name = object?.kind === "function" ? object.id.path[1] : undefined;
      const users = [
        ...(direct.map.get(key) ?? []),
        ...(name === undefined ? [] : (bodies.map.get(name) ?? [])),
      ];
      for (const user of users.filter((one) => !found.has(one))) {
        found.add(user);
        queue.push(user);
      }
    }
    return found;
  };
}

/**
 * Whether something that is altered lets go of what is dropped. The drop waits for that, which may itself wait for the
 * ALTER of what both need: a table is altered, its replica identity moves to another index, then the old one goes.
 */
export function isHeld(key: string, { alters, creates, dependentsOn }: Changes): boolean {
  return !creates.has(key) && dependentsOn(key).some((dependent) => alters.has(dependent));
}

function goneBeforeAlter(changes: Changes, units: Units, edges: Edges<Unit>): void {
  for (const [key, object] of changes.drops) {
    if (!isHeld(key, changes)) continue;
    for (const needed of object.dependsOn) edges.add(units.get("drop", key), units.get("alter", needed));
  }
}

/** A foreign key takes any key of its columns, also one on its way out: it is made when the old keys are gone. */
function oldKeysFirst({ drops, creates }: Changes, units: Units, edges: Edges<Unit>): void {
  const dropped = new Edges<string>();
  for (const [key, object] of drops) if (object.kind === "constraint") dropped.add(tableKey(object), key);
  if (dropped.map.size === 0) return;
  for (const [key, object] of creates) {
    if (object.kind !== "constraint" || object.definition.references === undefined) continue;
    const target = keyOf({ kind: "table", path: object.definition.references.table });
    for (const old of dropped.map.get(target) ?? [])
      edges.add(units.get("drop", old), units.get("create", key));
  }
}

/** A call that an old and a new function of one name could answer is refused: who calls is made when the old one is gone. */
function oldNamesakesFirst(changes: Changes, units: Units, edges: Edges<Unit>): void {
  const dropped = new Edges<string>();
  for (const [key, object] of changes.drops) if (isCalled(object)) dropped.add(calledAs(object), key);
  if (dropped.map.size === 0) return;
  for (const caller of changedTo(changes)) {
    const key = keyOf(caller.id);
    for (const needed of caller.dependsOn) {
      const made = changes.creates.get(needed);
      for (const old of (made && isCalled(made) && dropped.map.get(calledAs(made))) || [])
        edges.add(units.get("drop", old), units.get("create", key) ?? units.get("alter", key));
    }
  }
}

function isCalled({ kind }: CatalogObject): boolean {
  return kind === "function" || kind === "aggregate";
}

/** A function's schema and name, without its arguments. */
function calledAs({ id }: CatalogObject): string {
  return JSON.stringify(id.path.slice(0, 2));
}

/** The index of a parent takes any of a partition that is alike, so a partition's own is made after that has its share. */
function ownIndexesLast({ creates }: Changes, units: Units, edges: Edges<Unit>): void {
  const shares = new Map<string, ObjectOf<"index">[]>();
  for (const object of creates.values()) {
    if (object.kind !== "index" || sharedIndex(object) === undefined) continue;
    const table = keyOf(tableOfIndex(object));
    shares.set(table, [...(shares.get(table) ?? []), object]);
  }
  for (const [key, own] of creates) {
    if (own.kind !== "index" || sharedIndex(own) !== undefined) continue;
    const alike = (shares.get(keyOf(tableOfIndex(own))) ?? []).filter((share) => isAlike(share, own));
    for (const share of alike) edges.add(units.get("create", keyOf(share.id)), units.get("create", key));
  }
}

/** A table has its columns in the order of the attributes of the type that it is OF. */
function attributesInOrder({ creates }: Changes, units: Units, edges: Edges<Unit>): void {
  const added = [...creates.values()]
    .filter((object) => object.kind === "column")
    .filter(({ definition }) => definition.ofType !== undefined)
    .sort((a, b) => a.definition.position - b.definition.position);
  const last = new Map<string, Unit | undefined>();
  for (const column of added) {
    const unit = units.get("create", keyOf(column.id));
    edges.add(last.get(tableKey(column)), unit);
    last.set(tableKey(column), unit);
  }
}

function tableOfIndex({ definition }: ObjectOf<"index">): ObjectId {
  return { kind: "table", path: definition.table };
}

function tableKey({ id }: CatalogObject): string {
  return keyOf({ kind: "table", path: id.path.slice(0, 2) });
}

/** What uses a table as a whole (a partition) may use the columns that it gets or loses now. */
function usedAsWhole(
  objects: ReadonlyMap<string, CatalogObject>,
  action: "create" | "drop",
  units: Units,
  found: (part: Unit | undefined, user: Unit | undefined) => void,
): void {
  const parts = new Map<string, Unit[]>();
  for (const [key, object] of objects) {
    const unit = units.get(action, key);
    if (unit === undefined || !kindOf(object).inline) continue;
    for (const parent of kindOf(object).parents?.(object) ?? []) {
      parts.set(keyOf(parent), [...(parts.get(keyOf(parent)) ?? []), unit]);
    }
  }
  for (const [key, object] of objects) {
    if (kindOf(object).inline) continue;
    for (const needed of object.dependsOn) {
      for (const part of parts.get(needed) ?? []) found(part, units.get(action, key));
    }
  }
}
