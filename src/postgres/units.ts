import { type CatalogObject, keyOf } from "./catalog.ts";
import { type Changes, contextOf } from "./diff.ts";
import { circles, Edges, type Graph } from "./graph.ts";
import { kindNames, kindOf } from "./kinds/index.ts";
import { hasIndex, sharedIndex } from "./kinds/index-share.ts";
import type { Context, Step } from "./kinds/kind.ts";
import { boundsToDetach, referencesFirst } from "./referenced-partitions.ts";
import { isHeld, softEdges } from "./soft-edges.ts";
import { childrenApart, mergesWith } from "./ties.ts";

export type Action = "drop" | "create" | "alter" | "release" | "restore";

/** What is done in one go: an action on an object, and the parts that it takes along. */
export interface Unit {
  readonly action: Action;
  readonly key: string;
  readonly object: CatalogObject;
  readonly parts: readonly CatalogObject[];
}

export interface UnitGraph extends Graph<Unit> {
  readonly context: Context;
  /** What cannot be ordered; empty for everything that PostgreSQL can hold and drop without CASCADE. */
  readonly inCircle: ReadonlySet<Unit>;
}

/** Units of the changes and what has to come before what. Parts that would close a circle stand on their own. */
export function unitGraph(changes: Changes): UnitGraph {
  const separate = new Set(neverParts(changes));
  for (;;) {
    const units = new Units(changes, separate);
    const graph = { nodes: units.all, hard: hardEdges(changes, units), soft: softEdges(changes, units) };
    const inCircle = circles(graph);
    const loose = partsInCircles(inCircle, units);
    if (loose.length === 0) {
      const context = contextOf(changes, (key) => units.get("create", key)?.parts ?? []);
      return { ...graph, context, inCircle };
    }
    for (const part of loose) separate.add(part);
  }
}

/**
 * Of a partition that is made apart, what ATTACH brings; keys that come to their table when it has partitions; and the bound
 * of a partition that has to be detached before it can go.
 */
function neverParts(changes: Changes): readonly CatalogObject[] {
  const { isMadeApart } = contextOf(changes, () => []);
  const made = [...changes.creates.values()].filter((object) => {
    if (object.kind === "partition bound") return isMadeApart(object.id);
    if (object.kind !== "constraint") return false;
    const { type, inheritedFrom, only } = object.definition;
    const comesFromParent = type === "foreign key" && inheritedFrom !== undefined;
    return only || (comesFromParent && isMadeApart({ kind: "table", path: object.id.path.slice(0, 2) }));
  });
  return [...made, ...boundsToDetach(changes)];
}

/** The units of all actions; a part is found under its whole. */
export class Units {
  readonly all: Unit[] = [];
  readonly #byKey: Readonly<Record<Action, Map<string, Unit>>> = {
    drop: new Map(),
    create: new Map(),
    alter: new Map(),
    release: new Map(),
    restore: new Map(),
  };
  #byTable: ReadonlyMap<string, readonly Unit[]> | undefined;

  constructor(changes: Changes, separate: ReadonlySet<CatalogObject>) {
    const joins = (action: Action, object: CatalogObject) =>
      !separate.has(object) && (action === "drop" || kindOf(object).inline === true);
    this.#addWithParts("drop", changes.drops, joins);
    this.#addWithParts("create", changes.creates, joins);
    for (const [key, { to }] of changes.alters) this.#add("alter", key, to);
    for (const [key, { object }] of changes.releases) {
      this.#add("release", key, object);
      this.#add("restore", key, object);
    }
  }

  /** What is done to columns, constraints, indexes and triggers of a table. */
  ofTable(table: string): readonly Unit[] {
    this.#byTable ??= groupByTable(this.all);
    return this.#byTable.get(table) ?? [];
  }

  get(action: Action, key: string): Unit | undefined {
    return this.#byKey[action].get(key);
  }

  #add(
    action: Action,
    key: string,
    object: CatalogObject,
    parts: ReadonlyMap<string, CatalogObject> = new Map(),
  ): void {
    const unit = { action, key, object, parts: [...parts.values()] };
    this.all.push(unit);
    for (const member of [key, ...parts.keys()]) this.#byKey[action].set(member, unit);
  }

  #addWithParts(
    action: "drop" | "create",
    objects: ReadonlyMap<string, CatalogObject>,
    joins: (action: Action, object: CatalogObject) => boolean,
  ): void {
    const wholes = new Map<string, Map<string, CatalogObject>>();
    const wholeOf = (key: string, object: CatalogObject): string => {
      const parents = joins(action, object) ? (kindOf(object).parents?.(object) ?? []) : [];
      for (const parent of parents.map(keyOf)) {
        const found = objects.get(parent);
        if (found !== undefined) return wholeOf(parent, found);
      }
      return key;
    };
    for (const [key, object] of objects) {
      const whole = wholeOf(key, object);
      const parts = wholes.get(whole) ?? new Map<string, CatalogObject>();
      wholes.set(whole, parts);
      if (whole !== key) parts.set(key, object);
    }
    for (const [key, parts] of wholes) {
      const object = objects.get(key);
      if (object !== undefined) this.#add(action, key, object, parts);
    }
  }
}

function groupByTable(units: readonly Unit[]): ReadonlyMap<string, readonly Unit[]> {
  const groups = new Map<string, Unit[]>();
  for (const unit of units) {
    const { object } = unit;
    if (!["column", "constraint", "index", "trigger"].includes(object.kind)) continue;
    const [schema = "", name = ""] = object.kind === "index" ? object.definition.table : object.id.path;
    const table = keyOf({ kind: "table", path: [schema, name] });
    groups.set(table, [...(groups.get(table) ?? []), unit]);
  }
  return groups;
}

function hardEdges(changes: Changes, units: Units): ReadonlyMap<Unit, ReadonlySet<Unit>> {
  const edges = new Edges<Unit>();
  const { drops, creates, alters, releases } = changes;
  const isLeftAlone = (object: CatalogObject, needed: string) => {
    const pair = alters.get(needed);
    return pair !== undefined && kindOf(pair.to).leavesAlone?.(pair.from, pair.to, object) === true;
  };
  for (const [key, object] of drops) {
    const drop = units.get("drop", key);
    edges.add(drop, units.get("create", key));
    for (const needed of object.dependsOn) {
      if (mergesWith(object, needed, "drop", units))
        for (const parent of withParents(needed, drops)) edges.add(units.get("drop", parent), drop);
      else edges.add(drop, units.get("drop", needed));
      if (isHeld(key, changes) || isLeftAlone(object, needed)) continue;
      for (const gone of withShared(key, drops))
        edges.add(units.get("drop", gone), units.get("alter", needed));
    }
  }
  for (const [key, object] of creates) {
    for (const needed of object.dependsOn) {
      if (object.kind === "column" && mergesWith(object, needed, "create", units))
        for (const parent of withParents(needed, creates))
          edges.add(units.get("create", key), units.get("create", parent));
      else edges.add(units.get("create", needed), units.get("create", key));
      if (!isLeftAlone(object, needed)) edges.add(units.get("alter", needed), units.get("create", key));
    }
    for (const id of kindOf(object).requires?.(object) ?? []) {
      edges.add(units.get("drop", keyOf(id)), units.get("create", key));
    }
  }
  for (const [key, { from, to }] of alters) {
    const alter = units.get("alter", key);
    for (const needed of to.dependsOn) {
      edges.add(units.get("create", needed), alter);
      edges.add(units.get("alter", needed), alter);
    }
    for (const needed of from.dependsOn.filter((one) => !creates.has(one))) {
      const isFreed = releases.get(key)?.frees === true && !to.dependsOn.includes(needed);
      if (isFreed && drops.get(needed)?.kind === "sequence") continue;
      edges.add(alter, units.get("drop", needed));
      if (!to.dependsOn.includes(needed)) edges.add(alter, units.get("alter", needed));
    }
  }
  for (const [key, { object }] of releases) {
    edges.add(units.get("release", key), units.get("alter", key));
    edges.add(units.get("alter", key), units.get("restore", key));
    for (const needed of changes.from.objects.get(key)?.dependsOn ?? []) {
      edges.add(units.get("release", key), units.get("drop", needed));
    }
    for (const needed of object.dependsOn) edges.add(units.get("create", needed), units.get("restore", key));
  }
  freeNames(changes, units, edges);
  childrenApart(changes, units, edges);
  referencesFirst(changes, units, edges);
  return edges.map;
}

/** A name, or the range of a partition, has to be free before something else takes it. */
function freeNames({ drops, creates, alters, releases }: Changes, units: Units, edges: Edges<Unit>): void {
  const claim = (object: CatalogObject) => kindOf(object).claims?.(object);
  const holders = new Map<string, (Unit | undefined)[]>();
  const free = (name: string | undefined, unit: Unit | undefined) => {
    if (name !== undefined) holders.set(name, [...(holders.get(name) ?? []), unit]);
  };
  const take = (name: string | undefined, unit: Unit | undefined) => {
    for (const holder of holders.get(name ?? "") ?? []) edges.add(holder, unit);
  };
  const moved = [...alters].filter(([, { from, to }]) => claim(from) !== claim(to));
  for (const [key, object] of drops)
    for (const gone of withShared(key, drops)) free(claim(object), units.get("drop", gone));
  for (const [key, { from }] of moved)
    free(claim(from), units.get(releases.get(key)?.frees ? "release" : "alter", key));
  for (const [key, object] of creates)
    for (const made of withShared(key, creates)) take(claim(object), units.get("create", made));
  for (const [key, { to }] of moved) take(claim(to), units.get("alter", key));
}

/** With all that it is a share of: the index of a partition comes and goes with its parent's. */
function withShared(key: string, objects: ReadonlyMap<string, CatalogObject>): readonly string[] {
  const object = objects.get(key);
  const shared = object !== undefined && hasIndex(object) ? sharedIndex(object) : undefined;
  return [key, ...(shared === undefined ? [] : withShared(keyOf(shared), objects))];
}

/** A column, or a constraint, with those of the parents that it comes from. */
function withParents(key: string, objects: ReadonlyMap<string, CatalogObject>): readonly string[] {
  const object = objects.get(key);
  const isParent = (needed: string) => {
    const parent = objects.get(needed);
    return parent?.kind === object?.kind && parent?.id.path.at(-1) === object?.id.path.at(-1);
  };
  const parents = object?.dependsOn.filter(isParent) ?? [];
  return [key, ...parents.flatMap((parent) => withParents(parent, objects))];
}

/** Of the parts that close circles by what they need: those of the last kind, foreign keys before columns. */
function partsInCircles(inCircle: ReadonlySet<Unit>, units: Units): readonly CatalogObject[] {
  const parts = [...inCircle].flatMap((unit) =>
    unit.parts.filter((part) =>
      part.dependsOn
        .flatMap((key) => [units.get(unit.action, key), units.get("alter", key)])
        .some((needed) => needed !== undefined && needed !== unit && inCircle.has(needed)),
    ),
  );
  const last = Math.max(...parts.map((part) => kindNames.indexOf(part.kind)));
  return parts.filter((part) => kindNames.indexOf(part.kind) === last);
}

/** The statements of a unit. */
export function stepsOf({ action, key, object }: Unit, changes: Changes, context: Context): readonly Step[] {
  const kind = kindOf(object);
  switch (action) {
    case "drop":
      return kind.drop(object, context);
    case "create":
      return kind.create(object, context);
    case "release":
      return changes.releases.get(key)?.down ?? [];
    case "restore":
      return changes.releases.get(key)?.up ?? [];
    case "alter": {
      const from = changes.alters.get(key)?.from;
      const steps = changes.steps.get(key) ?? (from && kind.alter(from, object, context)) ?? [];
      return steps === "replace" ? [] : steps;
    }
  }
}
