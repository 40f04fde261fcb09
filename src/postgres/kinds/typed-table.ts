import type { ObjectId, ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import type { Kind } from "./kind.ts";
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
};

/** As CREATE TABLE and ALTER TABLE spell it. */
export function ofType({ definition }: ObjectOf<"typed table">): string {
  return `OF ${qualified(...definition.of)}`;
}

function tableOf({ path }: ObjectId): ObjectId {
  return { kind: "table", path };
}
