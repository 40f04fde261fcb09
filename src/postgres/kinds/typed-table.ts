import type { Finding } from "../../model/finding.ts";
import type { CatalogObject, ObjectId, ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { type Context, type Kind, part, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/**
 * That a table is OF a composite type: a kind of its own, so that it lets go of the type while its columns change.
 * @see https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-OF
 */
export const typedTable: Kind<"typed table"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      // Not the place of the table itself.
      sub: "-4",
      path: ["n.nspname", "c.relname"],
      definition: { of: "json_build_array(tn.nspname, t.typname)" },
    })}
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_type AS t ON t.oid = c.reloftype
    JOIN pg_namespace AS tn ON tn.oid = t.typnamespace
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  parents: ({ id }) => [tableOf(id)],
  inline: true,
  ties: true,
  requires: ({ definition }) => [{ kind: "composite type", path: definition.of }],
  create: (object) => [{ sql: `ALTER TABLE ${qualified(...object.id.path)} ${ofType(object)}` }],
  alter: () => "replace",
  drop: ({ id }) => [{ sql: `ALTER TABLE ${qualified(...id.path)} NOT OF` }],
  findings: (object, context) => (staysInOrder(object.id, context) ? [] : [outOfOrder(object)]),
};

/** A table has its columns in the order of its type's attributes, and PostgreSQL adds columns at the end only. */
function staysInOrder(id: ObjectId, context: Context): boolean {
  const table = tableOf(id);
  if (context.isNew(table)) return true;
  const wanted = columnsIn(context.dependentsAfter(table));
  const staying = columnsIn(
    context.dependentsBefore(table).filter(({ id: column }) => !context.isReplaced(column)),
  ).filter((column) => wanted.includes(column));
  return staying.every((column, i) => column === wanted[i]);
}

function columnsIn(objects: readonly CatalogObject[]): readonly string[] {
  const columns = objects.filter((object) => object.kind === "column");
  return columns.sort((a, b) => a.definition.position - b.definition.position).map(({ id }) => part(id, 2));
}

function outOfOrder({ id, definition }: ObjectOf<"typed table">): Finding {
  const [table, type] = [shown(id.path), shown(definition.of)];
  return {
    code: "engine/typed-table-order",
    severity: "error",
    message: `The table ${table} cannot be OF ${type}: its columns would be in another order than the attributes, because PostgreSQL adds new ones at the end.`,
    help: `Have new attributes at the end of ${type}, or make ${table} without OF.`,
  };
}

/** As CREATE TABLE and ALTER TABLE spell it. */
export function ofType({ definition }: ObjectOf<"typed table">): string {
  return `OF ${qualified(...definition.of)}`;
}

/** The attribute behind a column of a table that is OF one type, before and after. */
export function attributeOf(
  from: ObjectOf<"column">,
  to: ObjectOf<"column">,
): { readonly type: readonly [string, string]; readonly name: string } | undefined {
  const type = from.definition.ofType;
  if (type === undefined || qualified(...type) !== qualified(...(to.definition.ofType ?? [])))
    return undefined;
  return { type, name: part(from.id, 2) };
}

function tableOf({ path }: ObjectId): ObjectId {
  return { kind: "table", path };
}
