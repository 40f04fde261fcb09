import { userSchema } from "./query.ts";

/**
 * SQL for every access control list that is not NULL: classid, objid, objsubid, acl, owner, what it would be by default,
 * and `member`, the path of an object (its kind first) for where it is none of its own because an extension brought it or it is built in.
 */
export function aclsOf(version: number): string {
  return [
    ...inSchemas.map(
      (source) => `${acls(source)} JOIN pg_namespace AS n ON n.oid = ${source.schema}
      WHERE ${acl(source)} IS NOT NULL AND ${source.where ?? "true"} AND ${grantable("n")}`,
    ),
    columnAcls,
    schemaAcls(version),
    ...outsideSchemas.map((source) => `${acls(source)} WHERE ${acl(source)} IS NOT NULL`),
  ].join(" UNION ALL ");
}

interface AclSource {
  readonly catalog: string;
  /** Of its columns. */
  readonly prefix: string;
  /** What `acldefault` calls the object. */
  readonly type: string;
  readonly member?: string;
}

interface InSchema extends AclSource {
  readonly schema: string;
  readonly where?: string;
}

const relationPath = `CASE o.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
  ELSE 'table' END, n.nspname, o.relname`;

const inSchemas: readonly InSchema[] = [
  {
    catalog: "pg_class",
    prefix: "rel",
    type: `CASE o.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char"`,
    member: relationPath,
    schema: "o.relnamespace",
    where: "o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')",
  },
  {
    catalog: "pg_proc",
    prefix: "pro",
    type: "'f'",
    member:
      "CASE o.prokind WHEN 'a' THEN 'aggregate' ELSE 'function' END, n.nspname, o.proname, oidvectortypes(o.proargtypes)",
    schema: "o.pronamespace",
  },
  {
    catalog: "pg_type",
    prefix: "typ",
    type: "'T'",
    member: "CASE o.typtype WHEN 'd' THEN 'domain' ELSE 'enum' END, n.nspname, o.typname",
    schema: "o.typnamespace",
  },
];

const outsideSchemas: readonly AclSource[] = [
  { catalog: "pg_language", prefix: "lan", type: "'l'", member: "'language', o.lanname" },
  {
    catalog: "pg_foreign_data_wrapper",
    prefix: "fdw",
    type: "'F'",
    member: "'foreign data wrapper', o.fdwname",
  },
  { catalog: "pg_foreign_server", prefix: "srv", type: "'S'" },
];

function acl({ prefix }: AclSource): string {
  return `o.${prefix}acl`;
}

function acls(source: AclSource): string {
  const { catalog, prefix, type, member } = source;
  const path = member === undefined ? "NULL::json" : `json_build_array(${member})`;
  return `SELECT '${catalog}'::regclass::oid AS classid, o.oid AS objid, 0 AS objsubid, ${acl(source)} AS acl,
      o.${prefix}owner AS owner, acldefault(${type}, o.${prefix}owner) AS usual, ${path} AS member FROM ${catalog} AS o`;
}

const columnAcls = `
  SELECT 'pg_class'::regclass, o.oid, a.attnum, a.attacl, o.relowner, acldefault('c', o.relowner),
    json_build_array('column', n.nspname, o.relname, a.attname)
  FROM pg_attribute AS a JOIN pg_class AS o ON o.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = o.relnamespace
  WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND ${grantable("n")}`;

/** Everybody may use the schema `public`, and before PostgreSQL 15 create in it. */
function schemaAcls(version: number): string {
  const create = version < 150_000 ? ", makeaclitem(0, o.nspowner, 'CREATE', false)" : "";
  return `
    SELECT 'pg_namespace'::regclass, o.oid, 0, o.nspacl, o.nspowner, acldefault('n', o.nspowner) ||
      CASE WHEN o.nspname = 'public' THEN ARRAY[makeaclitem(0, o.nspowner, 'USAGE', false)${create}] ELSE '{}'::aclitem[] END,
      json_build_array('schema', o.nspname)
    FROM pg_namespace AS o WHERE o.nspacl IS NOT NULL AND ${grantable("o")}`;
}

/** Like pg_dump, also what is built in, and not the information schema. */
function grantable(alias: string): string {
  return `(${userSchema(alias)} OR ${alias}.nspname = 'pg_catalog')`;
}
