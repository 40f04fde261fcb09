import { formatType } from "../model/column-type.ts";
import type { Entity, Field, Relation } from "../model/model.ts";
import { type Cardinality, cardinality } from "./cardinality.ts";
import { slugs } from "./text.ts";

/** How much of each table a diagram shows: all fields, those of keys alone, or only its name. */
export type Detail = "all" | "keys" | "names";

/** Above this many tables a diagram with all fields cannot be read. */
const tablesWithAllFields = 15;

/** An entity-relationship diagram as data; mermaid and Graphviz draw the same one. */
export interface Diagram {
  readonly title: string;
  readonly detail: Detail;
  readonly tables: readonly DiagramTable[];
  readonly lines: readonly DiagramLine[];
}

export interface DiagramTable {
  /** Unique in the diagram, and safe in every language that draws it. */
  readonly id: string;
  readonly name: string;
  /** A neighbour: it is outside the diagram's area or module and shows its name alone. */
  readonly stub: boolean;
  /** Index of its area's colour. */
  readonly hue: number | undefined;
  readonly rows: readonly DiagramRow[];
  /** How many fields are left out. */
  readonly leftOut: number;
}

export interface DiagramRow {
  readonly name: string;
  readonly type: string;
  readonly keys: readonly ("PK" | "FK" | "UK")[];
  readonly optional: boolean;
  readonly deprecated: boolean;
  readonly values: readonly string[];
}

/** A relation: from the rows that refer (`child`) to those referred to (`parent`). */
export interface DiagramLine {
  readonly name: string;
  readonly child: LineEnd;
  readonly parent: LineEnd;
  readonly cardinality: Cardinality;
}

export interface LineEnd {
  readonly table: string;
  /** Index of the row that the line ends at; the table as a whole when absent. */
  readonly row: number | undefined;
}

export interface DiagramSource {
  readonly title: string;
  /** The entities shown in full. What they relate to and is not among them becomes a stub. */
  readonly entities: readonly Entity[];
  /** Entity name → index of its area's colour. */
  readonly hues: ReadonlyMap<string, number>;
}

export function detailFor(tables: number): Detail {
  return tables > tablesWithAllFields ? "keys" : "all";
}

export function diagramOf(source: DiagramSource, detail: Detail): Diagram {
  const names = new Set(source.entities.map((entity) => entity.name));
  const neighbours = new Set(
    source.entities.flatMap((entity) => entity.relations.map((relation) => relation.target)),
  );
  const stubs = [...neighbours].filter((name) => !names.has(name)).sort();
  const ids = slugs([...names, ...stubs], "entity");
  const idOf = (name: string) => `e_${ids.get(name)}`;

  const tables = new Map<string, DiagramTable>();
  for (const entity of source.entities) {
    tables.set(entity.name, tableOf(entity, detail, idOf(entity.name), source.hues.get(entity.name)));
  }
  for (const name of stubs) {
    const look = { id: idOf(name), hue: source.hues.get(name) };
    tables.set(name, { ...look, name, stub: true, rows: [], leftOut: 0 });
  }
  const lines = source.entities.flatMap((entity) =>
    entity.relations.map((relation) => lineOf(entity, relation, tables)),
  );
  return { title: source.title, detail, tables: [...tables.values()], lines };
}

function tableOf(entity: Entity, detail: Detail, id: string, hue: number | undefined): DiagramTable {
  const rows = detail === "names" ? [] : entity.fields.map((field) => rowOf(entity, field));
  const shown = detail === "keys" ? rows.filter((row) => row.keys.length > 0) : rows;
  return {
    id,
    name: entity.name,
    stub: false,
    hue,
    rows: shown,
    leftOut: entity.fields.length - shown.length,
  };
}

function rowOf(entity: Entity, field: Field): DiagramRow {
  return {
    name: field.name,
    type: formatType(field.type),
    keys: keysOf(entity, field),
    optional: field.nullable,
    deprecated: field.deprecated !== undefined,
    values: field.values ?? [],
  };
}

function keysOf(entity: Entity, field: Field): DiagramRow["keys"] {
  const refers = entity.relations.filter((relation) => relation.columns.includes(field.name));
  return [
    ...(entity.key.includes(field.name) ? (["PK"] as const) : []),
    ...(refers.length > 0 ? (["FK"] as const) : []),
    ...(field.unique || refers.some((relation) => relation.unique) ? (["UK"] as const) : []),
  ];
}

function lineOf(entity: Entity, relation: Relation, tables: ReadonlyMap<string, DiagramTable>): DiagramLine {
  return {
    name: relation.name,
    child: endAt(tables.get(entity.name), relation.columns[0]),
    parent: endAt(tables.get(relation.target), relation.references[0]),
    cardinality: cardinality(relation),
  };
}

function endAt(table: DiagramTable | undefined, column: string | undefined): LineEnd {
  const row = table?.rows.findIndex(({ name }) => name === column) ?? -1;
  return { table: table?.id ?? "", row: row < 0 ? undefined : row };
}
