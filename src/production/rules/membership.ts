import { formatType } from "../../model/column-type.ts";
import type { Finding } from "../../model/finding.ts";
import type { Access, Entity, Model, Relation } from "../../model/model.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { enclosed } from "../expression.ts";
import { madeName, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Extra, HardeningContext, HardeningRule, StatementKind } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { actorEntity, actorType, deletesSoftly, isStamp, systemFields } from "../system-fields.ts";

const schema = "access";
/** Owns the functions that read memberships. */
export const membershipReader = "access_reader";
const reader = membershipReader;
const callable = "Policies call it as the role that asks.";

/**
 * The function that says what someone belongs to reads past the policies of clients, or policies would ask for themselves
 * without end. Its owner is a role of its own, which a policy lets see the memberships of the current user and nothing
 * else: under FORCE the owner of the tables would see none, and whoever makes the schema need not be a superuser.
 */
export const membership: HardeningRule = {
  code: "membership",
  profile: "standard",
  summary: "Where an access line asks for members, a row is for those who belong to what it refers to.",
  why: "The current user's memberships are read once for a statement, whatever the number of rows, and an index finds the rows.",
  source: "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
  complete: (entity, context) => ({
    ...entity,
    access: entity.access.map((line) => writtenOut(line, entity, context)),
  }),
  *database(_, context) {
    const memberships = membershipsOf(context);
    if (memberships.length === 0) return;
    const role = sqlFromTemplate("create-definer", { name: literal(reader), role: ident(reader) });
    yield extra("role", reader, role, "Owns what reads memberships, and can do nothing else.");
    const own = "Apart from what applications see; of the role that owns its functions.";
    yield extra("schema", schema, `CREATE SCHEMA ${schema} AUTHORIZATION ${reader}`, own);
    const open = `GRANT USAGE ON SCHEMA ${schema} TO ${callers(context)}`;
    yield extra("grant", `schema ${schema}`, open, callable);
    const tables = `GRANT USAGE ON SCHEMA ${ident(context.config.schema)} TO ${reader}`;
    yield extra("grant", `schema for ${reader}`, tables, "Lets it name what is in the schema.");
    for (const membership of memberships) yield* helper(membership, context);
  },
  *table(entity, context) {
    for (const membership of membershipsOf(context))
      if (membership.entity.name === entity.name) yield* reading(membership, context);
  },
  *check(entity) {
    for (const line of entity.access) if (line.members !== undefined) yield unclear(entity, line);
  },
};

/** Rows that say which user belongs to what. */
interface Membership {
  readonly entity: Entity;
  /** Its columns with the user and with what they belong to. */
  readonly user: string;
  readonly group: string;
}

function writtenOut(line: Access, entity: Entity, context: HardeningContext): Access {
  const found = line.members === undefined ? undefined : groupOf(line.members, entity, context);
  if (found === undefined || !platformOf(context.config).subqueriesInPolicies) return line;
  const { column, membership } = found;
  const { members: _, ...rest } = line;
  const more = line.when === undefined ? "" : ` AND ${enclosed(line.when)}`;
  const { entity: rows, group } = membership;
  const ids = `SELECT ${ident(group)} FROM ${tableOf(rows, context.config)} WHERE ${mine(membership, "me()", context)}`;
  return {
    ...rest,
    when: `${ident(column)} = ANY (ARRAY(SELECT ${functionOf(membership)}()))${more}`,
    proven: `${ident(column)} IN (${ids})${more}`,
  };
}

/** The column here that names a group, and the rows that say who belongs to it; undefined unless that is clear. */
function groupOf(members: string, entity: Entity, { model }: HardeningContext) {
  const rows = model.entities.find(({ name }) => name === members);
  const users = rows && relationsTo(actorEntity(model), rows);
  const [user] = users ?? [];
  if (rows === undefined || user === undefined || users?.length !== 1) return undefined;
  const pairs = rows.relations.flatMap((group) =>
    group === user || isStamp(group)
      ? []
      : columnsFor(group, entity, rows).map((column) => ({
          column,
          membership: { entity: rows, user: user.columns[0] ?? "", group: group.columns[0] ?? "" },
        })),
  );
  return pairs.length === 1 ? pairs[0] : undefined;
}

/** The columns of an entity that name a group: of relations to it, or its own key. */
function columnsFor({ target, columns }: Relation, entity: Entity, rows: Entity): readonly string[] {
  if (columns.length !== 1) return [];
  if (entity.name === rows.name) return columns;
  if (entity.name === target) return entity.key;
  return relationsTo({ name: target }, entity).flatMap((relation) => relation.columns);
}

function relationsTo(target: Pick<Entity, "name"> | undefined, { relations }: Entity): readonly Relation[] {
  return relations.filter(
    (relation) => relation.target === target?.name && relation.columns.length === 1 && !isStamp(relation),
  );
}

/** Every membership that a line has been written out with. */
function membershipsOf(context: HardeningContext): readonly Membership[] {
  const conditions = context.model.entities.flatMap(({ access }) => access.flatMap(({ when }) => when ?? []));
  return allMemberships(context.model).filter((membership) =>
    conditions.some((condition) => condition.includes(`${functionOf(membership)}()`)),
  );
}

function allMemberships(model: Model): readonly Membership[] {
  return model.entities.flatMap((entity) => {
    const users = relationsTo(actorEntity(model), entity);
    const groups = entity.relations.filter((group) => group.columns.length === 1 && !isStamp(group));
    return users.flatMap((user) =>
      groups.flatMap((group) =>
        group === user ? [] : [{ entity, user: user.columns[0] ?? "", group: group.columns[0] ?? "" }],
      ),
    );
  });
}

function functionOf({ entity, group }: Membership): string {
  return qualified(schema, madeName("my", group, "in", entity.table));
}

function mine({ entity, user }: Membership, me: string, context: HardeningContext): string {
  const live = deletesSoftly(entity, context) ? ` AND ${systemFields.deletedAt} IS NULL` : "";
  return `${ident(user)} = ${me}${live}`;
}

/** In PL/pgSQL, which looks for the table when it runs: policies of every table may call it. */
function* helper(membership: Membership, context: HardeningContext): Iterable<Extra> {
  const { entity, group } = membership;
  const name = functionOf(membership);
  const type = entity.fields.find((field) => field.name === group)?.type;
  const sql = sqlFromTemplate("membership", {
    function: name,
    type: type === undefined ? "uuid" : formatType(type),
    column: ident(group),
    table: tableOf(entity, context.config),
    mine: mine(membership, me(context), context),
  });
  const readers = callers(context);
  yield extra("function", name, sql, "What the current user belongs to.");
  const owned = `ALTER FUNCTION ${name}() OWNER TO ${reader}`;
  yield extra("function", `${name} owner`, owned, "Reads with rights of its own.");
  const closed = `REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC`;
  yield extra("grant", `${name} private`, closed, "Who may call it is said below.");
  yield extra("grant", name, `GRANT EXECUTE ON FUNCTION ${name}() TO ${readers}`, callable);
}

function* reading(membership: Membership, context: HardeningContext): Iterable<Extra> {
  const { entity, user, group } = membership;
  const table = tableOf(entity, context.config);
  const columns = [group, user, ...(deletesSoftly(entity, context) ? [systemFields.deletedAt] : [])];
  const granted = `GRANT SELECT (${identList(columns)}) ON ${table} TO ${reader}`;
  const name = `${group} to ${reader}`;
  yield { ...extra("grant", name, granted, "All that the function reads."), entity: entity.name };
  const policy = madeName(entity.table, "select", reader, group);
  const sql = [
    `CREATE POLICY ${ident(policy)} ON ${table}`,
    `FOR SELECT TO ${reader}`,
    `USING (${ident(user)} = (SELECT ${me(context)}))`,
  ].join("\n");
  const why = "The current user's memberships, for the function that reads them.";
  yield { ...extra("policy", policy, sql, why), entity: entity.name };
}

function extra(kind: StatementKind, name: string, sql: string, why: string) {
  return { kind, name, sql, why };
}

/** Who is not signed in belongs to nothing. */
function callers(context: HardeningContext): string {
  const { anonymous } = platformOf(context.config).roles;
  return identList(databaseRoles(context).filter((role) => role !== anonymous));
}

/** The current user as the reader may ask for them. */
function me({ config, model }: HardeningContext): string {
  return `(${platformOf(config).userIdForAnyRole})::${actorType(model, config)}`;
}

function unclear(entity: Entity, { members, origins }: Access): Finding {
  return {
    code: "production/unclear-membership",
    severity: "error",
    message: `An access line of ${entity.name} asks for members by ${members}, but which of its rows make the current user belong to which ${entity.table} is not clear.`,
    at: origins[0]?.at,
    help: `${members} needs one relation to the entity of users and one to what ${entity.name} is or refers to, all with keys of one column, and the platform policies with subqueries. Otherwise write \`when\`.`,
  };
}
