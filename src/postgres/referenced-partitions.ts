import { type CatalogObject, keyOf, type ObjectOf } from "./catalog.ts";
import type { Changes } from "./diff.ts";
import type { Edges } from "./graph.ts";
import type { Unit, Units } from "./units.ts";

/** A foreign key to a partitioned table holds on to every partition: while it is there, none can be dropped as one. */

/** Bounds of partitions that go, while their parent stays and some foreign key refers to it or to what it is a partition of. */
export function boundsToDetach({ from, drops }: Changes): readonly CatalogObject[] {
  const bounds = droppedPartitions(drops).filter(({ definition }) => !drops.has(tableKey(definition.parent)));
  if (bounds.length === 0) return [];
  const referenced = new Set(foreignKeys(from.objects).map(({ definition }) => targetOf(definition)));
  return bounds.filter((bound) => ancestors(bound, from.objects).some((table) => referenced.has(table)));
}

/** Where all go, the foreign keys go before the partitions. */
export function referencesFirst({ from, drops }: Changes, units: Units, edges: Edges<Unit>): void {
  // One that is detached is a unit of its own.
  const bounds = droppedPartitions(drops).filter(
    ({ id }) => units.get("drop", keyOf(id))?.object.kind === "table",
  );
  if (bounds.length === 0) return;
  const byTarget = new Map<string, Unit[]>();
  for (const { id, definition } of foreignKeys(drops)) {
    // Those of partitions go with their parent's.
    if (definition.inheritedFrom !== undefined) continue;
    const unit = units.get("drop", keyOf(id));
    const target = targetOf(definition);
    if (unit !== undefined) byTarget.set(target, [...(byTarget.get(target) ?? []), unit]);
  }
  for (const bound of bounds) {
    for (const table of ancestors(bound, from.objects))
      for (const unit of byTarget.get(table) ?? [])
        edges.add(unit, units.get("drop", tableKey(bound.id.path)));
  }
}

type Objects = ReadonlyMap<string, CatalogObject>;

function droppedPartitions(drops: Objects): readonly ObjectOf<"partition bound">[] {
  return [...drops.values()].flatMap((object) =>
    object.kind === "partition bound" && drops.has(tableKey(object.id.path)) ? [object] : [],
  );
}

function foreignKeys(objects: Objects): readonly ObjectOf<"constraint">[] {
  return [...objects.values()].flatMap((object) =>
    object.kind === "constraint" && object.definition.references !== undefined ? [object] : [],
  );
}

/** Keys of the tables that it is a partition of, directly or not. */
function ancestors({ definition }: ObjectOf<"partition bound">, objects: Objects): readonly string[] {
  const above = objects.get(keyOf({ kind: "partition bound", path: definition.parent }));
  const further = above?.kind === "partition bound" ? ancestors(above, objects) : [];
  return [tableKey(definition.parent), ...further];
}

function targetOf({ references }: ObjectOf<"constraint">["definition"]): string {
  return tableKey(references?.table ?? []);
}

function tableKey(path: readonly string[]): string {
  return keyOf({ kind: "table", path });
}
