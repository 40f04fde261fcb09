import type { Finding } from "../../model/finding.ts";
import type { Command, Entity } from "../../model/model.ts";
import { ident, identList, qualified } from "../../postgres/quote.ts";
import { databaseRoles, type Right, rightsOf, rightTo } from "../access.ts";
import { liveView, tableOf } from "../names.ts";
import { ownFunctionsIn } from "../own-functions.ts";
import { databaseRole, isDatabaseRole, platformOf } from "../platform.ts";
import type { Extra, HardeningContext, HardeningRule } from "../rule.ts";
import { deletesSoftly, madeFields, systemFields } from "../system-fields.ts";
import { accessFunctionNames } from "./access-functions.ts";

const { createdAt, createdBy, updatedAt, updatedBy, deletedAt, version } = systemFields;

export const grants: HardeningRule = {
  code: "grants",
  profile: "standard",
  summary:
    "Roles get the commands that access lines allow, on the columns that clients may set, and nothing else.",
  why: "Row level security does not cover TRUNCATE, REFERENCES and columns; PUBLIC may run every new function unless told otherwise.",
  source: "https://www.postgresql.org/docs/current/ddl-priv.html",
  *database(entities, context) {
    yield* closedByDefault(context);
    if (context.isOn("access-functions")) yield* callers(context);
    const roles = entities.flatMap((entity) => rightsOf(entity, context).map(({ role }) => role));
    const schema = ident(context.config.schema);
    for (const role of [...new Set(roles)].sort()) {
      const sql = `GRANT USAGE ON SCHEMA ${schema} TO ${ident(role)}`;
      yield { kind: "grant", name: `schema for ${role}`, sql, why: "Lets it name what is in the schema." };
    }
  },
  *table(entity, context) {
    const rights = rightsOf(entity, context);
    for (const role of new Set(rights.map((right) => right.role)))
      yield* grantsTo(role, rights, entity, context);
    yield* functionsFor(rights, entity, context);
  },
  *check(entity, context) {
    yield* columnsByRow(entity, context);
    yield* conditionsOnBypass(entity, context);
  },
};

/** A role has a column or has it not, whatever the row. */
function* columnsByRow(entity: Entity, context: HardeningContext): Iterable<Finding> {
  const traits = platformOf(context.config);
  const sets = new Map<string, string>();
  for (const { allow, to, fields, origins } of entity.access) {
    for (const role of new Set(
      to.map((name) => databaseRole(traits, isDatabaseRole(name) ? name : "authenticated")),
    )) {
      for (const command of allow.filter((one) => one !== "delete")) {
        const columns = JSON.stringify(fields?.toSorted() ?? null);
        const before = sets.get(`${command} ${role}`) ?? columns;
        sets.set(`${command} ${role}`, before);
        if (before !== columns) yield columnsClash(entity, command, role, origins[0]?.at);
      }
    }
  }
}

function columnsClash(entity: Entity, command: Command, role: string, at: Finding["at"]): Finding {
  return {
    code: "production/columns-by-row",
    severity: "error",
    message: `Access lines of ${entity.name} let ${role} ${command} different fields on different rows; PostgreSQL grants columns of all rows.`,
    at,
    help: "Give the lines of one database role the same fields (roles asked of has_role() are all authenticated), use the role service, or put the fields into an entity of their own.",
  };
}

/** A condition that the platform does not apply would promise what does not hold. */
function* conditionsOnBypass(entity: Entity, { config }: HardeningContext): Iterable<Finding> {
  const { service } = platformOf(config);
  for (const { to, when, origins } of entity.access) {
    if (!service.bypassesPolicies || when === undefined || !to.includes("service")) continue;
    yield {
      code: "production/service-sees-all",
      severity: "error",
      message: `An access line of ${entity.name} limits service to some rows, but ${service.role} bypasses row level security.`,
      at: origins[0]?.at,
      help: "Leave the condition out, or name a role that does not bypass it.",
    };
  }
}

/** Without `IN SCHEMA`: what is revoked per schema leaves what PostgreSQL grants to PUBLIC everywhere. */
function* closedByDefault({ config }: HardeningContext): Iterable<Extra> {
  const schema = ident(config.schema);
  yield {
    kind: "setting",
    name: "functions are private",
    sql: "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    why: "A new function is otherwise executable by everyone.",
  };
  yield {
    kind: "setting",
    name: "nobody creates",
    sql: "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    why: "PostgreSQL before 15 lets everyone create objects in public; databases that came from there still do.",
  };
  const { roles, hasRoles } = platformOf(config);
  if (!hasRoles) return;
  for (const objects of ["TABLES", "SEQUENCES", "FUNCTIONS"]) {
    yield {
      kind: "setting",
      name: `no ${objects.toLowerCase()} by default`,
      sql: `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} REVOKE ALL ON ${objects} FROM ${identList(Object.values(roles))}`,
      why: "The platform grants everything on new objects.",
    };
  }
}

function* callers(context: HardeningContext): Iterable<Extra> {
  if (!context.isOn("access-functions")) return;
  const roles = identList(databaseRoles(context));
  for (const name of accessFunctionNames(context.config)) {
    const sql = `GRANT EXECUTE ON FUNCTION ${name} TO ${roles}`;
    yield { kind: "grant", name, sql, why: "Policies call it as the role that asks." };
  }
}

/** Defaults and checks run with the rights of the one who writes the row. */
function* functionsFor(
  rights: readonly Right[],
  { name: entity, table, fields, checks }: Entity,
  { model, config }: HardeningContext,
): Iterable<Extra> {
  const rolesTo = (...commands: readonly Command[]) =>
    new Set(rights.filter(({ command }) => commands.includes(command)).map(({ role }) => role));
  const called: readonly (readonly [ReadonlySet<string>, readonly (string | undefined)[]])[] = [
    [rolesTo("insert"), fields.map((field) => field.default)],
    [
      rolesTo("insert", "update"),
      [
        ...fields.flatMap(({ check, generated }) => [check, generated]),
        ...checks.map(({ expression }) => expression),
      ],
    ],
  ];
  for (const [roles, expressions] of called) {
    if (roles.size === 0) continue;
    for (const name of ownFunctionsIn(expressions, model, config)) {
      const sql = `GRANT EXECUTE ON FUNCTION ${name} TO ${identList([...roles].sort())}`;
      const why = `A row of ${table} calls it, with the rights of whoever writes it.`;
      yield { kind: "grant", entity, name: `${name} for ${table}`, sql, why };
    }
  }
}

function* grantsTo(
  role: string,
  rights: readonly Right[],
  entity: Entity,
  context: HardeningContext,
): Iterable<Extra> {
  const may = (command: Command) => rightTo(command, role, rights) !== undefined;
  const grant = (what: string, on: string, why: string): Extra => ({
    kind: "grant",
    entity: entity.name,
    name: `${what} to ${role}`,
    sql: `GRANT ${what} ON ${on} TO ${ident(role)}`,
    why,
  });
  const table = tableOf(entity, context.config);
  const softly = may("delete") && deletesSoftly(entity, context);
  const read = rightTo("select", role, rights)?.columns;
  const inserted = within(insertable(entity, role, context), rightTo("insert", role, rights));
  const updated = [
    ...(may("update") ? within(updatable(entity, context), rightTo("update", role, rights), [version]) : []),
    ...(softly ? [deletedAt] : []),
  ];
  if (may("select")) {
    const what = read === undefined ? "SELECT" : `SELECT (${identList(read)})`;
    yield grant(what, table, read === undefined ? `${role} may read.` : `${role} may read these columns.`);
  }
  if (may("insert") && inserted.length > 0) {
    yield grant(`INSERT (${identList(inserted)})`, table, "The database fills in the other columns.");
  }
  if (updated.length > 0) {
    const marks = softly ? " deleted_at is for DELETE alone, which marks the row." : "";
    yield grant(
      `UPDATE (${identList(updated)})`,
      table,
      `The other columns never change by a client.${marks}`,
    );
  }
  if (may("delete")) yield grant("DELETE", table, `${role} may delete.`);
  // The view reads every column, with the rights of the one who asks.
  if (may("select") && read === undefined && deletesSoftly(entity, context)) {
    yield grant(
      "SELECT",
      qualified(context.config.schema, liveView(entity)),
      `${role} may read what is not deleted.`,
    );
  }
}

/** The columns that a right is for, and those that go along. */
function within(
  columns: readonly string[],
  right: Right | undefined,
  along: readonly string[] = [],
): readonly string[] {
  const only = right?.columns;
  return only === undefined ? columns : columns.filter((name) => only.includes(name) || along.includes(name));
}

/** What a client may give when it makes a row; a client that makes keys may. A backend says for whom it makes it. */
function insertable(entity: Entity, role: string, context: HardeningContext): readonly string[] {
  const forOthers = role === platformOf(context.config).service.role;
  return settable(entity, [
    ...stamped(entity, context).filter((name) => !forOthers || name !== createdBy),
    ...(context.isOn("optimistic-lock", entity) ? [version] : []),
  ]);
}

/** What a client may change; the version goes along, for the lock to compare. */
function updatable(entity: Entity, context: HardeningContext): readonly string[] {
  return settable(entity, [...stamped(entity, context), ...entity.key]);
}

function settable({ fields }: Entity, except: readonly string[]): readonly string[] {
  return fields
    .filter(
      ({ name, generated, identity }) =>
        generated === undefined && identity === undefined && !except.includes(name),
    )
    .map(({ name }) => name);
}

/** The columns that other rules fill in. */
function stamped(entity: Entity, context: HardeningContext): readonly string[] {
  const { isOn } = context;
  return [
    ...madeFields(entity, context),
    ...(isOn("timestamps", entity) ? [createdAt, updatedAt] : []),
    ...(isOn("actors", entity) ? [createdBy, updatedBy] : []),
    ...(isOn("soft-delete", entity) ? [deletedAt] : []),
  ];
}
