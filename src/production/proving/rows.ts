import type { Config, Entity } from "../../model/model.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import type { Connection } from "../../postgres/connection.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";

/** Column → value as text. */
export type TextRow = ReadonlyMap<string, string | null>;

/** What is in an entity's table, and what fits beside it. */
export interface TableRows {
  readonly existing: readonly TextRow[];
  readonly spare: readonly TextRow[];
  /** Column → type, as `format_type` prints it. */
  readonly types: ReadonlyMap<string, string>;
}

/** Reads an entity's rows, in the order of their key. */
export async function readRows(
  db: Connection,
  entity: Entity,
  config: Config,
  catalog: Catalog,
  spare: readonly TextRow[],
): Promise<TableRows> {
  const names = entity.fields.map(({ name }) => name);
  const rows = await db.query<{ values: readonly (string | null)[] }>(
    `SELECT ARRAY[${names.map((name) => `${ident(name)}::text`).join(", ")}] AS values
    FROM ${tableOf(entity, config)} ORDER BY ${identList(entity.key)}`,
  );
  return {
    existing: rows.map(({ values }) => new Map(names.map((name, i) => [name, values[i] ?? null]))),
    spare,
    types: columnTypes(catalog, [config.schema, entity.table]),
  };
}

function columnTypes(
  catalog: Catalog,
  [schema, table]: readonly [string, string],
): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const object of catalog.objects.values()) {
    const [inSchema, inTable, column = ""] = object.id.path;
    if (object.kind === "column" && inSchema === schema && inTable === table)
      types.set(column, object.definition.type);
  }
  return types;
}

/** Names a row among those of its table. */
export function keyText(row: TextRow, { key }: Entity): string {
  return JSON.stringify(key.map((column) => row.get(column) ?? null));
}

/** `id = '…'` */
export function keyIs(row: TextRow, { key }: Entity): string {
  return key.map((column) => `${ident(column)} = ${literal(row.get(column) ?? null)}`).join(" AND ");
}

/** The keys of the rows of a table or view, as `keyText` writes them. */
export function keysQuery(from: string, { key }: Entity): string {
  const parts = key.map((column) => `${ident(column)}::text`).join(", ");
  return `SELECT COALESCE(json_agg(json_build_array(${parts})), '[]')::text FROM ${from}`;
}

/** Inserts the given columns of a row; `overriding` lets it give what the database counts. */
export function insertSql(
  row: TextRow,
  columns: readonly string[],
  table: string,
  overriding?: "OVERRIDING SYSTEM VALUE",
): string {
  if (columns.length === 0) return `INSERT INTO ${table} DEFAULT VALUES`;
  const values = columns.map((column) => literal(row.get(column) ?? null)).join(", ");
  const given = overriding === undefined ? "" : `${overriding} `;
  return `INSERT INTO ${table} (${identList(columns)}) ${given}VALUES (${values})`;
}
