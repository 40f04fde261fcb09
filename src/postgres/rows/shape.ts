import { type Catalog, type CatalogObject, keyOf } from "../catalog.ts";
import type { Connection } from "../connection.ts";
import type { ColumnDefinition } from "../definitions.ts";

/** A table as whoever fills it must see it: what a row may be. */
export interface Shape {
  /** `schema.table`, unquoted: names the table in results. */
  readonly key: string;
  readonly schema: string;
  readonly table: string;
  readonly partitioned: boolean;
  readonly parent?: string | undefined;
  readonly columns: readonly Column[];
  readonly checks: readonly CheckShape[];
  /** Columns that no two rows may share. */
  readonly uniques: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
}

export interface Column extends ColumnDefinition {
  readonly name: string;
  /** The columns that a generated column is computed from. */
  readonly generatedFrom?: readonly string[] | undefined;
}

export interface CheckShape {
  readonly name: string;
  readonly expression: string;
  readonly columns: readonly string[];
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  /** The `key` of the table that it refers to, and its schema and name. */
  readonly target: string;
  readonly targetPath: readonly string[];
  readonly references: readonly string[];
}

/** The tables of a catalog, partitions with the rows that their bounds admit. */
export async function readShapes(db: Connection, catalog: Catalog): Promise<ReadonlyMap<string, Shape>> {
  const parts = partsByTable(catalog);
  const bounds = await readBounds(db, catalog);
  const shapes = new Map<string, Shape>();
  for (const object of catalog.objects.values()) {
    // What is in a foreign table is not ours.
    if (object.kind !== "table" || object.definition.foreign !== undefined) continue;
    const [schema = "", table = ""] = object.id.path;
    const key = `${schema}.${table}`;
    const place = catalog.objects.get(keyOf({ kind: "partition bound", path: object.id.path }));
    shapes.set(key, {
      key,
      schema,
      table,
      partitioned: object.definition.partitionBy !== undefined,
      parent: place?.kind === "partition bound" ? place.definition.parent.join(".") : undefined,
      ...constraintsOf(parts.get(key) ?? [], bounds.get(key)),
    });
  }
  return new Map([...shapes].map(([key, shape]) => [key, withParent(shape, shapes)]));
}

/** Columns, constraints and indexes by the table they belong to. */
function partsByTable(catalog: Catalog): ReadonlyMap<string, readonly CatalogObject[]> {
  const parts = new Map<string, CatalogObject[]>();
  for (const object of catalog.objects.values()) {
    if (object.kind !== "column" && object.kind !== "constraint" && object.kind !== "index") continue;
    const [schema, table] = object.kind === "index" ? object.definition.table : object.id.path;
    const key = `${schema}.${table}`;
    parts.set(key, [...(parts.get(key) ?? []), object]);
  }
  return parts;
}

function constraintsOf(
  own: readonly CatalogObject[],
  bound: string | undefined,
): Pick<Shape, "columns" | "checks" | "uniques" | "foreignKeys"> {
  const columns = columnsOf(own);
  const checks = [
    ...own.flatMap((object) => checkOf(object)),
    ...(bound === undefined
      ? []
      : [{ name: "partition bound", expression: bound, columns: mentioned(bound, namesOf(columns)) }]),
  ];
  return {
    columns,
    checks: checks.map((check) => ({ ...check, columns: throughGenerated(check.columns, columns) })),
    uniques: [...own.flatMap(uniqueConstraintOf), ...own.flatMap((object) => uniqueIndexOf(object, columns))],
    foreignKeys: own.flatMap(foreignKeyOf),
  };
}

function columnsOf(objects: readonly CatalogObject[]): readonly Column[] {
  const columns: readonly Column[] = objects
    .flatMap(({ kind, id, definition }) =>
      kind === "column" ? [{ name: id.path[2] ?? "", ...definition }] : [],
    )
    .sort((a, b) => a.position - b.position);
  return columns.map((column) =>
    column.generated === undefined
      ? column
      : { ...column, generatedFrom: mentioned(column.generated, namesOf(columns)) },
  );
}

function checkOf(object: CatalogObject): readonly CheckShape[] {
  if (object.kind !== "constraint" || object.definition.type !== "check") return [];
  const { definition, columns } = object.definition;
  return [{ name: object.id.path[2] ?? "", expression: checkExpression(definition), columns }];
}

/** `schema.table.column` */
export function columnKey(shape: Shape, column: string): string {
  return `${shape.key}.${column}`;
}

export function isNullable(shape: Shape, column: string): boolean {
  return shape.columns.find(({ name }) => name === column)?.notNull === false;
}

/** The table as if it had not the columns that `leaveOut` lists by `columnKey`. */
export function without(shape: Shape, leaveOut: ReadonlySet<string>): Shape {
  const kept = (column: string) => !leaveOut.has(columnKey(shape, column));
  return {
    ...shape,
    columns: shape.columns.filter(({ name }) => kept(name)),
    uniques: shape.uniques.filter((columns) => columns.every(kept)),
    foreignKeys: shape.foreignKeys.filter(({ columns }) => columns.every(kept)),
  };
}

/** The expression inside `CHECK (…) NO INHERIT NOT VALID`. */
export function checkExpression(definition: string): string {
  return definition.slice(definition.indexOf("(") + 1, definition.lastIndexOf(")"));
}

function uniqueConstraintOf(object: CatalogObject): readonly (readonly string[])[] {
  if (object.kind !== "constraint") return [];
  return ["primary key", "unique"].includes(object.definition.type) ? [object.definition.columns] : [];
}

/** A unique index that is no constraint. Of an expression all columns count: stricter than the index where it matters. */
function uniqueIndexOf(object: CatalogObject, columns: readonly Column[]): readonly (readonly string[])[] {
  if (object.kind !== "index" || !object.definition.definition.startsWith("CREATE UNIQUE")) return [];
  const keys = object.definition.definition.replace(/^.*? USING \w+ /s, "").replace(/ INCLUDE .*$/s, "");
  return [mentioned(keys, namesOf(columns))];
}

function foreignKeyOf(object: CatalogObject): readonly ForeignKey[] {
  if (object.kind !== "constraint" || object.definition.references === undefined) return [];
  const { columns, references } = object.definition;
  const name = object.id.path[2] ?? "";
  const targetPath = references.table;
  return [{ name, columns, target: targetPath.join("."), targetPath, references: references.columns }];
}

function namesOf(columns: readonly Column[]): readonly string[] {
  return columns.map(({ name }) => name);
}

/** The columns whose names stand in an expression. */
export function mentioned(expression: string, columns: readonly string[]): readonly string[] {
  const words = new Set(expression.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu));
  return columns.filter((name) => words.has(name) || words.has(`"${name.replaceAll('"', '""')}"`));
}

/** A generated column is chosen by choosing what it is generated from. */
function throughGenerated(names: readonly string[], columns: readonly Column[]): readonly string[] {
  const sources = names.flatMap(
    (name) => columns.find((column) => column.name === name)?.generatedFrom ?? [name],
  );
  return [...new Set(sources)];
}

/** What a row must be to belong to each partition. */
async function readBounds(db: Connection, catalog: Catalog): Promise<ReadonlyMap<string, string>> {
  if (![...catalog.objects.values()].some(({ kind }) => kind === "partition bound")) return new Map();
  const rows = await db.query<{ key: string; bound: string }>(
    `select n.nspname || '.' || c.relname as key, pg_get_partition_constraintdef(c.oid) as bound
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relispartition and c.relkind = 'r' and pg_get_partition_constraintdef(c.oid) is not null`,
  );
  return new Map(rows.map((row) => [row.key, row.bound]));
}

/** A partition also keeps what its parent promises. */
function withParent(shape: Shape, shapes: ReadonlyMap<string, Shape>): Shape {
  const parent = shape.parent === undefined ? undefined : shapes.get(shape.parent);
  if (parent === undefined) return shape;
  const { checks, uniques, foreignKeys } = withParent(parent, shapes);
  const isNew = (name: string, known: readonly { readonly name: string }[]) =>
    !known.some((one) => one.name === name);
  return {
    ...shape,
    checks: [...shape.checks, ...checks.filter((check) => isNew(check.name, shape.checks))],
    uniques: [...shape.uniques, ...uniques],
    foreignKeys: [...shape.foreignKeys, ...foreignKeys.filter((key) => isNew(key.name, shape.foreignKeys))],
  };
}
