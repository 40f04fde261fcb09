import type { UnhandledObject } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import type { Address, Found, ReadOptions } from "./read-catalog.ts";
import { unhandledDefinitions } from "./unhandled-definition.ts";

/** System catalogs whose rows are objects of their own. What only exists inside another object is found by `pg_depend`. */
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
  "pg_user_mapping",
];

interface Unhandled extends Address {
  readonly type: string;
  readonly schema: string | null;
  readonly identity: string;
}

/** Everything that users made and no kind has read, in PostgreSQL's words: `rule public.r on public.t`. */
export async function findUnhandled(
  db: Connection,
  found: Found,
  options: ReadOptions,
): Promise<UnhandledObject[]> {
  const rows = await db.query<Unhandled>(unhandledQuery);
  const ignored = new Set(options.ignoreSchemas);
  const unhandled = rows
    .filter((row) => found.at(row) === undefined && !ignored.has(row.schema ?? ""))
    .filter((row) => !(row.type === "schema" && ignored.has(row.identity)));
  const definitions = await unhandledDefinitions(db, unhandled, objectCatalogs);
  return unhandled.map(({ type, identity, classid, objid }) => ({
    name: `${type} ${identity}`,
    definition: definitions.get(`${classid}.${objid}`) ?? {},
  }));
}

/** Not what is a part of another object, a partition's share of its parent, temporary, or the system's. */
export const unhandledQuery = `
  SELECT classid::bigint AS classid, objid::bigint AS objid, 0 AS objsubid, named.type, named.schema, named.identity
  FROM (${objectCatalogs
    .map((name) => `SELECT '${name}'::regclass::oid AS classid, oid AS objid FROM ${name} WHERE oid >= 16384`)
    .join(" UNION ALL ")}) AS object, LATERAL pg_identify_object(classid, objid, 0) AS named
  WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = object.classid AND d.objid = object.objid
      AND d.deptype IN ('i', 'e', 'P', 'S'))
    AND named.type IS NOT NULL AND coalesce(named.schema, '') !~ '^(pg_|information_schema$)'
    AND NOT (named.type = 'schema' AND named.identity ~ '^pg_')
    AND NOT (object.classid = 'pg_constraint'::regclass AND EXISTS (SELECT FROM pg_constraint AS k
      WHERE k.oid = object.objid AND (k.contype = 'n' OR k.contypid <> 0 OR NOT k.conislocal)))
    AND NOT (object.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_class AS c
      WHERE c.oid = object.objid AND c.relkind = 'i' AND EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid)))`;
