import type { KindName, ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, type Kind, type Step, shown } from "./kind.ts";
import { standsOn, standsOnAny, standsOnNew } from "./stands-on.ts";

/**
 * What one grantee may do on one object or column, where it is not what a new object starts with. The owner is named
 * CURRENT_USER: whoever applies the plan.
 * @see https://www.postgresql.org/docs/current/sql-grant.html
 */
export const grant: Kind<"grant"> = {
  standsOn: true,
  query: (version) => `
    WITH acls AS (
      SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, c.relnamespace AS schema, c.relacl AS acl,
        c.relowner AS owner, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS base
      FROM pg_class AS c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relacl IS NOT NULL
      UNION ALL
      SELECT 'pg_class'::regclass, c.oid, a.attnum, c.relnamespace, a.attacl, c.relowner, acldefault('c', c.relowner)
      FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL
      UNION ALL
      SELECT 'pg_proc'::regclass, p.oid, 0, p.pronamespace, p.proacl, p.proowner, acldefault('f', p.proowner)
      FROM pg_proc AS p WHERE p.proacl IS NOT NULL
      UNION ALL
      SELECT 'pg_type'::regclass, t.oid, 0, t.typnamespace, t.typacl, t.typowner, acldefault('T', t.typowner)
      FROM pg_type AS t WHERE t.typacl IS NOT NULL AND t.typtype IN ('e', 'd')
      UNION ALL
      SELECT 'pg_namespace'::regclass, n.oid, 0, n.oid, n.nspacl, n.nspowner, acldefault('n', n.nspowner) ||
        CASE WHEN n.nspname = 'public' THEN ${publicDefault(version)} ELSE '{}'::aclitem[] END
      FROM pg_namespace AS n WHERE n.nspacl IS NOT NULL
    ), entries AS (
      SELECT acls.*, grantee, ${privileges("acl")} AS privileges, ${privileges("base")} AS defaults
      FROM acls JOIN pg_namespace AS n ON n.oid = acls.schema AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema',
        LATERAL (SELECT x.grantee FROM aclexplode(acl) AS x UNION SELECT x.grantee FROM aclexplode(base) AS x) AS grantees
    )
    SELECT classid::bigint AS classid, objid::bigint AS objid, objsubid::int AS objsubid,
      (SELECT a.attname FROM pg_attribute AS a WHERE objsubid > 0 AND a.attrelid = objid AND a.attnum = objsubid) AS column,
      json_build_array(CASE grantee WHEN 0 THEN 'PUBLIC' WHEN owner THEN 'CURRENT_USER' ELSE pg_get_userbyid(grantee)::text END) AS path,
      json_build_object('privileges', privileges, 'defaults', defaults) AS definition
    FROM entries WHERE privileges <> defaults`,
  parents: ({ id }) => standsOnAny(id, 1),
  requires: ({ id }) => {
    const grantee = id.path.at(-1) ?? "";
    return grantee === "PUBLIC" || grantee === "CURRENT_USER" ? [] : [{ kind: "role", path: [grantee] }];
  },
  create: ({ id, definition }, context) => change(id, definition.defaults, definition.privileges, context),
  alter: (from, to, context) => change(to.id, from.definition.privileges, to.definition.privileges, context),
  drop: ({ id, definition }, context) => change(id, definition.privileges, definition.defaults, context),
};

function publicDefault(version: number): string {
  const create = version < 150_000 ? ", makeaclitem(0, n.nspowner, 'CREATE', false)" : "";
  return `ARRAY[makeaclitem(0, n.nspowner, 'USAGE', false)${create}]`;
}

/** Sorted privileges of the grantee, `ALL` where they are all of several that the object knows (which differs by version). */
function privileges(acl: string): string {
  const entry =
    "x.privilege_type || CASE WHEN x.is_grantable AND x.grantee <> owner THEN ' WITH GRANT OPTION' ELSE '' END";
  const own = `aclexplode(${acl}) AS x WHERE x.grantee = grantees.grantee`;
  const all = `CASE WHEN objsubid <> 0 THEN 4 ELSE (SELECT count(*) FROM aclexplode(base) AS b WHERE b.grantee = owner) END`;
  return `(SELECT CASE
    WHEN count(*) > 1 AND count(*) = (${all}) AND NOT bool_or(x.is_grantable AND x.grantee <> owner) THEN ARRAY['ALL']
    WHEN count(*) > 1 AND count(*) = (${all}) AND bool_and(x.is_grantable AND x.grantee <> owner) THEN ARRAY['ALL WITH GRANT OPTION']
    ELSE coalesce(array_agg(${entry} ORDER BY x.privilege_type), '{}') END FROM ${own})`;
}

const grantOption = " WITH GRANT OPTION";

const tablePrivileges = [
  "DELETE",
  "INSERT",
  "MAINTAIN",
  "REFERENCES",
  "SELECT",
  "TRIGGER",
  "TRUNCATE",
  "UPDATE",
] as const;

/** What `ALL` stands for. MAINTAIN exists since PostgreSQL 17. */
const allPrivileges: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  table: tablePrivileges,
  view: tablePrivileges,
  "materialized view": tablePrivileges,
  column: ["INSERT", "REFERENCES", "SELECT", "UPDATE"],
  sequence: ["SELECT", "UPDATE", "USAGE"],
  schema: ["CREATE", "USAGE"],
};

/** `ALL` as a list, where the list is written in terms that every PostgreSQL knows: MAINTAIN is not taken away then. */
function spelledOut(from: readonly string[], to: readonly string[], target: ObjectId): readonly string[] {
  const all = allPrivileges[target.kind] ?? [];
  const keepsMost = to.length > 0 && (!all.includes("MAINTAIN") || to.includes("MAINTAIN"));
  return from.length === 1 && from[0] === "ALL" && keepsMost ? all : from;
}

/** Grants and revokes that lead from some privileges to others. */
function change(id: ObjectId, had: readonly string[], to: readonly string[], context: Context): Step[] {
  const target = standsOn(id, 1);
  const from = spelledOut(had, to, target);
  const grantee = id.path.at(-1) ?? "";
  const who = grantee === "PUBLIC" || grantee === "CURRENT_USER" ? grantee : ident(grantee);
  const removed = from.filter((privilege) => !to.includes(privilege)).map(bare);
  // REVOKE ALL takes everything, so everything wanted has to be given again.
  const wanted = removed.includes("ALL") ? to : to.filter((privilege) => !from.includes(privilege));
  const plain = wanted.filter((privilege) => !privilege.endsWith(grantOption));
  const grantable = wanted.filter((privilege) => privilege.endsWith(grantOption)).map(bare);
  const statements = [
    ...(removed.length === 0 ? [] : [`REVOKE ${privilegesOn(removed, target, context)} FROM ${who}`]),
    ...(plain.length === 0 ? [] : [`GRANT ${privilegesOn(plain, target, context)} TO ${who}`]),
    ...(grantable.length === 0
      ? []
      : [`GRANT ${privilegesOn(grantable, target, context)} TO ${who}${grantOption}`]),
  ];
  const hazards = standsOnNew(id, 1, context)
    ? []
    : [hazard("changes-access", `What ${grantee} may do on ${shown(target.path)} changes.`)];
  return statements.map((sql) => ({ sql, hazards }));
}

function bare(privilege: string): string {
  return privilege.replace(grantOption, "");
}

/** `SELECT, UPDATE ON TABLE public.accounts`; of a column `SELECT (email) ON TABLE public.accounts`. */
function privilegesOn(list: readonly string[], target: ObjectId, context: Context): string {
  if (target.kind === "column") {
    const [schema = "", relation = "", column = ""] = target.path;
    const each = list.map((privilege) => `${privilege} (${ident(column)})`);
    return `${each.join(", ")} ON TABLE ${qualified(schema, relation)}`;
  }
  const isView = target.kind === "view" || target.kind === "materialized view";
  return `${list.join(", ")} ON ${isView ? `TABLE ${qualified(...target.path)}` : context.address(target)}`;
}
