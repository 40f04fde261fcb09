import type { Entity } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { mentioned } from "../../postgres/rows/shape.ts";
import { tableOf } from "../names.ts";
import type { Actor } from "../platform.ts";
import type { HardeningContext } from "../rule.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";
import { tenantColumn } from "../tenant.ts";
import { changeableColumns, clientColumns, columnsFor } from "./columns.ts";
import { proposals } from "./promised.ts";
import { insertSql, keyIs, type TextRow } from "./rows.ts";
import type { Stage } from "./stage.ts";
import type { Try } from "./try.ts";

/** Inserts of what is proposed instead of each row. */
export function inserts(stage: Stage, entity: Entity, actor: Actor): readonly Try[] {
  const table = tableOf(entity, stage.context.config);
  const columns = columnsFor(actor, "insert", entity, clientColumns(entity, stage.context));
  return proposals(stage, entity).map((row) => ({ statement: insertSql(row, columns, table) }));
}

/** Sets a column to what it holds: enough to see whether the row may be updated. */
export function update(stage: Stage, entity: Entity, row: TextRow, actor: Actor): Try {
  const changeable = changeableColumns(entity, stage.context);
  const [column = changeable[0] ?? entity.key[0] ?? ""] = columnsFor(actor, "update", entity, changeable);
  const table = tableOf(entity, stage.context.config);
  const same = unchanged(entity, row, column, actor, ident(column));
  return { statement: `UPDATE ${table} SET ${ident(column)} = ${same} WHERE ${keyIs(row, entity)}` };
}

/** A column's own value: as SQL that reads it, or in letters where who asks may change the column and not read it. */
function unchanged(entity: Entity, row: TextRow, column: string, actor: Actor, sql: string): string {
  if (columnsFor(actor, "select", entity, [column]).length > 0) return sql;
  const value = row.get(column);
  return value == null ? "NULL" : literal(value);
}

/**
 * Inserts of the rows that are there, which become updates. None where the maker decides, whom the insert would change,
 * or where clients do not make the key.
 */
export function upserts(
  stage: Stage,
  entity: Entity,
  rows: readonly TextRow[],
  actor: Actor,
): readonly Try[] {
  const given = columnsFor(actor, "insert", entity, clientColumns(entity, stage.context));
  const [column] = columnsFor(actor, "update", entity, changeableColumns(entity, stage.context));
  const decided = decidingColumns(entity);
  const shown = entity.key.every((name) => given.includes(name)) && !decided.includes(systemFields.createdBy);
  if (column === undefined || !shown || !decided.every((name) => given.includes(name))) return [];
  const table = tableOf(entity, stage.context.config);
  return rows.map((row) => ({
    statement: `${insertSql(row, given, table)}
ON CONFLICT (${identList(entity.key)}) DO UPDATE SET ${ident(column)} = ${unchanged(entity, row, column, actor, `EXCLUDED.${ident(column)}`)}`,
  }));
}

export function mergeUpdates(
  stage: Stage,
  entity: Entity,
  rows: readonly TextRow[],
  actor: Actor,
): readonly Try[] {
  const [column] = columnsFor(actor, "update", entity, changeableColumns(entity, stage.context));
  if (column === undefined) return [];
  return rows.map((row) => ({
    statement: merge(
      stage,
      entity,
      row,
      `UPDATE SET ${ident(column)} = ${unchanged(entity, row, column, actor, `t.${ident(column)}`)}`,
    ),
  }));
}

export function mergeDeletes(stage: Stage, entity: Entity, rows: readonly TextRow[]): readonly Try[] {
  return rows.map((row) => ({
    ...remove(stage, entity, row),
    statement: merge(stage, entity, row, "DELETE"),
  }));
}

function merge({ context }: Stage, entity: Entity, row: TextRow, action: string): string {
  return `MERGE INTO ${tableOf(entity, context.config)} AS t USING (VALUES (1)) AS s ON ${keyIs(row, entity)}
WHEN MATCHED THEN ${action}`;
}

/** Whether a row is deleted shows in the row: some are only marked. */
export function remove(stage: Stage, entity: Entity, row: TextRow): Try {
  const table = tableOf(entity, stage.context.config);
  return {
    statement: `DELETE FROM ${table} WHERE ${keyIs(row, entity)}`,
    look: `SELECT t::text FROM ${table} t WHERE ${keyIs(row, entity)}`,
  };
}

/**
 * Updates that name no row and read no column, so that policies for SELECT have no say: one for each column that a
 * client may change, since a check may refuse some, and at last one of all that decides over access. That sets it to
 * what a row of theirs has, which keeps their rows theirs; who may change none is told nothing by any value, and
 * tries every column.
 */
export function updatesOfAll(
  stage: Stage,
  entity: Entity,
  rows: readonly TextRow[],
  mayUpdate: (row: TextRow) => boolean,
  actor: Actor,
): readonly Try[] {
  const [first] = rows;
  const mine = rows.find(mayUpdate);
  const table = tableOf(entity, stage.context.config);
  const decided = accessColumns(entity, stage.context);
  const open = columnsFor(actor, "update", entity, changeableColumns(entity, stage.context));
  const changeable = open.length === 0 ? changeableColumns(entity, stage.context) : open;
  const plain = changeable.filter((column) => !decided.includes(column));
  const deciding = decided.filter((column) => changeable.includes(column));
  const whole = decidingColumns(entity).every((column) => deciding.includes(column));
  const together = deciding.length > 0 && (whole || mine === undefined) ? [deciding] : [];
  return [...plain.map((column) => [column]), ...together].map((columns) => ({
    statement: `UPDATE ${table} SET ${columns.map((column) => `${ident(column)} = ${literal((mine ?? first)?.get(column) ?? null)}`).join(", ")}`,
  }));
}

/** A DELETE that names no row; what it did shows in the rows: they are there no more, or marked. */
export function deleteOfAll(stage: Stage, entity: Entity): Try {
  const table = tableOf(entity, stage.context.config);
  const key = entity.key.map((column) => `${ident(column)}::text`).join(", ");
  const mark = deletesSoftly(entity, stage.context) ? ident(systemFields.deletedAt) : "NULL";
  return {
    statement: `DELETE FROM ${table}`,
    look: `SELECT COALESCE(json_object_agg(json_build_array(${key})::text, ${mark}), '{}')::text FROM ${table} t`,
  };
}

/** Gives a row that one may change the deciding columns of a row that one may not: it must stay within reach. */
export function handOver(
  stage: Stage,
  entity: Entity,
  rows: readonly TextRow[],
  mayUpdate: (row: TextRow) => boolean,
  actor: Actor,
): readonly Try[] {
  const mine = rows.find(mayUpdate);
  const tenant = tenantColumn(entity, stage.context) ?? "";
  const others = rows.filter((row) => !mayUpdate(row));
  // The wall alone would refuse what also changes the tenant.
  const near = others.find((row) => row.get(tenant) === mine?.get(tenant));
  const other = near ?? others[0];
  const deciding = near === undefined ? accessColumns(entity, stage.context) : decidingColumns(entity);
  const settable = columnsFor(actor, "update", entity, changeableColumns(entity, stage.context));
  if (mine === undefined || other === undefined || deciding.length === 0) return [];
  if (!deciding.every((name) => settable.includes(name))) return [];
  const changes = deciding.map((name) => `${ident(name)} = ${literal(other.get(name) ?? null)}`);
  const table = tableOf(entity, stage.context.config);
  return [{ statement: `UPDATE ${table} SET ${changes.join(", ")} WHERE ${keyIs(mine, entity)}` }];
}

/** The fields that the conditions of access lines speak of. */
function decidingColumns({ access, fields }: Entity): readonly string[] {
  const conditions = access.map(({ when }) => when ?? "").join(" ");
  return mentioned(
    conditions,
    fields.map(({ name }) => name),
  );
}

/** What decides over access to a row: those fields, and the tenant. */
export function accessColumns(entity: Entity, context: HardeningContext): readonly string[] {
  const tenant = tenantColumn(entity, context);
  return [...new Set([...decidingColumns(entity), ...(tenant === undefined ? [] : [tenant])])];
}
