import { canonical } from "./canonical.ts";
import {
  type Catalog,
  type CatalogObject,
  type KindName,
  keyOf,
  makeCatalog,
  mapStrings,
  type ObjectId,
} from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { kindNames, kindOf } from "./kinds/index.ts";
import { findUnhandled, unhandledQuery } from "./unhandled.ts";

export interface ReadOptions {
  /** Schemas that belong to somebody else (a platform's own). */
  readonly ignoreSchemas?: readonly string[] | undefined;
  /** Roles belong to the whole server: all, none, or those of these names. When absent, only the embedded PostgreSQL's are read. */
  readonly roles?: boolean | readonly string[] | undefined;
}

/** Where an object stands in the system catalogs: table, row, and number of the column. */
export interface Address {
  readonly classid: number;
  readonly objid: number;
  readonly objsubid: number;
}

interface Row extends Address {
  readonly path: readonly string[];
  readonly definition: CatalogObject["definition"];
  /** Of what stands on a column. */
  readonly column?: string | null;
  /** Of what stands on a member of an extension: kind and path. */
  readonly member?: readonly string[] | null;
}

interface Dependency extends Address {
  readonly refclassid: number;
  readonly refobjid: number;
  readonly refobjsubid: number;
  readonly deptype: string;
}

/** Reads what a database holds: one query per kind, one for the dependencies, one for what no kind knows. */
export async function readCatalog(db: Connection, options: ReadOptions = {}): Promise<Catalog> {
  const [session] = await db.query<{ path: string }>("SELECT current_setting('search_path') AS path");
  await db.query("SELECT pg_catalog.set_config('search_path', '', false)");
  try {
    return await read(db, options);
  } finally {
    await db.query("SELECT pg_catalog.set_config('search_path', $1, false)", [session?.path ?? ""]);
  }
}

async function read(db: Connection, options: ReadOptions): Promise<Catalog> {
  const found = new Found(options.ignoreSchemas ?? []);
  for (const kind of readingOrder) {
    const rows = await db.query<Row>(kindOf({ kind }).query(db.version));
    found.add(kind, kind === "role" ? rows.filter(wantedRole(options.roles ?? db.embedded)) : rows);
  }
  const dependencies = await db.query<Dependency>(dependencyQuery);
  const dependsOn = resolveDependencies(found, dependencies);
  const objects = found.objects.map((object) =>
    withDependencies(object, found, dependsOn.get(keyOf(object.id))),
  );
  return makeCatalog(objects, await findUnhandled(db, found, options));
}

function wantedRole(roles: boolean | readonly string[]): (row: Row) => boolean {
  return ({ path }) => (typeof roles === "boolean" ? roles : roles.includes(path[0] ?? ""));
}

/** Everything that is asked of a database of this version. */
export function catalogQueries(version: number): readonly string[] {
  return [...kindNames.map((kind) => kindOf({ kind }).query(version)), dependencyQuery, unhandledQuery];
}

/** Parts after what they are a part of, and last what stands on any of them. */
const readingOrder = [
  ...kindNames.filter((kind) => kindOf({ kind }).parents === undefined),
  ...kindNames.filter((kind) => kindOf({ kind }).parents !== undefined && !kindOf({ kind }).standsOn),
  ...kindNames.filter((kind) => kindOf({ kind }).standsOn),
];

/** What users made; a default is a part of its column, a check of its domain; the share of a partition in something of its parent is no dependency of its own, and a child needs its parent as long as it is tied to it. */
const dependencyQuery = `
  SELECT classid::bigint AS classid, objid::bigint AS objid, objsubid, refclassid::bigint AS refclassid,
    refobjid::bigint AS refobjid, refobjsubid,
    CASE WHEN deptype = 'a' AND (classid = 'pg_attrdef'::regclass AND refobjsubid > 0
      OR classid = 'pg_constraint'::regclass AND refclassid = 'pg_type'::regclass) THEN 'i' ELSE deptype END::text AS deptype
  FROM pg_depend WHERE objid >= 16384 AND deptype NOT IN ('P', 'S') AND NOT (classid = 'pg_class'::regclass
    AND refclassid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_inherits WHERE inhrelid = objid AND inhparent = refobjid))`;

/** The objects read so far, by key and by their place in the system catalogs. */
export class Found {
  readonly objects: CatalogObject[] = [];
  readonly keys = new Set<string>();
  readonly #ids = new Map<string, ObjectId>();
  readonly #ignored: ReadonlySet<string>;

  constructor(ignoreSchemas: readonly string[]) {
    this.#ignored = new Set(ignoreSchemas);
  }

  add(kind: KindName, rows: readonly Row[]): void {
    const standsOn = kindOf({ kind }).standsOn === true;
    for (const row of rows) {
      const id = standsOn ? this.#idOn(kind, row) : { kind, path: row.path };
      if (id === undefined || this.#ignored.has(id.path[0] ?? "")) continue;
      // Each kind's query builds its own kind's definition.
      const definition = kindOf({ kind }).printed ? mapStrings(row.definition, canonical) : row.definition;
      const object = { kind, id, definition, dependsOn: [] } as CatalogObject;
      if (this.#isOrphan(object)) continue;
      if (!standsOn) this.#ids.set(place(row), id);
      this.keys.add(keyOf(id));
      this.objects.push(object);
    }
  }

  /** The object at an address, for a column that is none itself (of a view) its relation. */
  at(address: Address): ObjectId | undefined {
    return this.#ids.get(place(address)) ?? this.#ids.get(place({ ...address, objsubid: 0 }));
  }

  /** A part of something that no kind handles. */
  #isOrphan(object: CatalogObject): boolean {
    const parents = kindOf(object).parents?.(object);
    return parents !== undefined && !parents.some((id) => this.keys.has(keyOf(id)));
  }

  #idOn(kind: KindName, row: Row): ObjectId | undefined {
    if (row.member) return { kind, path: [...row.member, ...row.path] };
    const target = this.at(row);
    if (target === undefined) return undefined;
    // A column of a view is no object of its own, but can be commented on and granted.
    const on = row.column
      ? ["column", ...target.path.slice(0, 2), row.column]
      : [target.kind, ...target.path];
    return { kind, path: [...on, ...row.path] };
  }
}

function place({ classid, objid, objsubid }: Address): string {
  return `${classid}.${objid}.${objsubid}`;
}

/** Keys that each object needs. What is no object itself (rule of a view, default, array type) counts for its owner. */
function resolveDependencies(
  found: Found,
  dependencies: readonly Dependency[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map(dependencies.filter(isOwned).map((row) => [`${row.classid}.${row.objid}`, row]));
  const resolve = (address: Address): ObjectId | undefined => {
    const direct = found.at(address);
    const owner = owners.get(`${address.classid}.${address.objid}`);
    return direct ?? (owner && resolve(referenced(owner)));
  };
  const result = new Map<string, Set<string>>();
  for (const row of dependencies) {
    const [from, to] = [resolve(row), resolve(referenced(row))];
    if (from === undefined || to === undefined || keyOf(from) === keyOf(to) || isHeldBy(to, from)) continue;
    const keys = result.get(keyOf(from)) ?? new Set();
    result.set(keyOf(from), keys.add(keyOf(to)));
  }
  return result;
}

/** Internal parts and members of extensions. */
function isOwned({ objsubid, deptype }: Dependency): boolean {
  return objsubid === 0 && (deptype === "i" || deptype === "e");
}

function referenced({ refclassid, refobjid, refobjsubid }: Dependency): Address {
  return { classid: refclassid, objid: refobjid, objsubid: refobjsubid };
}

/** A partitioned table "depends" on the columns of its key, and a sequence on the column that it belongs to. */
function isHeldBy(column: ObjectId, other: ObjectId): boolean {
  if (column.kind !== "column") return false;
  return (
    other.kind === "sequence" ||
    (other.kind === "table" && other.path.every((name, i) => name === column.path[i]))
  );
}

function withDependencies(
  object: CatalogObject,
  found: Found,
  recorded: ReadonlySet<string> = new Set(),
): CatalogObject {
  const kind = kindOf(object);
  const needed = [...(kind.parents?.(object) ?? []), ...(kind.requires?.(object) ?? [])]
    .map(keyOf)
    .filter((key) => found.keys.has(key));
  const keys = new Set([...recorded, ...needed]);
  return { ...object, dependsOn: [...keys].sort() };
}
