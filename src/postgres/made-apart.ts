import { type CatalogObject, keyOf, type ObjectOf } from "./catalog.ts";
import type { Changes } from "./diff.ts";
import { hasIndex, isAlike, sharedIndex } from "./kinds/index-share.ts";

/**
 * New partitions are made by CREATE TABLE … PARTITION OF, which gives them all of their parent's as the parent has it.
 * Those that are to have something of it otherwise (the name of a NOT NULL, a key or index, the order of columns) are made
 * as tables of their own and then attached. Keys of the bounds of the latter.
 */
export function madeApart({ creates, to }: Pick<Changes, "creates" | "to">): ReadonlySet<string> {
  const apart = new Set<string>();
  const positions = new Map<string, ObjectOf<"column">[]>();
  for (const object of creates.values()) {
    const bound = newBound(object, creates);
    if (bound === undefined) continue;
    if (object.kind === "column") positions.set(bound, [...(positions.get(bound) ?? []), object]);
    if (isOtherwise(object, to.objects)) apart.add(bound);
  }
  for (const [bound, columns] of positions) if (!isInOrder(columns, to.objects)) apart.add(bound);
  return apart;
}

type Objects = ReadonlyMap<string, CatalogObject>;

/** Key of the bound, where the table that the object stands on is new and to be a partition. */
function newBound(object: CatalogObject, creates: Objects): string | undefined {
  if (!["column", "constraint", "index"].includes(object.kind)) return undefined;
  const path = object.kind === "index" ? object.definition.table : object.id.path.slice(0, 2);
  const bound = keyOf({ kind: "partition bound", path });
  return creates.has(bound) && creates.has(keyOf({ kind: "table", path })) ? bound : undefined;
}

function isOtherwise(object: CatalogObject, objects: Objects): boolean {
  if (object.kind === "column") return hasOtherNotNull(object, parentColumn(object, objects));
  const shared = hasIndex(object) ? sharedIndex(object) : undefined;
  const parent = shared && objects.get(keyOf(shared));
  return parent !== undefined && hasIndex(object) && hasIndex(parent) && !isAlike(parent, object);
}

function hasOtherNotNull(column: ObjectOf<"column">, parent: ObjectOf<"column"> | undefined): boolean {
  const [own, given] = [column.definition.notNullConstraint, parent?.definition.notNullConstraint];
  return own !== undefined && given !== undefined && own.name !== given.name;
}

function isInOrder(columns: readonly ObjectOf<"column">[], objects: Objects): boolean {
  const places = [...columns]
    .sort((a, b) => a.definition.position - b.definition.position)
    .flatMap((column) => parentColumn(column, objects)?.definition.position ?? []);
  return places.every((place, i) => i === 0 || place > (places[i - 1] ?? 0));
}

function parentColumn({ id, definition }: ObjectOf<"column">, objects: Objects) {
  const [parent] = definition.inheritedFrom ?? [];
  const found = parent && objects.get(keyOf({ kind: "column", path: [...parent, id.path[2] ?? ""] }));
  return found?.kind === "column" ? found : undefined;
}
