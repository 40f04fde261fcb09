import { extensionOf } from "../../model/column-type.ts";
import type { Entity, Retention } from "../../model/model.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { agree } from "../equality.ts";
import { btree, indexExtra, indexKey } from "../indexes.ts";
import { madeName, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import { type Reference, referringTo, refers } from "../references.ts";
import { type Retained, retained, retentionRole } from "../retained.ts";
import type { Extra, HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { deletesSoftly } from "../system-fields.ts";

const defaultBatch = 1000;

/**
 * The role `retention` can do nothing but lock and delete rows that are too old: its policies say so. What policies
 * cannot say, that a row is deleted and not marked, the trigger of soft deletion knows by the role.
 */
export const retention: HardeningRule = {
  code: "retention",
  profile: "minimal",
  summary:
    "Rows that are older than declared are removed for good, some at once, by a role that can do nothing else.",
  why: "Data that nobody may keep is not there to be leaked. Small batches skip what others hold and hold up nobody.",
  source: "https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE",
  *database(entities, context) {
    const declared = entities.filter(retained);
    if (declared.length === 0) return;
    yield* theRole(declared, context);
    for (const entity of declared) yield* scheduled(entity, context);
    yield* lookedAt(declared, context);
  },
  *table(entity, context) {
    if (!retained(entity)) return;
    const { by } = entity.retention;
    yield indexExtra(entity, btree([indexKey(by)]), "Finds the rows that are too old.");
    yield* cleaner(entity, context);
    yield* rights(entity, context);
  },
  *check(entity, context) {
    if (!retained(entity)) return;
    for (const { child, relation } of referringTo(entity, context)) {
      if (relation.onDelete !== "cascade" || !deletesSoftly(child, context)) continue;
      yield {
        code: "production/retention-onto-soft-delete",
        severity: "error",
        message: `Old ${entity.table} are removed for good, but ${child.name}.${relation.name} says on delete cascade and ${child.table} are only marked as deleted: rows that refer to nothing would stay.`,
        at: relation.origins[0]?.at,
        help: `Say on delete: restrict, or harden: { soft-delete: false } in ${child.name}.`,
      };
    }
  },
};

/** The function that removes old rows. */
export function cleanFunction({ table }: Entity): string {
  return madeName("clean", table);
}

/** Its statement. */
export function cleanSql(entity: Retained, context: HardeningContext): string {
  const { by, batch = defaultBatch } = entity.retention;
  const referred = keepers(entity, context).map(
    (reference) =>
      `\n      AND NOT EXISTS (SELECT FROM ${tableOf(reference.child, context.config)} child WHERE ${refers(reference, ["child", "old"], context)})`,
  );
  return sqlFromTemplate("clean", {
    function: qualified(context.config.schema, cleanFunction(entity)),
    batch: String(batch),
    role: literal(retentionRole),
    table: tableOf(entity, context.config),
    key: entity.key.map((column) => `old.${ident(column)}`).join(", "),
    "same key": agree(
      entity,
      entity.key,
      (column) => [`gone.${ident(column)}`, `expired.${ident(column)}`],
      context,
    ),
    expired: expired("old", entity.retention),
    "not referred to": referred.join(""),
    by: `old.${ident(by)}`,
  });
}

function expired(row: string, { by, keep }: Retention): string {
  return `${row}.${ident(by)} < now() - interval ${literal(keep)}`;
}

function* theRole(declared: readonly Retained[], { config }: HardeningContext): Iterable<Extra> {
  const role = ident(retentionRole);
  const sql = sqlFromTemplate("create-role", { name: literal(retentionRole), role });
  yield { kind: "role", name: retentionRole, sql, why: "Removes what is too old, and can do nothing else." };
  const usesExtension = declared.some(({ fields }) => fields.some(({ type }) => extensionOf(type)));
  for (const schema of new Set([config.schema, ...(usesExtension ? [platformOf(config).extensions] : [])]))
    yield {
      kind: "grant",
      name: `schema ${schema} for ${retentionRole}`,
      sql: `GRANT USAGE ON SCHEMA ${ident(schema)} TO ${role}`,
      why: "Lets it name what is in the schema.",
    };
}

/** Runs in every migration that changes it: a schedule is data of an extension, and not part of the schema. */
function* scheduled(entity: Retained, { config }: HardeningContext): Iterable<Extra> {
  const { schedule } = entity.retention;
  if (schedule === undefined) return;
  const job = qualified(config.schema, cleanFunction(entity));
  const loop = `DO $$ BEGIN SET ROLE ${ident(retentionRole)}; WHILE ${job}() > 0 LOOP COMMIT; END LOOP; END $$`;
  yield {
    kind: "setting",
    name: `schedule of ${job}`,
    sql: sqlFromTemplate("schedule", {
      job: literal(job),
      schedule: literal(schedule),
      command: literal(loop),
    }),
    why: "Only where pg_cron is installed; elsewhere something else must call it.",
  };
}

function* cleaner(entity: Retained, context: HardeningContext): Iterable<Extra> {
  const name = cleanFunction(entity);
  const signature = `${qualified(context.config.schema, name)}(integer)`;
  const own = { entity: entity.name, name };
  yield {
    ...own,
    kind: "function",
    sql: cleanSql(entity, context),
    why: `Removes what is older than ${entity.retention.keep} by ${entity.retention.by}, and says how many rows that were.`,
  };
  const why = "Whoever is a member of the role may call it.";
  yield { ...own, kind: "grant", sql: `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`, why };
  const sql = `GRANT EXECUTE ON FUNCTION ${signature} TO ${ident(retentionRole)}`;
  yield { ...own, kind: "grant", name: `${name} to ${retentionRole}`, sql, why };
}

/** Locking a row takes the right to update; the policy lets no update pass. */
function* rights(entity: Retained, context: HardeningContext): Iterable<Extra> {
  const table = tableOf(entity, context.config);
  const role = ident(retentionRole);
  const condition = expired(ident(entity.table), entity.retention);
  const columns = identList(entity.key.slice(0, 1));
  yield {
    kind: "grant",
    entity: entity.name,
    name: `removal to ${retentionRole}`,
    sql: `GRANT SELECT, DELETE, UPDATE (${columns}) ON ${table} TO ${role}`,
    why: "UPDATE is for the lock on a row.",
  };
  if (!context.isOn("row-level-security", entity)) return;
  for (const command of ["SELECT", "UPDATE", "DELETE"]) {
    const name = madeName(entity.table, command.toLowerCase(), retentionRole);
    const check = command === "UPDATE" ? "\nWITH CHECK (FALSE)" : "";
    yield {
      kind: "policy",
      entity: entity.name,
      name,
      sql: `CREATE POLICY ${ident(name)} ON ${table}\nFOR ${command} TO ${role}\nUSING (${condition})${check}`,
      why: command === "UPDATE" ? "Locks what is too old, and changes nothing." : "Only what is too old.",
    };
  }
}

/** Tables whose rows keep others from going: the role sees what refers to a row. */
function* lookedAt(declared: readonly Retained[], context: HardeningContext): Iterable<Extra> {
  const columns = new Map<Entity, Set<string>>();
  for (const { child, relation } of declared.flatMap((entity) => keepers(entity, context)))
    columns.set(child, new Set([...(columns.get(child) ?? []), ...relation.columns]));
  const role = ident(retentionRole);
  for (const [child, names] of columns) {
    const table = tableOf(child, context.config);
    const why = "A row that is referred to stays.";
    const select = `GRANT SELECT (${identList([...names])}) ON ${table} TO ${role}`;
    yield { kind: "grant", entity: child.name, name: `references to ${retentionRole}`, sql: select, why };
    if (!context.isOn("row-level-security", child)) continue;
    const name = madeName(child.table, "references", retentionRole);
    const sql = `CREATE POLICY ${ident(name)} ON ${table}\nFOR SELECT TO ${role}\nUSING (TRUE)`;
    yield { kind: "policy", entity: child.name, name, sql, why };
  }
}

/** The references that refuse a delete. */
function keepers(entity: Entity, context: HardeningContext): readonly Reference[] {
  return referringTo(entity, context).filter(
    ({ child, relation: { onDelete = "restrict" } }) =>
      context.isOn("foreign-keys", child) && ["restrict", "no action"].includes(onDelete),
  );
}
