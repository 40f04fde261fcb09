import { type Catalog, keyOf, type ObjectOf } from "../../postgres/catalog.ts";

/** A table of a Catalog with everything that YAML may say of it. */
export interface TableObjects {
  readonly schema: string;
  readonly name: string;
  readonly table: ObjectOf<"table">;
  /** In the order in which they stand. */
  readonly columns: readonly ObjectOf<"column">[];
  readonly constraints: readonly ObjectOf<"constraint">[];
  readonly indexes: readonly ObjectOf<"index">[];
}

/** Tables by key. */
export type Tables = ReadonlyMap<string, TableObjects>;

export function tableKey(path: readonly string[]): string {
  return keyOf({ kind: "table", path: path.slice(0, 2) });
}

export function tablesOf({ objects }: Catalog): Tables {
  const tables = new Map<string, TableObjects>();
  const columns = new Map<string, ObjectOf<"column">[]>();
  const constraints = new Map<string, ObjectOf<"constraint">[]>();
  const indexes = new Map<string, ObjectOf<"index">[]>();
  for (const object of objects.values()) {
    if (object.kind === "column") push(columns, tableKey(object.id.path), object);
    if (object.kind === "constraint") push(constraints, tableKey(object.id.path), object);
    if (object.kind === "index") push(indexes, tableKey(object.definition.table), object);
  }
  for (const [key, table] of objects) {
    if (table.kind !== "table") continue;
    const [schema = "", name = ""] = table.id.path;
    const own = (columns.get(key) ?? []).toSorted((a, b) => a.definition.position - b.definition.position);
    tables.set(key, {
      schema,
      name,
      table,
      columns: own,
      constraints: constraints.get(key) ?? [],
      indexes: indexes.get(key) ?? [],
    });
  }
  return tables;
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

export function columnName({ id }: ObjectOf<"column">): string {
  return id.path[2] ?? "";
}

/** The columns of the primary key, in its order; none where YAML cannot say the key. */
export function keyColumns({ constraints }: TableObjects): readonly string[] {
  const key = constraints.find(({ definition }) => definition.type === "primary key");
  return key !== undefined && /^PRIMARY KEY \([^()]*\)$/.test(withoutQuoted(key.definition.definition))
    ? key.definition.columns
    : [];
}

/** A definition in which quoted names cannot be taken for anything else. */
export function withoutQuoted(sql: string): string {
  return sql.replaceAll(/"(?:[^"]|"")*"/g, "q");
}
