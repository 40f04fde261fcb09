import type { KindName, ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, type Kind, relationsNamed, type Step, shown } from "./kind.ts";
import { privilegeStatements, privilegesOf, tablePrivileges } from "./privileges.ts";
import { call } from "./routine.ts";
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
      FROM pg_type AS t WHERE t.typacl IS NOT NULL AND t.typtype IN ('e', 'd', 'c', 'r')
      UNION ALL
      SELECT 'pg_namespace'::regclass, n.oid, 0, n.oid, n.nspacl, n.nspowner, acldefault('n', n.nspowner) ||
        CASE WHEN n.nspname = 'public' THEN ${publicDefault(version)} ELSE '{}'::aclitem[] END
      FROM pg_namespace AS n WHERE n.nspacl IS NOT NULL
    ), entries AS (
      SELECT acls.*, grantee, ${privilegesOf("acl", wholeSize)} AS privileges, ${privilegesOf("base", wholeSize)} AS defaults
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
    const named = grantee !== "PUBLIC" && grantee !== "CURRENT_USER";
    return [...(named ? [{ kind: "role" as const, path: [grantee] }] : []), ...wholeTable(id)];
  },
  create: ({ id, definition }, context) => change(id, definition.defaults, definition.privileges, context),
  alter: (from, to, context) => change(to.id, from.definition.privileges, to.definition.privileges, context),
  displaces: (from, to) =>
    from.definition.privileges.some((privilege) => !to.definition.privileges.includes(privilege)),
  drop: ({ id, definition }, context) => change(id, definition.privileges, definition.defaults, context),
};

/** A REVOKE on the table takes the columns' privileges along, so a column's grant is made after its table's. */
function wholeTable(id: ObjectId): readonly ObjectId[] {
  const [kind, schema = "", relation = ""] = id.path;
  const grantee = id.path.at(-1) ?? "";
  if (kind !== "column") return [];
  return relationsNamed([schema, relation]).map((on) => ({
    kind: "grant",
    path: [on.kind, ...on.path, grantee],
  }));
}

function publicDefault(version: number): string {
  const create = version < 150_000 ? ", makeaclitem(0, n.nspowner, 'CREATE', false)" : "";
  return `ARRAY[makeaclitem(0, n.nspowner, 'USAGE', false)${create}]`;
}

/** How many privileges the object knows: a column four, any other as many as its owner starts with. */
const wholeSize =
  "CASE WHEN objsubid <> 0 THEN 4 ELSE (SELECT count(*) FROM aclexplode(base) AS b WHERE b.grantee = owner) END";

/** What `ALL` stands for. */
const allPrivileges: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  table: tablePrivileges,
  view: tablePrivileges,
  "materialized view": tablePrivileges,
  column: ["INSERT", "REFERENCES", "SELECT", "UPDATE"],
  sequence: ["SELECT", "UPDATE", "USAGE"],
  schema: ["CREATE", "USAGE"],
};

/** What knows one privilege gives it to everybody. */
const onlyPrivilege: Readonly<Partial<Record<KindName, string>>> = {
  function: "EXECUTE",
  aggregate: "EXECUTE",
  enum: "USAGE",
  domain: "USAGE",
  "composite type": "USAGE",
  "range type": "USAGE",
};

/** What a new object of a kind starts with, as `acldefault` says: everything for the owner, use for everybody. */
export function startsWith(kind: KindName, grantee: string): readonly string[] {
  const single = onlyPrivilege[kind];
  if (grantee === "CURRENT_USER") return [single ?? "ALL"];
  return grantee === "PUBLIC" && single !== undefined ? [single] : [];
}

function change(id: ObjectId, from: readonly string[], to: readonly string[], context: Context): Step[] {
  const target = standsOn(id, 1);
  const grantee = id.path.at(-1) ?? "";
  const on = (list: readonly string[]) => privilegesOn(list, target, context);
  const hazards = standsOnNew(id, 1, context)
    ? []
    : [hazard("changes-access", `What ${grantee} may do on ${shown(target.path)} changes.`)];
  return privilegeStatements({ from, to, all: allPrivileges[target.kind] ?? [], grantee, on }).map((sql) => ({
    sql,
    hazards,
  }));
}

/** `SELECT, UPDATE ON TABLE public.accounts`; of a column `SELECT (email) ON TABLE public.accounts`. */
function privilegesOn(list: readonly string[], target: ObjectId, context: Context): string {
  if (target.kind === "column") {
    const [schema = "", relation = "", column = ""] = target.path;
    const each = list.map((privilege) => `${privilege} (${ident(column)})`);
    return `${each.join(", ")} ON TABLE ${qualified(schema, relation)}`;
  }
  return `${list.join(", ")} ON ${granted(target, context)}`;
}

/** To GRANT a view is a table, and an aggregate a function. */
function granted(target: ObjectId, context: Context): string {
  if (target.kind === "view" || target.kind === "materialized view")
    return `TABLE ${qualified(...target.path)}`;
  return target.kind === "aggregate" ? `FUNCTION ${call(target)}` : context.address(target);
}
