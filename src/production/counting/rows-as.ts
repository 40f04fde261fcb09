import type { Entity } from "../../model/model.ts";
import type { ObjectOf } from "../../postgres/catalog.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import type { Home } from "../carrying/homes.ts";
import { madeName } from "../names.ts";
import type { Destination, Fix, Prototype } from "./question.ts";

/** A table of production, and the prototype's table that has its rows. */
export interface Pair {
  readonly entity: Entity;
  readonly home: Home;
  readonly destination: Destination;
  readonly prototype: Prototype;
}

export function pairOf(
  table: string | undefined,
  homes: readonly Home[],
  prototype: Prototype,
  destination: Destination,
): Pair | undefined {
  const home = homes.find(({ entity }) => entity?.table === table);
  return home?.entity && { entity: home.entity, home, destination, prototype };
}

/** `t AS (SELECT …)`: rows of the prototype under production's names; what it does not have is NULL. */
export function rowsAs(alias: string, pair: Pair, columns: readonly string[]): string {
  const { home, prototype } = pair;
  const list = [...new Set(columns)].map((column) => {
    const source = home.columns.get(column);
    const type = columnIn(pair, column)?.definition.type ?? "text";
    if (source === column) return ident(column);
    return `${source === undefined ? `NULL::${type}` : ident(source)} AS ${ident(column)}`;
  });
  return `${alias} AS (SELECT ${list.join(", ")} FROM ${qualified(prototype.schema, home.source)})`;
}

export function columnIn({ entity, destination }: Pair, column: string): ObjectOf<"column"> | undefined {
  const wanted = [destination.context.config.schema, entity.table, column].join("\0");
  for (const object of destination.target.objects.values()) {
    if (object.kind === "column" && object.id.path.join("\0") === wanted) return object;
  }
  return undefined;
}

/** Columns of production's primary key that the prototype has. */
export function keyOfRows({ entity: { key }, home }: Pair): readonly string[] {
  return key.every((column) => home.columns.has(column)) ? key : [];
}

export function showsKeys(pair: Pair): boolean {
  const key = keyOfRows(pair);
  return (
    key.length > 0 && !pair.entity.fields.some(({ name, pii }) => pii !== undefined && key.includes(name))
  );
}

/** The rows go to a table beside theirs, with why: in one statement, so none is lost, also not by a reference to it. */
export function quarantine(pair: Pair, reason: string, query: string): readonly Fix[] {
  const key = keyOfRows(pair);
  if (key.length === 0) return [];
  const { home, prototype } = pair;
  const table = home.source;
  if (prototype.followed.has(table)) {
    const text = `Put aside what refers to these rows of ${table} first: deleting them changes or deletes that, too.`;
    return [{ kind: "decide", text }];
  }
  const from = qualified(prototype.schema, table);
  const aside = qualified(prototype.schema, quarantineTable(table));
  const own = identList(key.map((column) => home.columns.get(column) ?? column));
  const text = [
    `CREATE TABLE IF NOT EXISTS ${aside} AS SELECT ''::text AS quarantine_module, ''::text AS quarantine_reason, * FROM ${from} WHERE FALSE;`,
    `WITH gone AS (DELETE FROM ${from} WHERE (${own}) IN (${query}) RETURNING *)`,
    `INSERT INTO ${aside} SELECT ${literal(prototype.module)}, ${literal(reason)}, gone.* FROM gone;`,
  ].join("\n");
  return [{ kind: "quarantine", text }];
}

export function quarantineTable(table: string): string {
  return madeName(table, "quarantine");
}
