/** System catalogs whose rows are objects of their own, or which of them. What only exists inside another object is found by `pg_depend`. */
export const objectCatalogs = [
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
] as const;

/** Those that not everybody may read whole: of what is in them, only that it is there is known. */
const guardedCatalogs = {
  pg_subscription:
    "SELECT oid FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
  pg_user_mapping: "SELECT umid FROM pg_user_mappings WHERE umid >= 16384",
} as const;

export type ObjectCatalog = (typeof objectCatalogs)[number] | keyof typeof guardedCatalogs;

/**
 * Of these not: what stores large values of a table; NOT NULL, which belongs to its column, what a domain or a parent brought;
 * operators that are only named, as the negator of another.
 */
const own: Readonly<Partial<Record<ObjectCatalog, string>>> = {
  pg_class: " AND relnamespace <> 'pg_toast'::regnamespace",
  pg_constraint: " AND contype <> 'n' AND contypid = 0 AND conislocal",
  pg_operator: " AND oprcode::oid <> 0",
};

/** What users made in one system catalog. */
export interface Made {
  /** Its name. */
  readonly catalog: string;
  readonly classid: number;
  readonly objids: readonly number[];
}

const madeIn = [
  ...objectCatalogs.map((name) => [name, `SELECT oid FROM ${name} WHERE oid >= 16384${own[name] ?? ""}`]),
  ...Object.entries(guardedCatalogs),
].map(([name, oids]) => `SELECT '${name}'::regclass::oid AS classid, objid FROM (${oids}) AS made (objid)`);

/** Not what is a part of another object, or a partition's share of its parent. */
export const madeQuery = `
  SELECT classid::regclass::text AS catalog, classid::bigint AS classid, json_agg(objid::bigint) AS objids FROM (${madeIn.join(" UNION ALL ")}) AS object
  WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = object.classid AND d.objid = object.objid
    AND d.deptype IN ('i', 'e', 'P', 'S')) GROUP BY classid`;
