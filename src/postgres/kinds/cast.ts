import type { ObjectId, ObjectOf } from "../catalog.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

type Cast = ObjectOf<"cast">;

/** Not that of a range to its multirange. Path: source and target type as PostgreSQL spells them. @see https://www.postgresql.org/docs/current/sql-createcast.html */
export const cast: Kind<"cast"> = {
  madeIn: "pg_cast",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_cast",
      oid: "c.oid",
      path: ["format_type(c.castsource, NULL)", "format_type(c.casttarget, NULL)"],
      definition: {
        method: `CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure::text
          WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END`,
        context: "CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' ELSE 'explicit' END",
      },
    })}
    FROM pg_cast AS c WHERE c.oid >= 16384 AND ${notOfExtension("pg_cast", "c.oid")}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')`,
  address,
  create: ({ id, definition }) => [{ sql: `CREATE ${address(id)} ${definition.method}${used(definition)}` }],
  alter: () => "replace",
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `The cast from ${part(id, 0)} to ${part(id, 1)} is gone.`)],
    },
  ],
};

function address(id: ObjectId): string {
  return `CAST (${part(id, 0)} AS ${part(id, 1)})`;
}

function used({ context }: Cast["definition"]): string {
  return context === "explicit" ? "" : ` AS ${context.toUpperCase()}`;
}
