import type { ObjectOf } from "../catalog.ts";
import type { NotNullConstraint } from "../definitions.ts";
import { ident, qualified } from "../quote.ts";
import { chosenName } from "./chosen-name.ts";
import { part, type Step } from "./kind.ts";

type Column = ObjectOf<"column">;

/** NULL before PostgreSQL 18, where it is a mere mark on the column. */
export function notNullConstraint(version: number): string {
  return version < 180_000
    ? "NULL::json"
    : `CASE WHEN a.attnotnull THEN (SELECT json_strip_nulls(json_build_object('name', k.conname,
        'noInherit', CASE WHEN k.connoinherit THEN true END, 'notValid', CASE WHEN NOT k.convalidated THEN true END))
      FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey[1] = a.attnum) END`;
}

/** As CREATE TABLE and ADD COLUMN take it, its name only where PostgreSQL would choose another. */
export function notNullSql({ id, definition }: Column): string[] {
  const told = definition.notNullConstraint;
  if (!definition.notNull || told?.notValid) return [];
  const isUsual = told === undefined || told.name === chosenName(part(id, 1), [part(id, 2)], "not_null");
  const noInherit = told?.noInherit ? " NO INHERIT" : "";
  return [`${isUsual ? "" : `CONSTRAINT ${ident(told.name)} `}NOT NULL${noInherit}`];
}

/** Whether ALTER COLUMN SET NOT NULL gives the constraint that is wanted. */
export function isPlain(column: Column): boolean {
  return notNullSql(column)[0] === "NOT NULL";
}

export function addNotNull(
  column: Column,
  constraint: NotNullConstraint = column.definition.notNullConstraint ?? { name: "" },
): Step {
  const { name, noInherit, notValid } = constraint;
  const suffix = `${noInherit ? " NO INHERIT" : ""}${notValid ? " NOT VALID" : ""}`;
  return {
    sql: `${alterTable(column)} ADD CONSTRAINT ${ident(name)} NOT NULL ${ident(part(column.id, 2))}${suffix}`,
  };
}

/** From one NOT NULL to another, without letting go of it. */
export function changeNotNullConstraint(
  from: NotNullConstraint | undefined,
  column: Column,
  validated: Pick<Step, "phase" | "hazards">,
): Step[] {
  const to = column.definition.notNullConstraint;
  if (from === undefined || to === undefined) return [];
  if (!from.notValid && to.notValid)
    return [{ sql: `${alterColumn(column)} DROP NOT NULL` }, addNotNull(column)];
  const table = alterTable(column);
  const name = ident(to.name);
  return [
    ...(from.name === to.name ? [] : [{ sql: `${table} RENAME CONSTRAINT ${ident(from.name)} TO ${name}` }]),
    ...(from.noInherit === to.noInherit
      ? []
      : [{ sql: `${table} ALTER CONSTRAINT ${name} ${to.noInherit ? "NO INHERIT" : "INHERIT"}` }]),
    ...(from.notValid ? [{ sql: `${table} VALIDATE CONSTRAINT ${name}`, ...validated }] : []),
  ];
}

function alterTable({ id }: Column): string {
  return `ALTER TABLE ${qualified(part(id, 0), part(id, 1))}`;
}

function alterColumn(column: Column): string {
  return `${alterTable(column)} ALTER COLUMN ${ident(part(column.id, 2))}`;
}
