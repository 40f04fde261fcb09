import { canonical } from "./canonical.ts";
import { type CatalogObject, type KindName, keyOf, type ObjectId } from "./catalog.ts";
import { type Row, RowReader } from "./catalog-row.ts";
import { kindOf } from "./kinds/index.ts";

/** An object that was read, with the keys of what it is known to need so far. */
export interface Entry {
  readonly object: CatalogObject;
  readonly key: string;
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
    const first = rows[0];
    if (first === undefined) return;
    const { standsOn, printed } = kindOf({ kind });
    const reader = new RowReader(first, printed && canonical);
    for (const row of rows) {
      const id = standsOn ? this.#idOn(kind, row, reader.path(row)) : { kind, path: reader.path(row) };
      if (id === undefined || this.#ignored.has(id.path[0] ?? "")) continue;
      // Each kind's query builds its own kind's definition.
      const object = { kind, id, definition: reader.definition(row), dependsOn: [] } as CatalogObject;
      const parents = kindOf(object).parents?.(object);
      const needs = this.keysOf(parents ?? []);
      // A part of something that no kind handles.
      if (parents !== undefined && needs.length === 0) continue;
      const entry = { object, key: keyOf(id), needs: [...needs] };
      this.byKey.set(entry.key, entry);
      if (!standsOn) this.#placesIn(row.classid).set(place(row.objid, row.objsubid), entry);
    }
  }

  /** Of the objects with these names those that were read. */
  keysOf(ids: readonly ObjectId[]): readonly string[] {
    return ids.flatMap((id) => this.byKey.get(keyOf(id))?.key ?? []);
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

  #idOn(kind: KindName, row: Row, path: readonly string[]): ObjectId | undefined {
    if (row.onMember) return { kind, path: [...row.onMember, ...path] };
    const target = this.at(row.classid, place(row.objid, row.objsubid))?.object.id;
    if (target === undefined) return undefined;
    // A column of a view is no object of its own, but can be commented on and granted.
    const on = row.onColumn
      ? ["column", ...target.path.slice(0, 2), row.onColumn]
      : [target.kind, ...target.path];
    return { kind, path: [...on, ...path] };
  }
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
