import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident } from "../quote.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { namedRoles, roleName } from "./privileges.ts";
import { currentRole, objectRow } from "./query.ts";

type Membership = ObjectOf<"membership">;

/**
 * That a role is a member of another, and since PostgreSQL 16 by whose grant, where that is not the usual one: of whoever
 * applies the plan, which is the first superuser's where a superuser does.
 * @see https://www.postgresql.org/docs/current/sql-grant.html
 */
export const membership: Kind<"membership"> = {
  query: (version) => `
    WITH grants AS (
      SELECT m.roleid, m.member, ${version < 160_000 ? "NULL::oid" : `nullif(nullif(m.grantor, ${currentRole}), 10)`} AS grantor,
        m.admin_option AS admin, ${version < 160_000 ? "NULL::bool AS inherit, true AS set" : "m.inherit_option AS inherit, m.set_option AS set"}
      FROM pg_auth_members AS m WHERE (m.roleid >= 16384 OR m.member >= 16384) AND ${version < 160_000 ? "true" : notOfItsMaker}
    ), memberships AS (
      SELECT roleid, member, grantor, bool_or(admin) AS admin, bool_or(inherit) AS inherit, bool_or(set) AS set
      FROM grants GROUP BY roleid, member, grantor
    )
    SELECT ${objectRow({
      classid: "0",
      oid: "0",
      path: [
        "r.rolname",
        "CASE m.rolname WHEN current_user THEN 'CURRENT_USER' ELSE m.rolname END",
        grantorName("grantor"),
      ],
      definition: {
        admin: "admin",
        inherit: "nullif(inherit, m.rolinherit)",
        set: "nullif(set, true)",
        through: `(SELECT array_agg(${grantorName("own.grantor")} ORDER BY ${grantorName("own.grantor")}) FROM memberships AS own
          WHERE own.roleid = memberships.roleid AND own.member = memberships.grantor AND own.admin)`,
      },
    })}
    FROM memberships JOIN pg_roles AS r ON r.oid = roleid JOIN pg_roles AS m ON m.oid = member`,
  parents: ({ id }) => {
    const [member] = namedRoles(part(id, 1));
    return [member ?? { kind: "role", path: [part(id, 0)] }];
  },
  requires: ({ id, definition }) => [
    ...namedRoles(part(id, 0), part(id, 1), ...grantors(id)),
    ...(definition.through ?? []).map((other) => ({
      kind: "membership" as const,
      path: [part(id, 0), part(id, 2), other],
    })),
  ],
  create: (object, context) => {
    const isNew = context.isNew({ kind: "role", path: [part(object.id, 1)] });
    return [{ sql: grantRole(object), ...(isNew ? {} : changesAccess(object)) }];
  },
  alter: (from, to) => {
    if (options({ ...from.definition, admin: false }) !== options({ ...to.definition, admin: false }))
      return "replace";
    const sql = to.definition.admin ? grantRole(to) : revokeRole(to, "ADMIN OPTION FOR ");
    return [{ sql, ...changesAccess(to) }];
  },
  drop: (object) => [{ sql: revokeRole(object), ...changesAccess(object) }],
};

function grantorName(grantor: string): string {
  return `CASE WHEN ${grantor} IS NULL THEN '' ELSE pg_get_userbyid(${grantor})::text END`;
}

/** Since PostgreSQL 16 who makes a role without being superuser may give it away and nothing else. */
const notOfItsMaker = `NOT (m.member = ${currentRole} AND m.grantor = 10 AND m.admin_option AND NOT m.inherit_option AND NOT m.set_option)`;

function grantors(id: ObjectId): readonly string[] {
  return part(id, 2) === "" ? [] : [part(id, 2)];
}

function grantedBy(id: ObjectId): string {
  return grantors(id)
    .map((grantor) => ` GRANTED BY ${ident(grantor)}`)
    .join("");
}

function grantRole({ id, definition }: Membership): string {
  return `GRANT ${ident(part(id, 0))} TO ${roleName(part(id, 1))}${options(definition)}${grantedBy(id)}`;
}

function revokeRole({ id }: Membership, what = ""): string {
  return `REVOKE ${what}${ident(part(id, 0))} FROM ${roleName(part(id, 1))}${grantedBy(id)}`;
}

/** Only ADMIN OPTION is known before PostgreSQL 16. */
function options({ admin, inherit, set }: Membership["definition"]): string {
  const spelled = [
    ...(admin ? ["ADMIN OPTION"] : []),
    ...(inherit === undefined ? [] : [`INHERIT ${inherit ? "TRUE" : "FALSE"}`]),
    ...(set === undefined ? [] : ["SET FALSE"]),
  ];
  return spelled.length === 0 ? "" : ` WITH ${spelled.join(", ")}`;
}

function changesAccess({ id }: Membership) {
  return { hazards: [hazard("changes-access", `What role ${part(id, 1)} may do changes.`)] };
}
