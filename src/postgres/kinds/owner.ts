import type { ObjectOf } from "../catalog.ts";
import { type Context, hazard, type Kind, type Pair, shown } from "./kind.ts";
import { namedRoles, roleName } from "./privileges.ts";
import { currentRole, objectRow } from "./query.ts";
import { inOneTable } from "./sequence-owner.ts";
import { standsOn, standsOnNew } from "./stands-on.ts";

type Owner = ObjectOf<"owner">;

/**
 * Who owns an object, where it is not the usual one: whoever applies the plan, and for the schema `public` also the owner
 * of the database. Never made or dropped without its object: where only one side has it, `settleOwners` gives the other
 * side the usual one.
 * @see https://www.postgresql.org/docs/current/sql-altertable.html
 */
export const owner: Kind<"owner"> = {
  standsOn: true,
  query: (version) => `
    SELECT ${objectRow({ classid: "classid", oid: "objid", path: [], definition: { role: "pg_get_userbyid(owner)" } })}
    FROM (${owned.map(ownersIn).join(" UNION ALL ")}) AS owners
    WHERE owner <> ${currentRole} AND NOT (classid = 'pg_namespace'::regclass AND objid = to_regnamespace('public')
      AND owner = ${version < 150_000 ? "10" : "'pg_database_owner'::regrole"})`,
  parents: ({ id }) => [standsOn(id, 0)],
  requires: ({ definition }) => namedRoles(definition.role),
  create: (object, context) =>
    object.definition.role === "CURRENT_USER" ? [] : [{ sql: alterOwner(object, context) }],
  alter: (_from, to, context) => (goesWithItsTable(to, context) ? [] : [changeHands(to, context)]),
  drop: () => [],
};

/** Indexes, row types and the like have the owner of what they belong to. */
const owned: readonly (readonly [catalog: string, column: string, where?: string])[] = [
  ["pg_namespace", "nspowner"],
  ["pg_class", "relowner", "relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"],
  ["pg_type", "typowner"],
  ["pg_proc", "proowner"],
  ["pg_operator", "oprowner"],
  ["pg_opclass", "opcowner"],
  ["pg_opfamily", "opfowner"],
  ["pg_conversion", "conowner"],
  ["pg_collation", "collowner"],
  ["pg_ts_dict", "dictowner"],
  ["pg_ts_config", "cfgowner"],
  ["pg_statistic_ext", "stxowner"],
  ["pg_language", "lanowner"],
  ["pg_foreign_data_wrapper", "fdwowner"],
  ["pg_foreign_server", "srvowner"],
  ["pg_publication", "pubowner"],
  ["pg_subscription", "subowner"],
  ["pg_event_trigger", "evtowner"],
];

/** System catalogs whose objects have an owner. */
export const ownedCatalogs: readonly string[] = owned.map(([catalog]) => catalog);

function ownersIn([catalog, column, where = "true"]: (typeof owned)[number]): string {
  return `SELECT '${catalog}'::regclass AS classid, oid AS objid, ${column} AS owner FROM ${catalog} WHERE ${where}`;
}

function alterOwner({ id, definition }: Owner, context: Context): string {
  return `ALTER ${context.address(standsOn(id, 0))} OWNER TO ${roleName(definition.role)}`;
}

function changeHands(owner: Owner, context: Context) {
  const { path } = standsOn(owner.id, 0);
  const access = hazard(
    "changes-access",
    `${shown(path)} changes hands, and with it who may do anything to it.`,
  );
  return { sql: alterOwner(owner, context), hazards: standsOnNew(owner.id, 0, context) ? [] : [access] };
}

/** The sequence of a serial column has the owner of its table, and PostgreSQL changes both at once. */
function goesWithItsTable({ id }: Owner, context: Context): boolean {
  const isItsTable = ({ from, to }: Pair) =>
    from.kind === "sequence owner" && to.kind === "sequence owner" && inOneTable(from, to);
  return id.path[0] === "sequence" && context.dependents(id).some(isItsTable);
}
