import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Kind, part, relationsNamed, type Step } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Statistics = ObjectOf<"statistics">;

/** @see https://www.postgresql.org/docs/current/sql-createstatistics.html */
export const statistics: Kind<"statistics"> = {
  printed: true,
  madeIn: "pg_statistic_ext",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_statistic_ext",
      oid: "s.oid",
      path: ["n.nspname", "s.stxname"],
      definition: {
        table: "json_build_array(cn.nspname, c.relname)",
        definition: "pg_get_statisticsobjdef(s.oid)",
        // Unset is -1 until PostgreSQL 16, later NULL.
        target: "CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END",
      },
    })}
    FROM pg_statistic_ext AS s JOIN pg_namespace AS n ON n.oid = s.stxnamespace
    JOIN pg_class AS c ON c.oid = s.stxrelid JOIN pg_namespace AS cn ON cn.oid = c.relnamespace
    WHERE c.relpersistence <> 't' AND ${userSchema("n")} AND ${notOfExtension("pg_statistic_ext", "s.oid")}`,
  address,
  parents: ({ definition }) => relationsNamed(definition.table),
  create: (object) => [
    { sql: object.definition.definition },
    ...(object.definition.target === undefined ? [] : [setTarget(object)]),
  ],
  alter: (from, to) =>
    from.definition.definition === to.definition.definition ? [setTarget(to)] : "replace",
  drop: ({ id }) => [{ sql: `DROP ${address(id)}` }],
  rename: (from, to) => ({ sql: `ALTER ${address(from.id)} RENAME TO ${ident(part(to.id, 1))}` }),
};

function address(id: ObjectId): string {
  return `STATISTICS ${qualified(...id.path)}`;
}

function setTarget({ id, definition }: Statistics): Step {
  return { sql: `ALTER ${address(id)} SET STATISTICS ${definition.target ?? -1}` };
}
