import type { ObjectOf } from "../catalog.ts";
import type { NotNullConstraint } from "../definitions.ts";
import { ident, qualified } from "../quote.ts";
import { chosenName } from "./chosen-name.ts";
import { isSharedName } from "./inherited.ts";
import { type Context, part, type Step } from "./kind.ts";

type Column = ObjectOf<"column">;

/** NULL before PostgreSQL 18, where it is a mere mark on the column. */
export function notNullConstraint(version: number): string {
  return version < 180_000
    ? "NULL::json"
    : `CASE WHEN a.attnotnull THEN (SELECT json_strip_nulls(json_build_object('name', k.conname,
        'noInherit', CASE WHEN k.connoinherit THEN true END, 'notValid', CASE WHEN NOT k.convalidated THEN true END))
      FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey[1] = a.attnum) END`;
}

/**
 * A child's NOT NULL can be renamed while its parents have none: only where they can let go of theirs, and where it is no matter
 * that the child lists it for itself then (of a partition pg_dump writes all columns anyway).
 */
export function notNullNameStays(version: number): string {
  return version < 180_000
    ? "NULL::boolean"
    : `CASE WHEN a.attnotnull AND a.attinhcount > 0 AND (NOT c.relispartition OR a.attidentity <> '' OR EXISTS (
        SELECT FROM pg_partition_ancestors(c.oid) AS up (relid) JOIN pg_index AS x ON x.indrelid = up.relid
          JOIN pg_attribute AS k ON k.attrelid = x.indrelid AND k.attnum = ANY (x.indkey)
        WHERE up.relid <> c.oid AND k.attname = a.attname AND (x.indisprimary OR x.indisreplident))) THEN true END`;
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
  context: Context,
): Step[] {
  const to = column.definition.notNullConstraint;
  if (from === undefined || to === undefined) return [];
  if (!from.notValid && to.notValid)
    return [{ sql: `${alterColumn(column)} DROP NOT NULL` }, addNotNull(column)];
  const table = alterTable(column);
  const name = ident(to.name);
  return [
    ...(from.name === to.name ? [] : renameNotNull(from.name, column, context)),
    ...(from.noInherit === to.noInherit
      ? []
      : [{ sql: `${table} ALTER CONSTRAINT ${name} ${to.noInherit ? "NO INHERIT" : "INHERIT"}` }]),
    ...(from.notValid ? [{ sql: `${table} VALIDATE CONSTRAINT ${name}`, ...validated }] : []),
  ];
}

/** PostgreSQL refuses to rename what a partition has from its parents: they let go of theirs, and get it back without a scan. */
export function renameInherited(
  from: NotNullConstraint | undefined,
  column: Column,
  context: Context,
): readonly Step[] {
  const to = column.definition.notNullConstraint;
  const isSame = from === undefined || to === undefined || from.name === to.name;
  if (isSame || column.definition.notNullNameStays) return [];
  const parents = ancestors(column, context);
  return [
    ...parents.toReversed().map(letGo),
    ...renameNotNull(from.name, column, context),
    ...parents.map((parent) => addNotNull(parent)),
  ];
}

/** RENAME takes along what children have, and is refused where one has it under another name. A partitioned table has no rows to read. */
function renameNotNull(from: string, column: Column, context: Context): readonly Step[] {
  const to = column.definition.notNullConstraint?.name ?? "";
  const table = context.after({ kind: "table", path: column.id.path.slice(0, 2) });
  const isPartitioned = table?.kind === "table" && table.definition.partitionBy !== undefined;
  return !isPartitioned || isSharedName(from, column, context)
    ? [{ sql: `${alterTable(column)} RENAME CONSTRAINT ${ident(from)} TO ${ident(to)}` }]
    : [letGo(column), addNotNull(column)];
}

/** Partitions keep their own. */
function letGo({ id }: Column): Step {
  const table = qualified(part(id, 0), part(id, 1));
  return { sql: `ALTER TABLE ONLY ${table} ALTER COLUMN ${ident(part(id, 2))} DROP NOT NULL` };
}

/** The columns of partitioned tables that it has its NOT NULL from, the nearest first. */
function ancestors({ id, definition }: Column, context: Context): readonly Column[] {
  const [parent] = definition.inheritedFrom ?? [];
  const found = parent && context.after({ kind: "column", path: [...parent, part(id, 2)] });
  if (found?.kind !== "column" || !found.definition.notNull) return [];
  return [found, ...ancestors(found, context)];
}

function alterTable({ id }: Column): string {
  return `ALTER TABLE ${qualified(part(id, 0), part(id, 1))}`;
}

function alterColumn(column: Column): string {
  return `${alterTable(column)} ALTER COLUMN ${ident(part(column.id, 2))}`;
}
