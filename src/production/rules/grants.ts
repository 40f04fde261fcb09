import type { Command, Entity } from "../../model/model.ts";
import { ident, identList, qualified } from "../../postgres/quote.ts";
import { type Right, rightsOf, rightTo } from "../access.ts";
import { liveView, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
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
  },
};

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

function* callers({ config }: HardeningContext): Iterable<Extra> {
  const roles = identList(Object.values(platformOf(config).roles));
  for (const name of accessFunctionNames) {
    const sql = `GRANT EXECUTE ON FUNCTION ${name} TO ${roles}`;
    yield { kind: "grant", name, sql, why: "Policies call it as the role that asks." };
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
  const inserted = insertable(entity, context);
  const updated = [...(may("update") ? updatable(entity, context) : []), ...(softly ? [deletedAt] : [])];
  if (may("select")) yield grant("SELECT", table, `${role} may read.`);
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
  if (may("select") && deletesSoftly(entity, context)) {
    yield grant(
      "SELECT",
      qualified(context.config.schema, liveView(entity)),
      `${role} may read what is not deleted.`,
    );
  }
}

/** What a client may give when it makes a row; a client that makes keys may. */
function insertable(entity: Entity, context: HardeningContext): readonly string[] {
  return settable(entity, [
    ...stamped(entity, context),
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
