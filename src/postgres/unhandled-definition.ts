import type { Connection } from "./connection.ts";

/** A row of a system catalog. */
interface Address {
  readonly classid: number;
  readonly objid: number;
}

/** A definition by names instead of oids: what PostgreSQL prints of an object, else its rows in the system catalogs. */
export type UnhandledDefinition = Readonly<Record<string, unknown>>;

/** Of what the role that reads may not see. Nobody can say that two of these are equal. */
export const unreadable: UnhandledDefinition = { unreadable: true };

/** The definition of each of these, by `classid.objid`. One query, and none for none. */
export async function unhandledDefinitions(
  db: Connection,
  objects: readonly Address[],
  catalogs: readonly string[],
): Promise<ReadonlyMap<string, UnhandledDefinition>> {
  if (objects.length === 0) return new Map();
  const rows = await db.query<Address & { definition: UnhandledDefinition }>(definitionQuery(catalogs), [
    `{${objects.map(({ objid }) => objid).join(",")}}`,
  ]);
  return new Map(rows.map(({ classid, objid, definition }) => [`${classid}.${objid}`, definition]));
}

/** Whether two definitions say the same. What only one version of PostgreSQL has a column for is no difference. */
export function sameUnhandledDefinition(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, i) => sameUnhandledDefinition(entry, b[i]));
  if (!isRecord(a) || !isRecord(b)) return a === b;
  if ("unreadable" in a || "unreadable" in b) return false;
  return Object.keys(a).every((name) => !(name in b) || sameUnhandledDefinition(a[name], b[name]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What PostgreSQL can print. Of everything else the row is the definition. */
const printed: Readonly<Record<string, string>> = {
  pg_class: `CASE r.relkind WHEN 'v' THEN pg_get_viewdef(r.oid) WHEN 'm' THEN pg_get_viewdef(r.oid) WHEN 'i' THEN pg_get_indexdef(r.oid)
    WHEN 'I' THEN pg_get_indexdef(r.oid) WHEN 'p' THEN pg_get_partkeydef(r.oid) END`,
  pg_constraint: "pg_get_constraintdef(r.oid)",
  pg_policy: "concat_ws(' / ', pg_get_expr(r.polqual, r.polrelid), pg_get_expr(r.polwithcheck, r.polrelid))",
  pg_proc: "CASE WHEN r.prokind <> 'a' THEN pg_get_functiondef(r.oid) END",
  pg_rewrite: "pg_get_ruledef(r.oid)",
  pg_statistic_ext: "pg_get_statisticsobjdef(r.oid)",
  pg_trigger: "pg_get_triggerdef(r.oid)",
};

/** Rows that belong to an object of another catalog, by which column, and what puts them in order. */
const partCatalogs: readonly (readonly [catalog: string, of: string, column: string, order: string])[] = [
  ["pg_aggregate", "pg_proc", "aggfnoid", "0"],
  ["pg_amop", "pg_opfamily", "amopfamily", "0"],
  ["pg_amproc", "pg_opfamily", "amprocfamily", "0"],
  ["pg_attrdef", "pg_class", "adrelid", "r.adnum"],
  ["pg_attribute", "pg_class", "attrelid", "r.attnum"],
  ["pg_enum", "pg_type", "enumtypid", "r.enumsortorder"],
  ["pg_foreign_table", "pg_class", "ftrelid", "0"],
  ["pg_inherits", "pg_class", "inhrelid", "r.inhseqno"],
  ["pg_range", "pg_type", "rngtypid", "0"],
  ["pg_sequence", "pg_class", "seqrelid", "0"],
  ["pg_ts_config_map", "pg_ts_config", "mapcfg", "r.mapseqno"],
];

/** Owners and rights are compared elsewhere; the rest is the server's own book-keeping, or stands for an oid. */
const ignoredColumns =
  "^(oid|attnum|attcacheoff|adnum|rel(filenode|pages|tuples|all.*|toastrelid|.*xid|rewrite|has.*|type|checks|natts)|.*(acl|owner))$";

/** The rows of objects ($1: their oids) and of their parts, each oid in them as the name of what it stands for. */
function definitionQuery(catalogs: readonly string[]): string {
  return `
    WITH part AS (
      SELECT row_number() OVER () AS row, * FROM (${[...catalogs.map(ownRow), ...partCatalogs.map(partRows)].join(" UNION ALL ")}) AS p
    ), field AS (
      SELECT p.row, p.classid, p.objid, p.catalog, p.place, f.key, CASE WHEN k.pktable IS NULL THEN f.value
        WHEN jsonb_typeof(f.value) = 'array' THEN (SELECT jsonb_agg(${named("element")} ORDER BY n)
          FROM jsonb_array_elements_text(f.value) WITH ORDINALITY AS e(element, n))
        ELSE to_jsonb(${named("f.value #>> '{}'")}) END AS value
      FROM part AS p CROSS JOIN jsonb_each(p.content || jsonb_build_object('definition', p.printed)) AS f
      LEFT JOIN pg_attribute AS a ON a.attrelid = p.catalog AND a.attname = f.key
      LEFT JOIN pg_get_catalog_foreign_keys() AS k ON k.fktable = p.catalog AND k.fkcols = ARRAY[f.key] AND k.pkcols = '{oid}'
        AND a.atttypid IN ('oid'::regtype, 'oid[]'::regtype, 'oidvector'::regtype)
      WHERE f.key !~ '${ignoredColumns}' AND a.atttypid IS DISTINCT FROM 'pg_node_tree'::regtype
    ), content AS (
      SELECT classid, objid, catalog, place, jsonb_object_agg(key, value) AS content
      FROM field GROUP BY row, classid, objid, catalog, place
    ), catalogs AS (
      SELECT classid, objid, catalog, jsonb_agg(content ORDER BY place, content) AS contents FROM content GROUP BY 1, 2, 3
    )
    SELECT classid::bigint AS classid, objid::bigint AS objid, jsonb_object_agg(catalog::regclass::text, contents) AS definition
    FROM catalogs GROUP BY 1, 2`;
}

function ownRow(catalog: string): string {
  return `SELECT '${catalog}'::regclass::oid AS classid, r.oid AS objid, '${catalog}'::regclass::oid AS catalog, 0::float8 AS place,
    to_jsonb(r) AS content, ${printed[catalog] ?? "NULL"} AS printed FROM ${catalog} AS r WHERE r.oid = ANY ($1::oid[])`;
}

function partRows([catalog, of, column, order]: (typeof partCatalogs)[number]): string {
  const expression = catalog === "pg_attrdef" ? "pg_get_expr(r.adbin, r.adrelid)" : "NULL";
  const living = catalog === "pg_attribute" ? "AND r.attnum > 0 AND NOT r.attisdropped" : "";
  return `SELECT '${of}'::regclass, r.${column}::oid, '${catalog}'::regclass, ${order}, to_jsonb(r), ${expression}
    FROM ${catalog} AS r WHERE r.${column} = ANY ($1::oid[]) ${living}`;
}

/** By `pg_identify_object`; 0 stands for nothing. */
function named(oid: string): string {
  return `(SELECT named.type || ' ' || named.identity FROM pg_identify_object(k.pktable, (${oid})::oid, 0) AS named)`;
}
