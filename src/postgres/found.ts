import { type CatalogObject, keyOf, type ObjectId } from "./catalog.ts";
import type { Row } from "./catalog-row.ts";
import type { KindName } from "./definitions.ts";
import { kindOf } from "./kinds/index.ts";

/** An object that was read. */
export interface Entry {
  readonly object: CatalogObject;
  readonly key: string;
  /** Its `dependsOn`, which grows while more is read. */
  readonly needs: string[];
}

/** The objects read so far, by key and by their place in the system catalogs. */
export class Found {
  readonly byKey = new Map<string, Entry>();
  readonly #byPlace = new Map<number, Map<number, Entry>>();
  readonly #ignored: ReadonlySet<string>;

  constructor(ignoreSchemas: readonly string[]) {
    this.#ignored = new Set(ignoreSchemas);
  }

  add(kind: KindName, rows: readonly Row[]): void {
    const { standsOn } = kindOf({ kind });
    for (const row of rows) {
      const { path, definition } = row;
      const id = standsOn ? this.#idOn(kind, row) : { kind, path };
      if (id === undefined || this.#ignored.has(id.path[0] ?? "")) continue;
      const needs: string[] = [];
      // Each kind's query builds its own kind's definition.
      const object = { kind, id, definition, dependsOn: needs } as CatalogObject;
      const entry = { object, key: keyOf(id), needs };
      const parents = kindOf(object).parents?.(object);
      if (parents !== undefined) this.need(entry, parents);
      // A part of something that no kind handles.
      if (parents !== undefined && parents.length > 0 && needs.length === 0) continue;
      this.byKey.set(entry.key, entry);
      if (!standsOn) this.#placesIn(row.classid).set(place(row.objid, row.objsubid), entry);
    }
  }

  /** Notes that an object needs others, as far as they were read. */
  need({ needs }: Entry, ids: readonly ObjectId[]): void {
    for (const id of ids) {
      const needed = this.byKey.get(keyOf(id));
      if (needed !== undefined) addOnce(needs, needed.key);
    }
  }

  /** What is at a place of a system catalog; for a column that is no object itself (of a view) its relation. */
  at(classid: number, at: number): Entry | undefined {
    const places = this.#byPlace.get(classid);
    return places?.get(at) ?? places?.get(wholeOf(at));
  }

  #placesIn(classid: number): Map<number, Entry> {
    const places = this.#byPlace.get(classid) ?? new Map<number, Entry>();
    this.#byPlace.set(classid, places);
    return places;
  }

  #idOn(kind: KindName, { classid, objid, objsubid, onColumn, onMember, path }: Row): ObjectId | undefined {
    if (onMember) return { kind, path: [...onMember, ...path] };
    const target = this.at(classid, place(objid, objsubid))?.object.id;
    if (target === undefined) return undefined;
    // A column of a view is no object of its own, but can be commented on and granted.
    const on = onColumn ? ["column", ...target.path.slice(0, 2), onColumn] : [target.kind, ...target.path];
    return { kind, path: [...on, ...path] };
  }
}

export function addOnce<Item>(list: Item[], item: Item): void {
  if (!list.includes(item)) list.push(item);
}

/** Row and column of a system catalog as one number: rows are counted with 32 bits, columns with 16. */
export function place(objid: number, objsubid: number): number {
  return objid * 0x10000 + objsubid;
}

/** SQL for the same. */
export function placeSql(objid: string, objsubid: string): string {
  return `((${objid}::bigint << 16) + ${objsubid})`;
}

/** The place of the object that a column belongs to; itself where it is none of a column. */
export function wholeOf(at: number): number {
  return at - (at % 0x10000);
}
