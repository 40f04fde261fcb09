import type { UnhandledObject } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { type Found, place } from "./found.ts";
import type { ReadOptions } from "./read-catalog.ts";
import { unhandledDefinitions, unreadable } from "./unhandled-definition.ts";

/** System catalogs whose rows are objects of their own, or which of them. What only exists inside another object is found by `pg_depend`. */
const objectCatalogs = [
  "pg_am",
  "pg_cast",
  "pg_class",
  "pg_collation",
  "pg_constraint",
  "pg_conversion",
  "pg_default_acl",
  "pg_event_trigger",
  "pg_extension",
  "pg_foreign_data_wrapper",
  "pg_foreign_server",
  "pg_language",
  "pg_namespace",
  "pg_opclass",
  "pg_operator",
  "pg_opfamily",
  "pg_policy",
  "pg_proc",
  "pg_publication",
  "pg_rewrite",
  "pg_statistic_ext",
  "pg_transform",
  "pg_trigger",
  "pg_ts_config",
  "pg_ts_dict",
  "pg_ts_parser",
  "pg_ts_template",
  "pg_type",
];

/** Those that not everybody may read whole: of what is in them, only that it is there is known. */
const guardedCatalogs: Readonly<Record<string, string>> = {
  pg_subscription:
    "SELECT oid FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
  pg_user_mapping: "SELECT umid FROM pg_user_mappings WHERE umid >= 16384",
};

/**
 * Of these not: what stores large values of a table; NOT NULL, which belongs to its column, what a domain or a parent brought;
 * operators that are only named, as the negator of another.
 */
const own: Readonly<Record<string, string>> = {
  pg_class: " AND relnamespace <> 'pg_toast'::regnamespace",
  pg_constraint: " AND contype <> 'n' AND contypid = 0 AND conislocal",
  pg_operator: " AND oprcode::oid <> 0",
};

/** What users made in one system catalog. */
export interface Made {
  readonly classid: number;
  readonly objids: readonly number[];
}

interface Named {
  readonly classid: number;
  readonly objid: number;
  readonly type: string;
  readonly schema: string | null;
  readonly identity: string;
}

/** Everything that users made and no kind has read, in PostgreSQL's words: `rule public.r on public.t`. */
export async function findUnhandled(
  db: Connection,
  found: Found,
  made: readonly Made[],
  options: ReadOptions,
): Promise<readonly UnhandledObject[]> {
  const left = made.flatMap(({ classid, objids }) =>
    objids
      .filter((objid) => found.at(classid, place(objid, 0)) === undefined)
      .map((objid) => ({ classid, objid })),
  );
  if (left.length === 0) return [];
  const rows = await db.query<Named>(namesQuery, [JSON.stringify(left)]);
  const ignored = new Set(options.ignoreSchemas);
  const unhandled = rows
    .filter((row) => !ignored.has(row.schema ?? ""))
    .filter((row) => !(row.type === "schema" && ignored.has(row.identity)));
  const definitions = await unhandledDefinitions(db, unhandled, objectCatalogs);
  return unhandled.map(({ type, identity, classid, objid }) => ({
    name: `${type} ${identity}`,
    definition: definitions.get(`${classid}.${objid}`) ?? unreadable,
  }));
}

const madeIn = [
  ...objectCatalogs.map((name) => [name, `SELECT oid FROM ${name} WHERE oid >= 16384${own[name] ?? ""}`]),
  ...Object.entries(guardedCatalogs),
].map(([name, oids]) => `SELECT '${name}'::regclass::oid AS classid, objid FROM (${oids}) AS made (objid)`);

/** Not what is a part of another object, or a partition's share of its parent. */
export const madeQuery = `
  SELECT classid::bigint AS classid, json_agg(objid::bigint) AS objids FROM (${madeIn.join(" UNION ALL ")}) AS object
  WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = object.classid AND d.objid = object.objid
    AND d.deptype IN ('i', 'e', 'P', 'S')) GROUP BY 1`;

export interface Label {
  readonly name: string;
  readonly schema: string | null;
  readonly label: string;
  readonly classid: number;
  readonly objid: number;
  readonly objsubid: number;
}

/** Security labels, by what they stand on. */
export function labelsOn(
  found: Found,
  labels: readonly Label[],
  options: ReadOptions,
): readonly UnhandledObject[] {
  return labels
    .filter(({ schema }) => !options.ignoreSchemas?.includes(schema ?? ""))
    .map(({ name, label, classid, objid, objsubid }) => ({
      name,
      definition: { label },
      on: found.at(classid, place(objid, objsubid))?.key,
    }));
}

/** Those of roles, tablespaces and whole databases are no part of what this database holds. */
export const labelsQuery = `
  SELECT format('security label of %s on %s %s', l.provider, l.objtype, l.objname) AS name, n.nspname AS schema, l.label,
    l.classoid::bigint AS classid, l.objoid::bigint AS objid, l.objsubid
  FROM pg_seclabels AS l LEFT JOIN pg_namespace AS n ON n.oid = l.objnamespace
  WHERE l.objtype NOT IN ('role', 'tablespace', 'database')`;

/** Not what is temporary, or the system's. */
export const namesQuery = `
  SELECT classid::bigint AS classid, objid::bigint AS objid, named.type, named.schema, named.identity
  FROM json_to_recordset($1::json) AS object (classid oid, objid oid), pg_identify_object(classid, objid, 0) AS named
  WHERE named.type IS NOT NULL AND coalesce(named.schema, '') !~ '^(pg_|information_schema$)'
    AND NOT (named.type = 'schema' AND named.identity ~ '^pg_')`;
