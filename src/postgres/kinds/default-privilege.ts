import type { ObjectId } from "../catalog.ts";
import { ident } from "../quote.ts";
import { hazard, type Kind, part, type Step } from "./kind.ts";
import { granteeName, namedRoles, privilegeStatements, privilegesOf, tablePrivileges } from "./privileges.ts";
import { objectRow } from "./query.ts";

/**
 * What a grantee may do on objects that will be made: in one schema or (schema empty) everywhere, by the role that applies
 * the plan (CURRENT_USER) or another. Settled before anything else is made, so that it holds for what the plan makes.
 * @see https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html
 */
export const defaultPrivilege: Kind<"default privilege"> = {
  madeIn: "pg_default_acl",
  query: () => `
    WITH acls AS (
      SELECT d.oid, d.defaclobjtype AS type, d.defaclrole AS owner, n.nspname AS schema, d.defaclacl AS acl,
        CASE WHEN d.defaclnamespace = 0 THEN ${initialAcl} ELSE acldefault('c', d.defaclrole) END AS base, ${initialAcl} AS whole
      FROM pg_default_acl AS d LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace
    ), entries AS (
      SELECT acls.*, grantee, ${privilegesOf("acl", wholeSize)} AS privileges, ${privilegesOf("base", wholeSize)} AS defaults
      FROM acls, LATERAL (SELECT x.grantee FROM aclexplode(acl) AS x UNION SELECT x.grantee FROM aclexplode(base) AS x) AS grantees
    )
    SELECT ${objectRow({
      catalog: "pg_default_acl",
      oid: "oid",
      path: [
        "coalesce(schema, '')",
        "CASE pg_get_userbyid(owner) WHEN current_user THEN 'CURRENT_USER' ELSE pg_get_userbyid(owner)::text END",
        `CASE type WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES'
          WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END`,
        granteeName("grantee", "owner"),
      ],
      definition: { privileges: "privileges", defaults: "defaults" },
    })}
    FROM entries WHERE privileges <> defaults`,
  requires: ({ id }) => [{ kind: "schema", path: [part(id, 0)] }, ...namedRoles(part(id, 1), part(id, 3))],
  create: ({ id, definition }) => change(id, definition.defaults, definition.privileges),
  alter: (from, to) => change(to.id, from.definition.privileges, to.definition.privileges),
  drop: ({ id, definition }) => change(id, definition.privileges, definition.defaults),
};

const initialAcl =
  "acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)";
const wholeSize = "SELECT count(*) FROM aclexplode(whole) AS w WHERE w.grantee = owner";

const allPrivileges: Readonly<Record<string, readonly string[]>> = {
  TABLES: tablePrivileges,
  SEQUENCES: ["SELECT", "UPDATE", "USAGE"],
  SCHEMAS: ["CREATE", "USAGE"],
  "LARGE OBJECTS": ["SELECT", "UPDATE"],
};

function change(id: ObjectId, from: readonly string[], to: readonly string[]): Step[] {
  const [schema, role, objects, grantee] = [part(id, 0), part(id, 1), part(id, 2), part(id, 3)];
  const start = [
    "ALTER DEFAULT PRIVILEGES",
    ...(role === "CURRENT_USER" ? [] : [`FOR ROLE ${ident(role)}`]),
    ...(schema === "" ? [] : [`IN SCHEMA ${ident(schema)}`]),
  ].join(" ");
  const on = (list: readonly string[]) => `${list.join(", ")} ON ${objects}`;
  const statements = privilegeStatements({ from, to, all: allPrivileges[objects] ?? [], grantee, on });
  return statements.map((sql) => ({
    sql: `${start} ${sql}`,
    phase: "expand",
    hazards: [hazard("changes-access", `What ${grantee} may do on new ${objects.toLowerCase()} changes.`)],
  }));
}
