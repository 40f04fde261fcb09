import type { CatalogObject } from "./catalog.ts";
import { addOnce, type Entry, type Found, placeSql, wholeOf } from "./found.ts";

/** Dependencies between rows of two system catalogs: each of `dependents` needs what stands at the same index of `needed`. */
export interface Dependencies {
  readonly classid: number;
  readonly refclassid: number;
  /** True where the dependents are internal parts of what they need, or members of an extension. */
  readonly owned: boolean;
  /** Places. */
  readonly dependents: readonly number[];
  readonly needed: readonly number[];
}

/**
 * What users made; a default is a part of its column, a check of its domain, a loose operator of its family; the share of a partition in something of its
 * parent is no dependency of its own, and a child needs its parent, a table its type, as long as it is tied to it. Nothing
 * needs the triggers that check a foreign key, nor what it has for each partition of the table that it refers to.
 */
export const dependencyQuery = `
  SELECT classid::bigint AS classid, refclassid::bigint AS refclassid,
    deptype IN ('i', 'e') OR deptype = 'a' AND (classid = 'pg_attrdef'::regclass AND refobjsubid > 0
      OR classid = 'pg_constraint'::regclass AND refclassid = 'pg_type'::regclass
      OR refclassid = 'pg_opfamily'::regclass AND classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)) AS owned,
    json_agg(${placeSql("objid", "objsubid")}) AS dependents, json_agg(${placeSql("refobjid", "refobjsubid")}) AS needed
  FROM pg_depend WHERE objid >= 16384 AND deptype NOT IN ('P', 'S')
    AND NOT (classid = 'pg_trigger'::regclass AND deptype = 'i')
    AND NOT (classid = 'pg_constraint'::regclass AND objid IN (SELECT k.oid FROM pg_constraint AS k
      JOIN pg_constraint AS parent ON parent.oid = k.conparentid WHERE parent.conrelid = k.conrelid))
    AND NOT (classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass
      AND (objid, refobjid) IN (SELECT inhrelid, inhparent FROM pg_inherits))
    AND NOT (classid = 'pg_class'::regclass AND refclassid = 'pg_type'::regclass
      AND (objid, refobjid) IN (SELECT oid, reloftype FROM pg_class)) GROUP BY 1, 2, 3`;

/** Tells each object what it needs. What is no object itself (rule of a view, default, array type) counts for its owner. */
export function addDependencies(found: Found, groups: readonly Dependencies[]): void {
  const owners = new Owners(found, groups);
  for (const { classid, refclassid, dependents, needed } of groups) {
    dependents.forEach((dependent, i) => {
      const from = owners.resolve(classid, dependent);
      const to = owners.resolve(refclassid, needed[i] ?? 0);
      if (from === undefined || to === undefined || from === to || isHeldBy(to.object, from.object)) return;
      addOnce(from.needs, to.key);
    });
  }
}

/** Leads from what is a part of an object to that object. */
class Owners {
  readonly #found: Found;
  readonly #owners = new Map<number, Map<number, { readonly classid: number; readonly at: number }>>();

  constructor(found: Found, groups: readonly Dependencies[]) {
    this.#found = found;
    for (const { classid, refclassid, dependents, needed } of groups.filter(({ owned }) => owned)) {
      const parts = this.#owners.get(classid) ?? new Map();
      this.#owners.set(classid, parts);
      dependents.forEach((at, i) => {
        if (at === wholeOf(at)) parts.set(at, { classid: refclassid, at: needed[i] ?? 0 });
      });
    }
  }

  resolve(classid: number, at: number): Entry | undefined {
    const direct = this.#found.at(classid, at);
    if (direct !== undefined) return direct;
    const owner = this.#owners.get(classid)?.get(wholeOf(at));
    return owner && this.resolve(owner.classid, owner.at);
  }
}

/** A partitioned table "depends" on the columns of its key, and a sequence on the column that it belongs to. */
function isHeldBy(column: CatalogObject, other: CatalogObject): boolean {
  if (column.kind !== "column") return false;
  return (
    other.kind === "sequence" ||
    (other.kind === "table" && other.id.path.every((name, i) => name === column.id.path[i]))
  );
}
