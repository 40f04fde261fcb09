import type { ObjectId, ObjectOf } from "../catalog.ts";
import type { KindName } from "../definitions.ts";
import { ident, qualified } from "../quote.ts";
import { aclsOf } from "./acls.ts";
import { type Context, hazard, type Kind, relationsNamed, type Step, shown } from "./kind.ts";
import { granteeName, namedRoles, privilegeStatements, privilegesOf, tablePrivileges } from "./privileges.ts";
import { objectRow } from "./query.ts";
import { call } from "./routine.ts";
import { standsOn, standsOnAny } from "./stands-on.ts";

type Grant = ObjectOf<"grant">;

/**
 * What one grantee may do on one object or column, where it is not what a new object starts with. An owner that is whoever
 * applies the plan is named CURRENT_USER. Also on members of extensions and what is built in, which are no objects themselves.
 * @see https://www.postgresql.org/docs/current/sql-grant.html
 */
export const grant: Kind<"grant"> = {
  standsOn: true,
  query: (version) => `
    WITH acls AS (
      ${aclsOf(version)}
    ), extended AS (
      SELECT acls.*, e.extname AS extension, coalesce(i.initprivs, usual) AS base,
        acls.objid < 16384 AND (acls.classid, acls.objid) <> ('pg_namespace'::regclass, to_regnamespace('public')) AS "builtIn"
      FROM acls LEFT JOIN pg_depend AS d ON d.classid = acls.classid AND d.objid = acls.objid AND d.deptype = 'e'
        LEFT JOIN pg_extension AS e ON e.oid = d.refobjid AND e.oid >= 16384
        LEFT JOIN pg_init_privs AS i ON i.classoid = acls.classid AND i.objoid = acls.objid AND i.objsubid = acls.objsubid
    ), entries AS (
      SELECT extended.*, grantee, ${privilegesOf("acl", wholeSize)} AS privileges, ${privilegesOf("base", wholeSize)} AS defaults
      FROM extended, LATERAL (SELECT x.grantee FROM aclexplode(acl) AS x UNION SELECT x.grantee FROM aclexplode(base) AS x) AS grantees
      WHERE acl <> base
    )
    SELECT ${objectRow({
      classid: "classid",
      oid: "objid",
      sub: "objsubid",
      onColumn:
        "(SELECT a.attname FROM pg_attribute AS a WHERE objsubid > 0 AND a.attrelid = objid AND a.attnum = objsubid)",
      onMember: 'CASE WHEN extension IS NOT NULL OR "builtIn" THEN member END',
      path: [granteeName("grantee", "owner")],
      definition: {
        privileges: "privileges",
        defaults: "defaults",
        extension: "extension",
        builtIn: 'nullif("builtIn", false)',
      },
    })}
    FROM entries WHERE privileges <> defaults`,
  parents: wholesOf,
  requires: (object) => [
    ...namedRoles(object.id.path.at(-1) ?? ""),
    ...ownersOf(object),
    ...wholeTable(object.id),
  ],
  create: (object, context) =>
    change(object, object.definition.defaults, object.definition.privileges, context),
  // The owner's privileges go with the object: what was said of the old one says nothing of the new one.
  alter: (from, to, context) =>
    from.definition.defaults.join() === to.definition.defaults.join()
      ? change(to, from.definition.privileges, to.definition.privileges, context)
      : "replace",
  displaces: (from, to) =>
    from.definition.privileges.some((privilege) => !to.definition.privileges.includes(privilege)),
  drop: (object, context) =>
    change(object, object.definition.privileges, object.definition.defaults, context),
};

function wholesOf({ id, definition: { extension, builtIn } }: Grant): readonly ObjectId[] {
  if (builtIn) return [];
  return extension === undefined ? standsOnAny(id, 1) : [{ kind: "extension", path: [extension] }];
}

/** Who owns what it is about, if the Catalog says so; of a column its table's. */
export function ownersOf({ id }: Grant): readonly ObjectId[] {
  const target = standsOn(id, 1);
  const owned = target.kind === "column" ? relationsNamed(target.path) : [target];
  return owned.map(({ kind, path }) => ({ kind: "owner", path: [kind, ...path] }));
}

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

/** How many privileges the object knows: a column four, any other as many as its owner starts with. */
const wholeSize =
  "CASE WHEN objsubid <> 0 THEN 4 ELSE (SELECT count(*) FROM aclexplode(usual) AS b WHERE b.grantee = owner) END";

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
export function startsWith(kind: KindName, grantee: string, owner: string): readonly string[] {
  const single = onlyPrivilege[kind];
  if (grantee === owner) return [single ?? "ALL"];
  return grantee === "PUBLIC" && single !== undefined ? [single] : [];
}

function change(grant: Grant, from: readonly string[], to: readonly string[], context: Context): Step[] {
  const { id } = grant;
  const target = standsOn(id, 1);
  const grantee = id.path.at(-1) ?? "";
  const on = (list: readonly string[]) => privilegesOn(list, target, context);
  const hazards = wholesOf(grant).some(context.isNew)
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

/** To GRANT a view is a table like any other, and an aggregate a function; only here a server is called foreign. */
function granted(target: ObjectId, context: Context): string {
  if (["table", "view", "materialized view"].includes(target.kind))
    return `TABLE ${qualified(...target.path)}`;
  if (target.kind === "foreign server") return `FOREIGN ${context.address(target)}`;
  return target.kind === "aggregate" ? `FUNCTION ${call(target)}` : context.address(target);
}
