import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, literal, qualified } from "../quote.ts";
import { type Context, type Kind, part, type Step } from "./kind.ts";
import { objectRow } from "./query.ts";
import { standsOn, standsOnAny } from "./stands-on.ts";

type Comment = ObjectOf<"comment">;

/** Not the comments that PostgreSQL and extensions make themselves. @see https://www.postgresql.org/docs/current/sql-comment.html */
export const comment: Kind<"comment"> = {
  standsOn: true,
  query: () => `
    SELECT ${objectRow({
      classid: "CASE WHEN c.oid IS NULL THEN d.classoid ELSE 'pg_type'::regclass END",
      oid: "coalesce(c.reltype, d.objoid)",
      sub: "d.objsubid",
      onColumn:
        "(SELECT a.attname FROM pg_attribute AS a WHERE d.objsubid > 0 AND a.attrelid = d.objoid AND a.attnum = d.objsubid)",
      onMember: "part.path",
      path: [],
      definition: { text: "d.description", usual: "usual.text", partOf: "part.whole" },
    })}
    FROM (SELECT classoid, objoid, objsubid, description FROM pg_description
      UNION ALL SELECT classoid, objoid, 0, description FROM pg_shdescription) AS d
    -- An attribute of a composite type is found under its type.
    LEFT JOIN pg_class AS c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid AND c.relkind = 'c'
    -- Looked up for each comment: most databases hold more of such parts than comments on them. OFFSET 0 keeps PostgreSQL to it.
    LEFT JOIN LATERAL (SELECT * FROM (${partsOfObjects}) AS parts
      WHERE d.objsubid = 0 AND parts.classid = d.classoid AND parts.objid = d.objoid OFFSET 0) AS part ON true,
    LATERAL (SELECT CASE d.classoid
      WHEN 'pg_namespace'::regclass THEN CASE WHEN d.objoid = to_regnamespace('public') THEN 'standard public schema' END
      WHEN 'pg_extension'::regclass THEN (SELECT v.comment FROM pg_extension AS e
        JOIN pg_available_extensions AS v ON v.name = e.extname WHERE e.oid = d.objoid) END AS text) AS usual
    WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass) AND d.description IS DISTINCT FROM usual.text`,
  parents: ({ id, definition: { partOf } }) =>
    partOf === undefined ? standsOnAny(id, 0) : [standsOn({ kind: "comment", path: partOf }, 0)],
  create: (object, context) => [{ sql: commentOn(object, object.definition.text, context) }],
  alter: (_from, to, context) => comment.create(to, context),
  drop: (object, context) => [{ sql: commentOn(object, object.definition.usual, context) }],
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

/**
 * What can have a comment and is no object of its own, with the object that it belongs to: index of a constraint, a
 * partition's share of an index, sequence of an identity column, NOT NULL of a column, constraint of a domain, multirange
 * of a range type.
 */
const partsOfObjects = `
    SELECT 'pg_class'::regclass AS classid, x.oid AS objid, json_build_array('index', n.nspname, x.relname) AS path,
      CASE WHEN k.oid IS NULL THEN json_build_array('table', tn.nspname, t.relname)
        ELSE json_build_array('constraint', tn.nspname, t.relname, k.conname) END AS whole
    FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = x.relnamespace
    JOIN pg_class AS t ON t.oid = i.indrelid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
    LEFT JOIN pg_constraint AS k ON k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')
    WHERE k.oid IS NOT NULL OR x.relispartition
    UNION ALL
    SELECT d.classid, s.oid, json_build_array('sequence', n.nspname, s.relname),
      json_build_array('column', tn.nspname, t.relname, a.attname)
    FROM pg_depend AS d JOIN pg_class AS s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_namespace AS n ON n.oid = s.relnamespace
    JOIN pg_class AS t ON t.oid = d.refobjid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, json_build_array('constraint', n.nspname, t.relname, k.conname),
      json_build_array('column', n.nspname, t.relname, a.attname)
    FROM pg_constraint AS k JOIN pg_class AS t ON t.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = t.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.conkey[1] WHERE k.contype = 'n'
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, json_build_array('constraint', n.nspname, t.typname, k.conname),
      json_build_array('domain', n.nspname, t.typname)
    FROM pg_constraint AS k JOIN pg_type AS t ON t.oid = k.contypid JOIN pg_namespace AS n ON n.oid = t.typnamespace
    UNION ALL
    SELECT 'pg_type'::regclass, m.oid, json_build_array('range type', mn.nspname, m.typname),
      json_build_array('range type', n.nspname, t.typname)
    FROM pg_range AS r JOIN pg_type AS t ON t.oid = r.rngtypid JOIN pg_namespace AS n ON n.oid = t.typnamespace
    JOIN pg_type AS m ON m.oid = r.rngmultitypid JOIN pg_namespace AS mn ON mn.oid = m.typnamespace`;

function commentOn(object: Comment, text: string | undefined, context: Context): string {
  return `COMMENT ON ${target(object, context)} IS ${text === undefined ? "NULL" : literal(text)}`;
}

function target({ id, definition }: Comment, context: Context): string {
  const on = standsOn(id, 0);
  if (definition.partOf?.[0] !== "domain") return context.address(on);
  return `CONSTRAINT ${ident(part(on, 2))} ON DOMAIN ${qualified(part(on, 0), part(on, 1))}`;
}
