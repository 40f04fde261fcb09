import type { ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import type { Kind } from "./kind.ts";
import { objectRow, userSchema } from "./query.ts";

/**
 * The column that a sequence belongs to (`serial`). A kind of its own, because the column's default needs the sequence
 * and the belonging needs the column.
 */
export const sequenceOwner: Kind<"sequence owner"> = {
  query: () => `
    SELECT ${objectRow({
      classid: "0",
      oid: "s.oid",
      path: ["n.nspname", "s.relname"],
      definition: { table: "json_build_array(tn.nspname, t.relname)", column: "a.attname" },
    })}
    FROM pg_depend AS d JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_namespace AS n ON n.oid = s.relnamespace
    JOIN pg_class AS t ON t.oid = d.refobjid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a' AND ${userSchema("n")}`,
  address: (id) => `SEQUENCE ${qualified(...id.path)}`,
  parents: ({ id }) => [{ kind: "sequence", path: id.path }],
  // PostgreSQL wants both to have one owner.
  requires: ({ id, definition }) => [
    { kind: "column", path: [...definition.table, definition.column] },
    { kind: "owner", path: ["sequence", ...id.path] },
    { kind: "owner", path: ["table", ...definition.table] },
  ],
  create: (object) => [{ sql: ownedBy(object) }],
  alter: (from, to) => (inOneTable(from, to) ? [{ sql: ownedBy(to) }] : "replace"),
  drop: ({ id }) => [{ sql: `ALTER SEQUENCE ${qualified(...id.path)} OWNED BY NONE` }],
};

function ownedBy({ id, definition }: ObjectOf<"sequence owner">): string {
  return `ALTER SEQUENCE ${qualified(...id.path)} OWNED BY ${qualified(...definition.table, definition.column)}`;
}

export function inOneTable(from: ObjectOf<"sequence owner">, to: ObjectOf<"sequence owner">): boolean {
  return from.definition.table.join("\0") === to.definition.table.join("\0");
}
