import { extensionOf } from "../../model/column-type.ts";
import type { Entity } from "../../model/model.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { inDependencyOrder } from "../../prototype/tables.ts";
import { agree } from "../equality.ts";
import { madeName, tableOf } from "../names.ts";
import { ownFunctionsIn } from "../own-functions.ts";
import { platformOf } from "../platform.ts";
import { type Reference, referringTo, refers } from "../references.ts";
import type { Extra, HardeningContext, HardeningRule, StatementKind } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { deletesSoftly, isStamp, systemFields } from "../system-fields.ts";
import { fieldChanges } from "../triggers.ts";

const { deletedAt } = systemFields;

/** The role that owns the functions, and their schema. */
const deletion = "deletion";
export const followTrigger = "follow_deletion";
/** What makes the deletions of a statement be followed at its end. */
const followNow = "follow_now";

/**
 * The functions must see rows that are hidden from whoever deletes, as foreign keys do, also under FORCE. So their owner
 * is a role of its own, which policies let see and change what it follows. A policy is for members of its role too, and who
 * makes the schema is one: the policies ask for `current_user`, which is the role itself inside of the functions alone.
 *
 * Deletions are followed at the end of the DELETE. PostgreSQL refuses a DELETE that comes to a row which a trigger of its
 * own has changed meanwhile (SQLSTATE 27000): a tree of rows could not be deleted at once. So the triggers that follow are
 * deferred constraint triggers, which one for each statement fires.
 */
export const liveReferences: HardeningRule = {
  code: "live-references",
  profile: "standard",
  summary:
    "Marking a row as deleted does to the rows that refer to it what the relation says of deletion, and no row comes to refer to a deleted one.",
  why: "DELETE means the same whether rows are marked or removed, also for rows that are hidden from whoever deletes.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  *database(_, context) {
    const parents = inDependencyOrder(context.model.entities).flatMap((parent) => {
      const references = followedReferences(parent, context);
      return references.length === 0 ? [] : [{ parent, references }];
    });
    if (parents.length === 0) return;
    yield* theRole(parents, context);
    yield* ownFunction(
      followNowFunction,
      sqlFromTemplate("follow-now", {
        function: followNowFunction,
        triggers: qualified(context.config.schema, followTrigger),
      }),
      "Follows what a statement deleted at its end.",
    );
    for (const { parent, references } of parents) {
      yield* follower(parent, references, context);
      for (const reference of references) yield* check(reference, parent, context);
    }
    yield* rights(parents, context);
  },
};

interface Followed {
  readonly parent: Entity;
  readonly references: readonly Reference[];
}

/**
 * The references that count when a row of this entity is marked. Where a relation says nothing, what only tells what
 * happened does not: who made a row, and rows that are append-only.
 */
export function followedReferences(parent: Entity, context: HardeningContext): readonly Reference[] {
  if (!deletesSoftly(parent, context)) return [];
  return referringTo(parent, context).filter(
    ({ child, relation }) =>
      context.isOn("live-references", child) &&
      context.isOn("foreign-keys", child) &&
      (relation.onDelete !== undefined || !(isStamp(relation) || child.appendOnly)),
  );
}

/** `deletion.follow_accounts` */
export function followFunction({ table }: Entity): string {
  return qualified(deletion, madeName("follow", table));
}

const followNowFunction = qualified(deletion, followNow);

/** `refer_account_insert` */
export function referTrigger({ relation }: Reference, event: "insert" | "update"): string {
  return madeName("refer", relation.name, event);
}

function* theRole(parents: readonly Followed[], { config }: HardeningContext): Iterable<Extra> {
  const role = ident(deletion);
  const sql = sqlFromTemplate("create-definer", { name: literal(deletion), role });
  yield extra("role", deletion, sql, "Owns what follows deletions, and can do nothing else.");
  const own = "Apart from what applications see; of the role that owns its functions.";
  yield extra("schema", deletion, `CREATE SCHEMA ${role} AUTHORIZATION ${role}`, own);
  const keys = parents.flatMap(({ parent }) => parent.fields.filter(({ name }) => parent.key.includes(name)));
  const extensions = keys.some(({ type }) => extensionOf(type)) ? [platformOf(config).extensions] : [];
  for (const schema of new Set([config.schema, ...extensions])) {
    const usage = `GRANT USAGE ON SCHEMA ${ident(schema)} TO ${role}`;
    yield extra("grant", `schema ${schema} for ${deletion}`, usage, "Lets it name what is in the schema.");
  }
}

function* follower(
  parent: Entity,
  references: readonly Reference[],
  context: HardeningContext,
): Iterable<Extra> {
  const name = followFunction(parent);
  const table = tableOf(parent, context.config);
  yield* ownFunction(
    name,
    followSql(parent, references, context),
    `Does what relations to ${parent.table} say of deletion.`,
    parent,
  );
  const sql = [
    `CREATE CONSTRAINT TRIGGER ${followTrigger} AFTER UPDATE ON ${table}`,
    "DEFERRABLE INITIALLY DEFERRED",
    `FOR EACH ROW WHEN ((old.${deletedAt} IS NULL) <> (new.${deletedAt} IS NULL)) EXECUTE FUNCTION ${name}()`,
  ].join("\n");
  const why = "Follows the relations when a row is marked as deleted, and when it is restored.";
  yield { ...extra("trigger", followTrigger, sql, why), entity: parent.name };
  const now = `CREATE TRIGGER ${followNow} AFTER DELETE OR UPDATE OF ${deletedAt} ON ${table}\nFOR EACH STATEMENT EXECUTE FUNCTION ${followNowFunction}()`;
  const atEnd = "A statement is over when what it deleted has been followed.";
  yield { ...extra("trigger", followNow, now, atEnd), entity: parent.name };
}

/**
 * Rows go before those that they refer to, and come back after them, so a row that refers to two that go together does
 * not stand in the way.
 */
export function followSql(
  parent: Entity,
  references: readonly Reference[],
  context: HardeningContext,
): string {
  const order = inDependencyOrder(context.model.entities);
  const parentsFirst = references.toSorted((a, b) => order.indexOf(a.child) - order.indexOf(b.child));
  const lines = (statements: readonly string[]) => statements.map((one) => `\n    ${one};`).join("");
  const holders = references.filter(({ relation }) => isHeld(relation.onDelete));
  const cases = holders.map(
    (reference) =>
      `\n    WHEN EXISTS (SELECT FROM ${childRows(reference, context)}) THEN ${literal(reference.child.table)}`,
  );
  return sqlFromTemplate("follow-deletion", {
    function: followFunction(parent),
    table: tableOf(parent, context.config),
    "this row": agree(
      parent,
      parent.key,
      (column) => [`parent.${ident(column)}`, `new.${ident(column)}`],
      context,
    ),
    restored: lines(parentsFirst.flatMap((reference) => restored(reference, context))),
    followed: lines(
      parentsFirst.toReversed().flatMap((reference) => followed(reference, context)),
    ).replaceAll("\n    ", "\n  "),
    holder: cases.length === 0 ? "NULL" : `CASE${cases.join("")}\n  END`,
  });
}

/** Whether a row that is referred to stays. */
export function isHeld(onDelete = "restrict"): boolean {
  return onDelete === "restrict" || onDelete === "no action";
}

/** `public.contacts child WHERE child.account_id = new.id AND child.deleted_at IS NULL` */
function childRows(reference: Reference, context: HardeningContext): string {
  const live = deletesSoftly(reference.child, context) ? ` AND child.${deletedAt} IS NULL` : "";
  return `${tableOf(reference.child, context.config)} child WHERE ${refers(reference, ["child", "new"], context)}${live}`;
}

/** What becomes of the rows that refer to a row that goes. */
function followed(reference: Reference, context: HardeningContext): readonly string[] {
  const { child, relation } = reference;
  const { onDelete } = relation;
  if (isHeld(onDelete)) return [];
  const table = tableOf(child, context.config);
  const which = refers(reference, ["child", "new"], context);
  if (onDelete !== "cascade") {
    const value = onDelete === "set null" ? "NULL" : "DEFAULT";
    const set = relation.columns.map((column) => `${ident(column)} = ${value}`).join(", ");
    return [`UPDATE ${table} child SET ${set} WHERE ${which}`];
  }
  if (!deletesSoftly(child, context)) return [`DELETE FROM ${table} child WHERE ${which}`];
  const mark = `SET ${deletedAt} = new.${deletedAt}`;
  return [`UPDATE ${table} child ${mark} WHERE ${which} AND child.${deletedAt} IS NULL`];
}

/** The rows that were marked in the same moment. */
function restored(reference: Reference, context: HardeningContext): readonly string[] {
  const { child, relation } = reference;
  if (relation.onDelete !== "cascade" || !deletesSoftly(child, context)) return [];
  const which = refers(reference, ["child", "new"], context);
  const table = tableOf(child, context.config);
  return [
    `UPDATE ${table} child SET ${deletedAt} = NULL WHERE ${which} AND child.${deletedAt} = old.${deletedAt}`,
  ];
}

/** A live row refers to live rows: looked at when it is made, when it refers to another one, and when it is restored. */
function* check(reference: Reference, parent: Entity, context: HardeningContext): Iterable<Extra> {
  const { child, relation } = reference;
  const name = qualified(deletion, madeName("refer", child.table, relation.name));
  const sql = sqlFromTemplate("refer-to-live", {
    function: name,
    parent: tableOf(parent, context.config),
    "this parent": refers(reference, ["new", "parent"], context),
    "parent name": literal(parent.table),
  });
  yield* ownFunction(name, sql, `Refuses a reference to ${parent.table} that are deleted.`, child);
  const softly = deletesSoftly(child, context);
  const given = [
    ...relation.columns.map((column) => `new.${ident(column)} IS NOT NULL`),
    ...(softly ? [`new.${deletedAt} IS NULL`] : []),
  ];
  const fields = child.fields.filter((field) => relation.columns.includes(field.name));
  const changed = [...fields.map(fieldChanges), ...(softly ? [`old.${deletedAt} IS NOT NULL`] : [])];
  const conditions = { insert: given, update: [...given, `(${changed.join(" OR ")})`] };
  for (const event of ["insert", "update"] as const) {
    const trigger = referTrigger(reference, event);
    const made = [
      `CREATE TRIGGER ${ident(trigger)} AFTER ${event.toUpperCase()} ON ${tableOf(child, context.config)}`,
      `FOR EACH ROW WHEN (${conditions[event].join(" AND ")}) EXECUTE FUNCTION ${name}()`,
    ].join("\n");
    const why = `A row that ${relation.name} refers to is there, and not deleted.`;
    const begins = event === "insert"; // A row may have referred to another one before that was deleted.
    yield { ...extra("trigger", trigger, made, why), entity: child.name, begins };
  }
}

function* ownFunction(name: string, sql: string, why: string, entity?: Entity): Iterable<Extra> {
  const of = { entity: entity?.name };
  yield { ...extra("function", name, sql, why), ...of };
  const owned = `ALTER FUNCTION ${name}() OWNER TO ${ident(deletion)}`;
  yield { ...extra("function", `${name} owner`, owned, "Sees what the one who deletes may not."), ...of };
  const closed = `REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC`;
  yield { ...extra("grant", name, closed, "What runs with rights of its own is for nobody to call."), ...of };
}

/** What the functions do to a table. */
class Needs {
  readonly select = new Set<string>();
  readonly update = new Set<string>();
  delete = false;
}

function* rights(parents: readonly Followed[], context: HardeningContext): Iterable<Extra> {
  const role = ident(deletion);
  for (const [entity, needs] of needsOf(parents, context)) {
    const table = tableOf(entity, context.config);
    const of = { entity: entity.name };
    const privileges = [
      `SELECT (${identList([...needs.select])})`,
      ...(needs.update.size > 0 ? [`UPDATE (${identList([...needs.update])})`] : []),
      ...(needs.delete ? ["DELETE"] : []),
    ].join(", ");
    const granted = `GRANT ${privileges} ON ${table} TO ${role}`;
    yield { ...extra("grant", `deletions to ${deletion}`, granted, "All that the functions do."), ...of };
    if (context.isOn("row-level-security", entity)) {
      const name = madeName(entity.table, deletion);
      const itself = `current_user = ${literal(deletion)}`;
      const sql = `CREATE POLICY ${ident(name)} ON ${table}\nFOR ALL TO ${role}\nUSING (${itself})\nWITH CHECK (${itself})`;
      const why = "Every row counts, whoever may see it; not for members of the role.";
      yield { ...extra("policy", name, sql, why), ...of };
    }
    if (needs.update.size > 0) yield* calledBy(entity, context);
  }
}

/** A check that calls a function does so as the role that changes the row. */
function* calledBy({ name: entity, table, fields, checks }: Entity, { model, config }: HardeningContext) {
  const expressions = [
    ...fields.flatMap(({ check, generated }) => [check, generated]),
    ...checks.map(({ expression }) => expression),
  ];
  for (const name of ownFunctionsIn(expressions, model, config)) {
    const sql = `GRANT EXECUTE ON FUNCTION ${name} TO ${ident(deletion)}`;
    yield { ...extra("grant", `${name} for ${deletion}`, sql, `A row of ${table} calls it.`), entity };
  }
}

function needsOf(parents: readonly Followed[], context: HardeningContext): ReadonlyMap<Entity, Needs> {
  const all = new Map<Entity, Needs>();
  const of = (entity: Entity): Needs => {
    const needs = all.get(entity) ?? new Needs();
    all.set(entity, needs);
    return needs;
  };
  for (const { parent, references } of parents) {
    const own = of(parent);
    for (const column of [...parent.key, deletedAt]) own.select.add(column);
    own.update.add(deletedAt);
    for (const { child, relation } of references) {
      const needs = of(child);
      const softly = deletesSoftly(child, context);
      for (const column of relation.references) own.select.add(column);
      for (const column of [...relation.columns, ...(softly ? [deletedAt] : [])]) needs.select.add(column);
      if (isHeld(relation.onDelete)) continue;
      if (relation.onDelete !== "cascade") for (const column of relation.columns) needs.update.add(column);
      else if (softly) needs.update.add(deletedAt);
      else needs.delete = true;
    }
  }
  return all;
}

function extra(kind: StatementKind, name: string, sql: string, why: string) {
  return { kind, name, sql, why };
}
