import type { ObjectId } from "../catalog.ts";
import { ident } from "../quote.ts";
import { currentRole } from "./query.ts";

/** SQL for the name of a grantee. An owner that is whoever applies the plan has no name of its own. */
export function granteeName(grantee: string, owner: string): string {
  return `CASE WHEN ${grantee} = 0 THEN 'PUBLIC' WHEN ${grantee} = ${owner} AND ${owner} = ${currentRole} THEN 'CURRENT_USER'
    ELSE pg_get_userbyid(${grantee})::text END`;
}

/** Those that are roles of their own. */
export function namedRoles(...names: readonly string[]): readonly ObjectId[] {
  const named = names.filter((name) => !nameless.includes(name));
  return named.map((name) => ({ kind: "role", path: [name] }));
}

/** A role as GRANT and ALTER … OWNER TO take it. */
export function roleName(role: string): string {
  return nameless.includes(role) ? role : ident(role);
}

const nameless: readonly string[] = ["PUBLIC", "CURRENT_USER"];

/**
 * SQL for the sorted privileges of a grantee in an ACL: `ALL` where they are all of several that the object knows (which
 * differs by version). `grantee`, `owner` and the ACL are columns of the query around it.
 */
export function privilegesOf(acl: string, wholeSize: string): string {
  const optional = "x.is_grantable AND x.grantee <> owner";
  const entry = `x.privilege_type || CASE WHEN ${optional} THEN '${grantOption}' ELSE '' END`;
  const whole = `count(*) > 1 AND count(*) = (${wholeSize})`;
  return `(SELECT CASE
    WHEN ${whole} AND NOT bool_or(${optional}) THEN ARRAY['ALL']
    WHEN ${whole} AND bool_and(${optional}) THEN ARRAY['ALL${grantOption}']
    ELSE coalesce(array_agg(${entry} ORDER BY x.privilege_type), '{}') END
    FROM aclexplode(${acl}) AS x WHERE x.grantee = grantees.grantee)`;
}

export const grantOption = " WITH GRANT OPTION";

/** What a table knows. MAINTAIN exists since PostgreSQL 17. */
export const tablePrivileges: readonly string[] = [
  "DELETE",
  "INSERT",
  "MAINTAIN",
  "REFERENCES",
  "SELECT",
  "TRIGGER",
  "TRUNCATE",
  "UPDATE",
];

export interface PrivilegeChange {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** What `ALL` stands for; empty where the object knows only one privilege. */
  readonly all: readonly string[];
  readonly grantee: string;
  /** `SELECT ON TABLE public.accounts` */
  on(list: readonly string[]): string;
}

/** Grants and revokes that lead from some privileges to others. */
export function privilegeStatements({ from, to, all, grantee, on }: PrivilegeChange): readonly string[] {
  const who = roleName(grantee);
  const had = spelledOut(from, to, all);
  const less = had.filter((privilege) => !to.includes(privilege) && to.includes(bare(privilege))).map(bare);
  const removed = had.filter((privilege) => !isKept(privilege, to)).map(bare);
  // REVOKE ALL takes everything, so everything wanted has to be given again.
  const wanted = removed.includes("ALL")
    ? to
    : to.filter((privilege) => !had.includes(privilege) && !less.includes(privilege));
  const plain = wanted.filter((privilege) => !privilege.endsWith(grantOption));
  const grantable = wanted.filter((privilege) => privilege.endsWith(grantOption)).map(bare);
  return [
    ...(removed.length === 0 ? [] : [`REVOKE ${on(removed)} FROM ${who}`]),
    ...(less.length === 0 ? [] : [`REVOKE GRANT OPTION FOR ${on(less)} FROM ${who}`]),
    ...(plain.length === 0 ? [] : [`GRANT ${on(plain)} TO ${who}`]),
    ...(grantable.length === 0 ? [] : [`GRANT ${on(grantable)} TO ${who}${grantOption}`]),
  ];
}

function isKept(privilege: string, to: readonly string[]): boolean {
  return (
    [privilege, bare(privilege), `${privilege}${grantOption}`].some((kept) => to.includes(kept)) ||
    (to.includes("ALL") && !privilege.endsWith(grantOption))
  );
}

function bare(privilege: string): string {
  return privilege.replace(grantOption, "");
}

/** `ALL` as a list, where the list is written in terms that every PostgreSQL knows: MAINTAIN is not taken away then. */
function spelledOut(
  from: readonly string[],
  to: readonly string[],
  all: readonly string[],
): readonly string[] {
  const keepsMost = to.length > 0 && (!all.includes("MAINTAIN") || to.includes("MAINTAIN"));
  return from.length === 1 && from[0] === "ALL" && keepsMost ? all : from;
}
