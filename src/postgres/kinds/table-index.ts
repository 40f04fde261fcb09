import type { ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, type Kind, part, relationsNamed, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** Not the indexes of constraints, nor those a partition has from its parent. @see https://www.postgresql.org/docs/current/sql-createindex.html */
export const index: Kind<"index"> = {
  printed: true,
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "x.oid",
      path: ["n.nspname", "x.relname"],
      definition: {
        table: "json_build_array(n.nspname, c.relname)",
        // ONLY would leave the partitions without it.
        definition: `replace(pg_get_indexdef(x.oid), quote_ident(x.relname) || ' ON ONLY ', quote_ident(x.relname) || ' ON ')`,
        valid: "i.indisvalid",
      },
    })}
    FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_namespace AS n ON n.oid = x.relnamespace
    WHERE NOT x.relispartition AND c.relpersistence <> 't' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}
      AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `INDEX ${qualified(...id.path)}`,
  parents: ({ definition }) => relationsNamed(definition.table),
  create: (object, context) => [
    {
      sql: object.definition.definition,
      hazards: isNew(object, context) ? [] : buildHazards(object),
    },
  ],
  alter: () => "replace",
  drop: ({ id }) => [{ sql: `DROP INDEX ${qualified(...id.path)}` }],
  rename: (from, to) => ({
    sql: `ALTER INDEX ${qualified(...from.id.path)} RENAME TO ${ident(part(to.id, 1))}`,
  }),
};

function isNew(object: ObjectOf<"index">, context: Context): boolean {
  return relationsNamed(object.definition.table).some(context.isNew);
}

function buildHazards({ definition }: ObjectOf<"index">) {
  const table = shown(definition.table);
  const unique = definition.definition.startsWith("CREATE UNIQUE");
  return [
    hazard("blocks-writes", `Nobody can write to ${table} while the index is built.`),
    hazard("scans-table", `Every row of ${table} is read.`),
    ...(unique ? [hazard("may-fail", `Equal rows in ${table} stop it.`)] : []),
  ];
}
