import { type CatalogObject, keyOf, type ObjectId } from "./catalog.ts";
import type { Changes } from "./diff.ts";
import type { Edges } from "./graph.ts";
import { kindOf } from "./kinds/index.ts";
import type { Unit, Units } from "./units.ts";

/** Order around the ties of a table that stays: as a partition or by INHERITS, ALTER of the parent reaches its children. */

interface Tie {
  readonly unit: Unit;
  readonly action: "drop" | "create";
  readonly child: ObjectId;
  /** Tables that it is tied to, each with whether it was tied to it before and is after. */
  readonly parents: readonly { readonly id: ObjectId; readonly stays: boolean }[];
}

function tiesOf({ drops, creates }: Changes, units: Units): readonly Tie[] {
  const parentsOf = (tie: CatalogObject | undefined) => (tie && kindOf(tie).requires?.(tie)) ?? [];
  const collect = (
    action: Tie["action"],
    own: ReadonlyMap<string, CatalogObject>,
    others: ReadonlyMap<string, CatalogObject>,
  ) =>
    [...own].flatMap(([key, tie]) => {
      const unit = units.get(action, key);
      const [child] = kindOf(tie).parents?.(tie) ?? [];
      // As a part of its table's unit it comes and goes with that.
      if (kindOf(tie).ties !== true || unit?.object !== tie || child === undefined) return [];
      const other = parentsOf(others.get(key)).map(keyOf);
      return [
        {
          unit,
          action,
          child,
          parents: parentsOf(tie).map((id) => ({ id, stays: other.includes(keyOf(id)) })),
        },
      ];
    });
  return [...collect("drop", drops, creates), ...collect("create", creates, drops)];
}

/** The child changes on its own after it is tied off, and before it is tied on. */
export function childrenApart(changes: Changes, units: Units, edges: Edges<Unit>): void {
  for (const tie of tiesOf(changes, units)) {
    const { unit, action, child } = tie;
    for (const part of units.ofTable(keyOf(child))) {
      if (changesWithParent(part, tie, changes)) continue;
      if (action === "drop") edges.add(unit, part);
      else if (comesWithTie(part)) edges.add(unit, part);
      else if (!makesForeignKey(part)) edges.add(part, unit);
    }
  }
}

/** What a child that is tied off and on again has from its parent changes with the parent's, while both are tied. */
function changesWithParent(part: Unit, { parents }: Tie, { drops }: Changes): boolean {
  if (makesForeignKey(part)) return false;
  const from = givenBy(part.object).map((path) => keyOf({ kind: "table", path }));
  return parents.some(({ id, stays }) => stays && !drops.has(keyOf(id)) && from.includes(keyOf(id)));
}

/** The tables that a child's column, constraint or index comes from. */
function givenBy(object: CatalogObject): readonly (readonly [string, string])[] {
  if (object.kind === "column") return object.definition.inheritedFrom ?? [];
  if (object.kind === "constraint") return (object.definition.inheritedFrom ?? []).map(({ table }) => table);
  const index = object.kind === "index" ? object.definition.inheritedFrom : undefined;
  return index === undefined ? [] : [index.table];
}

/** A foreign key of the parent. */
function comesWithTie(part: Unit): boolean {
  const { object } = part;
  return (
    makesForeignKey(part) && object.kind === "constraint" && object.definition.inheritedFrom !== undefined
  );
}

/** The parent changes while it has the child on both sides or on neither. */
export function parentsApart(changes: Changes, units: Units, edges: Edges<Unit>): void {
  for (const tie of tiesOf(changes, units)) {
    const { unit, action, child, parents } = tie;
    for (const part of units.ofTable(keyOf(child)))
      if (changesWithParent(part, tie, changes)) edges.add(part, unit);
    for (const { id, stays } of parents) {
      for (const part of units.ofTable(keyOf(id))) {
        if (action === "drop" && !stays) edges.add(unit, part);
        else if (!makesForeignKey(part)) edges.add(part, unit);
      }
    }
  }
}

/**
 * What a child lists itself of what it has from its parent, and the parent's: a column of its own has to be there for the
 * parent's to merge with it, and nothing of its own can be dropped before the parent's.
 */
export function mergesWith(
  object: CatalogObject,
  needed: string,
  action: "drop" | "create",
  units: Units,
): boolean {
  if (object.kind !== "column" && object.kind !== "constraint") return false;
  const [own, parents] = [units.get(action, keyOf(object.id)), units.get(action, needed)];
  return (
    object.definition.declared === true && own?.object === object && parents?.object.kind === object.kind
  );
}

/** It may refer to the very table that its own is being tied to. */
function makesForeignKey({ action, object }: Unit): boolean {
  return action === "create" && object.kind === "constraint" && object.definition.type === "foreign key";
}
