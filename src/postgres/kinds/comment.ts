import type { ObjectId } from "../catalog.ts";
import { literal } from "../quote.ts";
import type { Context, Kind, Step } from "./kind.ts";
import { standsOn, standsOnAny } from "./stands-on.ts";

/** Not the comments that PostgreSQL and extensions make themselves. @see https://www.postgresql.org/docs/current/sql-comment.html */
export const comment: Kind<"comment"> = {
  standsOn: true,
  query: () => `
    SELECT CASE WHEN c.oid IS NULL THEN d.classoid ELSE 'pg_type'::regclass END::bigint AS classid,
      coalesce(c.reltype, d.objoid)::bigint AS objid, d.objsubid,
      (SELECT a.attname FROM pg_attribute AS a WHERE d.objsubid > 0 AND a.attrelid = d.objoid AND a.attnum = d.objsubid) AS "onColumn",
      d.description AS text
    FROM (SELECT classoid, objoid, objsubid, description FROM pg_description
      UNION ALL SELECT classoid, objoid, 0, description FROM pg_shdescription) AS d
    -- An attribute of a composite type is found under its type.
    LEFT JOIN pg_class AS c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND c.relkind = 'c'
    WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass)
      AND CASE d.classoid WHEN 'pg_namespace'::regclass THEN d.description <> 'standard public schema'
        WHEN 'pg_extension'::regclass THEN d.description IS DISTINCT FROM (SELECT v.comment FROM pg_extension AS e
          JOIN pg_available_extensions AS v ON v.name = e.extname WHERE e.oid = d.objoid) ELSE true END`,
  parents: ({ id }) => standsOnAny(id, 0),
  create: ({ id, definition }, context) => [
    { sql: `COMMENT ON ${context.address(standsOn(id, 0))} IS ${literal(definition.text)}` },
  ],
  alter: (_from, to, context) => comment.create(to, context),
  drop: ({ id }, context) => [{ sql: `COMMENT ON ${context.address(standsOn(id, 0))} IS NULL` }],
};

/** Puts back the comment of an object that goes and comes again within one ALTER. */
export function commentsOn(id: ObjectId, context: Context): readonly Step[] {
  return context
    .dependents(id)
    .flatMap(({ from, to }) =>
      from.kind === "comment" && to.kind === "comment" && from.definition.text === to.definition.text
        ? comment.create(to, context)
        : [],
    );
}
