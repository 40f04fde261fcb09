import type { ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/**
 * A kind of its own, because it needs the index that needs the table.
 * @see https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY
 */
export const replicaIdentity: Kind<"replica identity"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      // Not the place of the table itself.
      sub: "-1",
      path: ["n.nspname", "c.relname"],
      definition: {
        sends: `CASE c.relreplident WHEN 'f' THEN '"full"'::json WHEN 'n' THEN '"nothing"'::json ELSE
          (SELECT json_build_object('index', x.relname) FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
          WHERE i.indrelid = c.oid AND i.indisreplident) END`,
      },
    })}
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND c.relreplident <> 'd' AND ${userSchema("n")}
      AND ${notOfExtension("pg_class", "c.oid")}`,
  parents: ({ id }) => [{ kind: "table", path: id.path }],
  requires: ({ id, definition: { sends } }) =>
    typeof sends === "string"
      ? []
      : [
          { kind: "index", path: [part(id, 0), sends.index] },
          { kind: "constraint", path: [...id.path, sends.index] },
        ],
  create: (object) => [{ sql: set(object) }],
  alter: (_from, to) => [{ sql: set(to) }],
  drop: ({ id }) => [{ sql: `ALTER TABLE ${qualified(...id.path)} REPLICA IDENTITY DEFAULT` }],
};

function set({ id, definition: { sends } }: ObjectOf<"replica identity">): string {
  const what = typeof sends === "string" ? sends.toUpperCase() : `USING INDEX ${ident(sends.index)}`;
  return `ALTER TABLE ${qualified(...id.path)} REPLICA IDENTITY ${what}`;
}
