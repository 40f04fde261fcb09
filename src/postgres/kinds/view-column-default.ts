import type { ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/**
 * What an INSERT into a view puts into a column that it leaves out; path of the column. A kind of its own: columns of views
 * are no objects, and CREATE VIEW cannot say it.
 * @see https://www.postgresql.org/docs/current/sql-alterview.html
 */
export const viewColumnDefault: Kind<"view column default"> = {
  printed: true,
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_attrdef",
      oid: "e.oid",
      path: ["n.nspname", "c.relname", "a.attname"],
      definition: { default: "pg_get_expr(e.adbin, 0)" },
    })}
    FROM pg_attrdef AS e JOIN pg_class AS c ON c.oid = e.adrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = e.adnum
    WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  parents: ({ id }) => [{ kind: "view", path: id.path.slice(0, 2) }],
  create: ({ id, definition }) => [{ sql: `${alterColumn(id)} SET DEFAULT ${definition.default}` }],
  alter: (_from, { id, definition }) => [{ sql: `${alterColumn(id)} SET DEFAULT ${definition.default}` }],
  drop: ({ id }) => [{ sql: `${alterColumn(id)} DROP DEFAULT` }],
};

function alterColumn(id: ObjectId): string {
  return `ALTER VIEW ${qualified(part(id, 0), part(id, 1))} ALTER COLUMN ${ident(part(id, 2))}`;
}
