import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, type Kind, part, relationsNamed } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/**
 * The index by which CLUSTER orders the rows of a table or materialized view. A kind of its own, because it needs the index
 * that needs the table. @see https://www.postgresql.org/docs/current/sql-cluster.html
 */
export const clustering: Kind<"clustering"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      // Not the place of the table itself.
      sub: "-3",
      path: ["n.nspname", "c.relname"],
      definition: { index: "x.relname" },
    })}
    FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE i.indisclustered AND c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND ${userSchema("n")}
      AND ${notOfExtension("pg_class", "c.oid")}`,
  parents: ({ id }) => relationsNamed(id.path),
  requires: ({ id, definition: { index } }) => [
    { kind: "index", path: [part(id, 0), index] },
    { kind: "constraint", path: [...id.path, index] },
  ],
  create: clusterOn,
  // In one step it could be neither before nor after an index that goes.
  alter: () => "replace",
  drop: ({ id }, context) => [{ sql: `${alterRelation(id, context)} SET WITHOUT CLUSTER` }],
};

function clusterOn({ id, definition }: ObjectOf<"clustering">, context: Context) {
  return [{ sql: `${alterRelation(id, context)} CLUSTER ON ${ident(definition.index)}` }];
}

function alterRelation({ path }: ObjectId, context: Context): string {
  const view: ObjectId = { kind: "materialized view", path };
  const isView = (context.after(view) ?? context.before(view)) !== undefined;
  return `ALTER ${isView ? "MATERIALIZED VIEW" : "TABLE"} ${qualified(...path)}`;
}
