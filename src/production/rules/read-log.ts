import { formatType } from "../../model/column-type.ts";
import type { Finding } from "../../model/finding.ts";
import type { Access, Entity } from "../../model/model.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { databaseRoles, type Right, rightsOf } from "../access.ts";
import { enclosed } from "../expression.ts";
import { madeName, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Extra, HardeningContext, HardeningRule, StatementKind } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";
import { whoAsks } from "./audit.ts";
import { rowsOf } from "./masking.ts";

const schema = "logged";
/** Owns the views that record what is read. */
export const readLogger = "read_logger";

/**
 * PostgreSQL has no trigger for reading. So personal data of a table is read in a view alone, whose condition writes an entry
 * for each row after all other conditions of ours, and before any of those who ask: a security barrier sees to that. Where the
 * entry cannot be written, as in a read-only transaction, nothing is read.
 */
export const readLog: HardeningRule = {
  code: "read-log",
  profile: "minimal",
  summary:
    "Where an entity says audit: { reads: true }, its personal data is read in the view logged.<table> alone, and each row that is read leaves an entry in audit.log.",
  why: "Who has seen a record can be told afterwards. A view cannot be read past the condition that records it, a habit of programs can.",
  source: "https://www.postgresql.org/docs/current/rules-privileges.html",
  complete: (entity) => (asksForReads(entity) ? narrowed(entity) : entity),
  *database(entities, context) {
    if (!entities.some((entity) => logsReads(entity, context))) return;
    const reader = ident(readLogger);
    const role = sqlFromTemplate("create-definer", { name: literal(readLogger), role: reader });
    yield extra(
      "role",
      readLogger,
      role,
      "Owns the views that record what is read, and can do nothing else.",
    );
    const made = `CREATE SCHEMA ${schema} AUTHORIZATION ${reader}`;
    yield extra("schema", schema, made, "Of the views that record what is read.");
    const roles = identList(databaseRoles(context));
    const usage = `GRANT USAGE ON SCHEMA ${schema} TO ${roles}`;
    yield extra("grant", `schema ${schema}`, usage, "Lets them name the views.");
    const named = `GRANT USAGE ON SCHEMA ${ident(context.config.schema)} TO ${reader}`;
    yield extra("grant", `schema for ${readLogger}`, named, "Lets it name what is in the schema.");
    for (const entity of lookedAt(entities, context)) yield* reading(entity, context);
  },
  *table(entity, context) {
    if (!logsReads(entity, context)) return;
    yield* reading(entity, context);
    yield* view(entity, context);
  },
  *check(entity, context) {
    if (asksForReads(entity))
      for (const [what, help] of hindrances(entity, context)) yield problem(entity, what, help);
  },
};

function asksForReads({ audit }: Entity): boolean {
  return typeof audit === "object" && audit.reads === true;
}

/** Whether reading personal data of an entity leaves entries in the log. */
export function logsReads(entity: Entity, context: HardeningContext): boolean {
  return asksForReads(entity) && personalFields(entity).length > 0 && context.isOn("read-log", entity);
}

/** What is read in the view alone. Keys are not: a row that cannot be named cannot be changed. */
export function personalFields({ fields, key }: Entity): readonly string[] {
  return fields.filter(({ name, pii }) => pii !== undefined && !key.includes(name)).map(({ name }) => name);
}

function openFields(entity: Entity): readonly string[] {
  const personal = personalFields(entity);
  return entity.fields.map(({ name }) => name).filter((name) => !personal.includes(name));
}

function narrowed(entity: Entity): Entity {
  if (personalFields(entity).length === 0) return entity;
  const fields = openFields(entity);
  const access = entity.access.flatMap((line): readonly Access[] => {
    if (!line.allow.includes("select") || line.fields !== undefined) return [line];
    const others = line.allow.filter((command) => command !== "select");
    const rest = others.length === 0 ? [] : [{ ...line, allow: others }];
    return [{ ...line, allow: ["select"], fields }, ...rest];
  });
  return { ...entity, access };
}

/** The access lines by which rows are read, whole. */
function readBy({ access }: Entity): readonly Access[] {
  return access
    .filter(({ allow }) => allow.includes("select"))
    .map((line) => ({ ...line, fields: undefined }));
}

/** The view, and the function that writes its entries. */
export function loggedView({ table }: Entity): string {
  return qualified(schema, table);
}

export function entryFunction({ table }: Entity): string {
  return qualified("audit", madeName("read", table));
}

/** The query behind the view. */
export function loggedSelect(entity: Entity, context: HardeningContext, condition?: string): string {
  const conditions = [
    ...(deletesSoftly(entity, context) ? [`${systemFields.deletedAt} IS NULL`] : []),
    ...(context.isOn("row-level-security", entity) ? [] : [enclosed(rowsOf(readRights(entity, context)))]),
    condition ?? `${entryFunction(entity)}(${identList(entity.key)})`,
  ];
  return `SELECT ${identList(entity.fields.map(({ name }) => name))}
FROM ${tableOf(entity, context.config)} WHERE ${conditions.join(" AND ")}`;
}

/** Who may read the view, and which rows. */
export function readRights(entity: Entity, context: HardeningContext): readonly Right[] {
  return rightsOf({ ...entity, access: readBy(entity) }, context).filter(
    ({ command }) => command === "select",
  );
}

export function loggerPolicy({ table }: Entity): string {
  return madeName(table, "select", readLogger);
}

function extra(kind: StatementKind, name: string, sql: string, why: string) {
  return { kind, name, sql, why };
}

/** Lets the views' owner see the rows of whoever asks. */
function* reading(entity: Entity, context: HardeningContext): Iterable<Extra> {
  const own = { entity: entity.name };
  const table = tableOf(entity, context.config);
  const granted = `GRANT SELECT ON ${table} TO ${ident(readLogger)}`;
  yield { ...own, ...extra("grant", `${entity.table} to ${readLogger}`, granted, "What its views read.") };
  const rights = readRights(entity, context);
  if (rights.length === 0 || !context.isOn("row-level-security", entity)) return;
  const policy = loggerPolicy(entity);
  const sql = `CREATE POLICY ${ident(policy)} ON ${table}\nFOR SELECT TO ${ident(readLogger)}\nUSING ${enclosed(rowsOf(rights))}`;
  yield { ...own, ...extra("policy", policy, sql, "The rows of whoever asks the view.") };
}

function* view(entity: Entity, context: HardeningContext): Iterable<Extra> {
  const own = (kind: StatementKind, name: string, sql: string, why: string): Extra => ({
    ...extra(kind, name, sql, why),
    entity: entity.name,
  });
  const name = loggedView(entity);
  const write = entryFunction(entity);
  const types = entity.key.map((column) => {
    const field = entity.fields.find((one) => one.name === column);
    if (field === undefined) throw new Error(`${entity.name} has no field ${column}.`);
    return formatType(field.type);
  });
  const sql = sqlFromTemplate("read-entry", {
    ...whoAsks(context.config),
    function: write,
    parameters: types.join(", "),
    "table name": literal(`${context.config.schema}.${entity.table}`),
    key: entity.key.map((column, i) => `${literal(column)}, $${i + 1}`).join(", "),
  });
  const signature = `${write}(${types.join(", ")})`;
  yield own(
    "function",
    write,
    sql,
    "Records that a row is read, with the owner's rights. Nobody can call it by its name.",
  );
  const closed = `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`;
  yield own("grant", `none to ${write}`, closed, "For those alone who may read.");
  const made = `CREATE VIEW ${name} WITH (security_barrier = true) AS\n${loggedSelect(entity, context)}`;
  yield own("view", name, made, "Shows rows that are not deleted whole, and records each that is read.");
  yield own(
    "view",
    `${name} owner`,
    `ALTER VIEW ${name} OWNER TO ${ident(readLogger)}`,
    "Reads with rights of its own.",
  );
  const roles = [...new Set(readRights(entity, context).map(({ role }) => role))];
  if (roles.length === 0) return;
  const to = identList(roles);
  yield own(
    "grant",
    name,
    `GRANT SELECT ON ${name} TO ${to}`,
    "They may ask; which rows they see, the policy says.",
  );
  yield own(
    "grant",
    write,
    `GRANT EXECUTE ON FUNCTION ${signature} TO ${to}`,
    "The view calls it as the role that asks.",
  );
}

/** Other tables that conditions of these entities read: as who asks, like everything else. */
function lookedAt(entities: readonly Entity[], context: HardeningContext): readonly Entity[] {
  const found = new Set(entities.filter((entity) => logsReads(entity, context)));
  for (const entity of found) {
    const conditions = readRights(entity, context).map(({ when }) => when);
    for (const other of context.model.entities)
      if (conditions.some((when) => when.includes(`${tableOf(other, context.config)} `))) found.add(other);
  }
  return [...found].filter((entity) => !logsReads(entity, context));
}

function hindrances(entity: Entity, context: HardeningContext): readonly (readonly [string, string])[] {
  const { roles } = platformOf(context.config);
  const open = String(openFields(entity));
  const ownFields = "Put those fields into an entity of their own.";
  const all: readonly (readonly [boolean, string, string])[] = [
    [
      !context.isOn("grants", entity),
      "the rule grants is off",
      "Turn the rule grants on: it keeps people from the table itself.",
    ],
    [
      personalFields(entity).length === 0 && entity.links === undefined,
      "no field is personal data",
      "Say `pii:` of the fields whose reading is to be recorded.",
    ],
    [
      entity.access.some(
        ({ allow, fields }) => allow.includes("select") && fields !== undefined && String(fields) !== open,
      ),
      "an access line lets people select some fields alone",
      ownFields,
    ],
    [
      readRights(entity, context).some(({ role }) => role === roles.anonymous),
      "who is not signed in may read it",
      "Remove the access line that lets `anonymous` select.",
    ],
    [
      entity.fields.some(({ encrypt }) => encrypt !== undefined),
      "it has encrypted fields, which are read in plain elsewhere",
      ownFields,
    ],
  ];
  return all.flatMap(([is, what, help]) => (is ? [[what, help] as const] : []));
}

function problem({ name, origins }: Entity, what: string, help: string): Finding {
  return {
    code: "production/reads-not-recorded",
    severity: "error",
    message: `${name} says audit: { reads: true }, but ${what}.`,
    at: origins[0]?.at,
    help,
  };
}
