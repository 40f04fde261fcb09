import type { Entity } from "../../model/model.ts";
import type { Connection } from "../../postgres/connection.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
import type { Shape } from "../../postgres/rows/shape.ts";
import type { Prototype } from "../counting/question.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { hasField, systemFields } from "../system-fields.ts";
import type { Home } from "./homes.ts";

/** A value for the rows that have none: what the one who carries decided. */
export interface Fill {
  readonly table: string;
  readonly column: string;
  readonly value: string;
}

/** A table of production that gets rows. */
export interface Receiver {
  readonly entity: Entity;
  readonly shape: Shape;
}

/** Values of the columns that the database itself keeps: of several the first and the last moment, the highest version. */
const settledByTime = [
  systemFields.createdAt,
  systemFields.createdBy,
  systemFields.updatedAt,
  systemFields.updatedBy,
  systemFields.version,
] as const;

/** Runs a statement for the staged rows between $1 and $2; PostgreSQL's refusal of a single one becomes its fate. */
export async function forEachRow(
  target: Connection,
  work: string,
  label: string,
  which: string,
): Promise<void> {
  await target.query(
    `SELECT pg_temp.carry_each($1, $2, min(id), max(id)) FROM carried_row WHERE ${which} HAVING count(*) > 0`,
    [work, label],
  );
}

/** Brings values whose type is another one in production into its form; those that it cannot hold whole put the row aside. */
export async function readTypes(
  target: Connection,
  { shape }: Receiver,
  home: Home,
  prototype: Prototype,
): Promise<void> {
  const before = prototype.tables.get(home.source);
  for (const [column, source] of home.columns) {
    const [from = "", to] = [before?.get(source), typeOf(shape, column)];
    if (from === to) continue;
    const value = `data ->> ${literal(column)}`;
    const cast = `(${value})::${to}`;
    const back = await comparedAs(target, from, to);
    const which = `module = ${literal(home.module)} AND source = ${literal(home.source)} AND fate IS NULL AND ${value} IS NOT NULL`;
    const less = `${column} is ${to} in production, which would not hold the whole value`;
    const lost = back === undefined ? "FALSE" : `(${cast}::${back})::text <> ${value}`;
    const work = [
      `UPDATE carried_row SET data = data || jsonb_build_object(${literal(column)}, ${cast}::text),`,
      `fate = CASE WHEN ${lost} THEN 'refused' END, reason = CASE WHEN ${lost} THEN ${literal(less)} END`,
      `WHERE id BETWEEN $1 AND $2 AND ${which}`,
    ].join(" ");
    await forEachRow(target, work, `${column} is ${to} in production, and the value is none`, which);
  }
  await target.execute("UPDATE carried_row SET fate = 'aside' WHERE fate = 'refused'");
}

/**
 * The type in which a changed value is compared with what it was: numbers, times, texts and arrays lose digits or length
 * without an error. Between other types what does not fit is one.
 */
async function comparedAs(target: Connection, from: string, to: string): Promise<string | undefined> {
  const [row] = await target.query<{ from: string | null; to: string | null }>(
    `SELECT (SELECT typcategory::text FROM pg_type WHERE oid = to_regtype($1)) AS "from",
      (SELECT typcategory::text FROM pg_type WHERE oid = to_regtype($2)) AS "to"`,
    [from, to],
  );
  if (row?.to === "S") return "text";
  return row?.to === row?.from && "NDTA".includes(row?.to ?? "-") ? from : undefined;
}

export function typeOf({ columns }: Shape, name: string): string {
  return columns.find((column) => column.name === name)?.type ?? "text";
}

/** @returns how many rows got the value */
export async function fillIn(target: Connection, { table, column, value }: Fill): Promise<number> {
  const filled = await target.query(
    `UPDATE carried_row SET data = data || jsonb_build_object($1::text, $2::text)
    WHERE home = $3 AND fate IS NULL AND data ->> $1 IS NULL RETURNING id`,
    [column, value, table],
  );
  return filled.length;
}

/** Tells which rows are one, and unites those that do not contradict each other. */
export async function mergeRows(
  target: Connection,
  { entity }: Receiver,
  preferred: string | undefined,
): Promise<void> {
  if (entity.key.length === 0) return;
  const home = literal(entity.table);
  const key = entity.key.map((column) => `data ->> ${literal(column)}`);
  await target.execute(
    `UPDATE carried_row SET key = ARRAY[${key.join(", ")}] WHERE home = ${home} AND fate IS NULL AND ${key.map((value) => `${value} IS NOT NULL`).join(" AND ")}`,
  );
  const kept = settledByTime.filter((column) => hasField(entity, column));
  await target.execute(
    sqlFromTemplate("carry-merge", {
      home,
      preferred: literal(preferred ?? null),
      "system fields": `ARRAY[${kept.map(literal).join(", ")}]::text[]`,
    }),
  );
}

/** What production has already is not carried again, and never changed. */
export async function leavePresent(
  target: Connection,
  { entity, shape }: Receiver,
  made: readonly string[],
): Promise<void> {
  if (entity.key.length === 0) return;
  const same = entity.key.map((column) => `there.${ident(column)} = ${stagedValue(shape, column)}`);
  const ours = new Set<string>([...made, ...settledByTime, ...entity.key]);
  const compared = shape.columns.filter(({ name, generated }) => generated === undefined && !ours.has(name));
  const equal = compared.map(({ name }) => {
    const value = `one.data ->> ${literal(name)}`;
    return `(${value} IS NULL OR ${value} IS NOT DISTINCT FROM there.${ident(name)}::text)`;
  });
  const isSame = equal.length === 0 ? "TRUE" : equal.join(" AND ");
  await target.execute(
    [
      `UPDATE carried_row one SET fate = CASE WHEN ${isSame} THEN 'present' ELSE 'aside' END,`,
      `reason = CASE WHEN NOT (${isSame}) THEN 'production has a row with this key and other values' END`,
      `FROM ${qualified(shape.schema, shape.table)} there`,
      `WHERE one.home = ${literal(entity.table)} AND one.fate IS NULL AND one.key IS NOT NULL AND ${same.join(" AND ")}`,
    ].join("\n"),
  );
}

/** Puts rows aside that refer to none, and then those that refer to these, until there is no such row. */
export async function putOrphansAside(
  target: Connection,
  receivers: ReadonlyMap<string, Receiver>,
): Promise<void> {
  const questions = [...receivers.values()].flatMap(({ entity, shape }) =>
    shape.foreignKeys.map((key) => {
      const values = key.columns.map((column) => `one.data ->> ${literal(column)}`);
      const there = key.references.map(
        (column, i) => `there.${ident(column)} = ${stagedValue(shape, key.columns[i] ?? "")}`,
      );
      const staged = key.references.map((column, i) => `other.data ->> ${literal(column)} = ${values[i]}`);
      const home = receivers.get(key.target)?.entity.table ?? null;
      return [
        `UPDATE carried_row one SET fate = 'aside', reason = ${literal(`${key.columns.join(", ")}: no such row of ${key.targetPath.at(-1)} is carried or there`)}`,
        `WHERE one.home = ${literal(entity.table)} AND one.fate IS NULL AND ${values.map((value) => `${value} IS NOT NULL`).join(" AND ")}`,
        `AND NOT EXISTS (SELECT FROM ${qualified(...key.targetPath)} there WHERE ${there.join(" AND ")})`,
        `AND NOT EXISTS (SELECT FROM carried_row other WHERE other.home = ${literal(home)} AND other.fate IS NULL AND ${staged.join(" AND ")})`,
        "RETURNING id",
      ].join("\n");
    }),
  );
  for (let found = 1; found > 0; ) {
    found = 0;
    for (const question of questions) found += (await target.query(question)).length;
  }
}

/** A staged value in its column's type. */
export function stagedValue(shape: Shape, column: string): string {
  return `(one.data ->> ${literal(column)})::${typeOf(shape, column)}`;
}
