import { formatType } from "../../model/column-type.ts";
import type { Entity, Field } from "../../model/model.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { rightsOf } from "../access.ts";
import { agree } from "../equality.ts";
import { liveView, madeName, tableOf } from "../names.ts";
import { removesOldRows, retentionRole } from "../retained.ts";
import type { Extra, HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { hasField, systemField, systemFields, withFields } from "../system-fields.ts";
import { beforeTrigger } from "../triggers.ts";

const { deletedAt } = systemFields;
const guard = "guard_deleted_at";

/**
 * The trigger updates as the role that deletes: under FORCE a definer function of an owner without BYPASSRLS would
 * change no row. The update passes because policies do not look at `deleted_at`; hiding is the view's work.
 * Restoring is a DELETE too, which the setting `deletion.restores` turns: so policies for DELETE say who may.
 */
export const softDelete: HardeningRule = {
  code: "soft-delete",
  profile: "standard",
  summary: "DELETE marks a row as deleted; a view shows the others; whoever may delete a row may restore it.",
  why: "What was deleted by mistake can be restored, and what refers to it still has its target.",
  source: "https://www.postgresql.org/docs/current/plpgsql-trigger.html",
  complete: (entity) =>
    entity.links === undefined
      ? withFields(entity, [systemField(entity, deletedAt, "timestamptz", { nullable: true })])
      : entity,
  *database(entities, { config }) {
    if (!entities.some((entity) => hasField(entity, deletedAt))) return;
    yield {
      kind: "function",
      name: guard,
      sql: sqlFromTemplate("guard-deleted-at", { function: qualified(config.schema, guard) }),
      why: "Keeps clients from setting deleted_at, for every table that has it.",
    };
  },
  *table(entity, context) {
    const { config } = context;
    if (!hasField(entity, deletedAt)) return;
    const table = tableOf(entity, config);
    const deleteFunction = qualified(config.schema, madeName("soft_delete", entity.table));
    yield {
      kind: "function",
      entity: entity.name,
      name: madeName("soft_delete", entity.table),
      sql: sqlFromTemplate("soft-delete", {
        function: deleteFunction,
        table,
        "this row": thisRow(entity, context),
      }),
      why: "Marks a row as deleted, with the rights of the one who deletes.",
    };
    yield {
      kind: "trigger",
      entity: entity.name,
      name: "soft_delete",
      sql: beforeTrigger(entity, config, {
        name: "soft_delete",
        on: "DELETE",
        function: deleteFunction,
        ...(removesOldRows(entity, context) && { when: `current_user <> ${literal(retentionRole)}` }),
      }),
      why: "Turns DELETE into a mark.",
    };
    yield {
      kind: "trigger",
      entity: entity.name,
      name: guard,
      sql: beforeTrigger(entity, config, {
        name: guard,
        on: `UPDATE OF ${deletedAt}`,
        function: qualified(config.schema, guard),
        when: `old.${deletedAt} IS DISTINCT FROM new.${deletedAt}`,
      }),
      why: "deleted_at changes through DELETE and restore_… alone; the table's owner may set it.",
    };
    yield* restoring(entity, context);
    yield {
      kind: "view",
      entity: entity.name,
      name: liveView(entity),
      sql: [
        `CREATE VIEW ${qualified(config.schema, liveView(entity))} WITH (security_invoker = true) AS`,
        `SELECT ${identList(entity.fields.map(({ name }) => name))}`,
        `FROM ${table} WHERE ${deletedAt} IS NULL`,
      ].join("\n"),
      why: "Shows the rows that are not deleted, with the rights of the one who reads.",
    };
  },
};

/** The statement of the function that takes the mark away. */
export function restoreSql(entity: Entity, context: HardeningContext): string {
  const table = tableOf(entity, context.config);
  return sqlFromTemplate("restore", {
    function: restoreFunction(entity, context),
    parameters: keyFields(entity)
      .map(({ name, type }) => `${ident(name)} ${formatType(type)}`)
      .join(", "),
    table,
    "table name": literal(table),
    "this row": agree(entity, entity.key, (column, i) => [ident(column), `$${i + 1}`], context),
  });
}

export function restoreFunction({ table }: Entity, { config }: HardeningContext): string {
  return qualified(config.schema, madeName("restore", table));
}

/** Its name with the types of its parameters. */
export function restoreSignature(entity: Entity, context: HardeningContext): string {
  const types = keyFields(entity).map(({ type }) => formatType(type));
  return `${restoreFunction(entity, context)}(${types.join(", ")})`;
}

function* restoring(entity: Entity, context: HardeningContext): Iterable<Extra> {
  const own = { entity: entity.name, name: restoreFunction(entity, context) };
  const signature = restoreSignature(entity, context);
  const why = "True where it takes the mark of a row away; false where there is no such row to who asks.";
  yield { ...own, kind: "function", sql: restoreSql(entity, context), why };
  const closed = `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`;
  yield { ...own, kind: "grant", sql: closed, why: "Who may call it is said below." };
  const roles = rightsOf(entity, context).flatMap(({ role, command }) => (command === "delete" ? role : []));
  if (roles.length === 0) return;
  const granted = `GRANT EXECUTE ON FUNCTION ${signature} TO ${identList(roles)}`;
  yield {
    ...own,
    kind: "grant",
    name: `${own.name} to who may delete`,
    sql: granted,
    why: "Restoring takes the right to delete.",
  };
}

function keyFields({ fields, key }: Entity): readonly Field[] {
  return key.flatMap((column) => fields.find(({ name }) => name === column) ?? []);
}

function thisRow(entity: Entity, context: HardeningContext): string {
  return agree(entity, entity.key, (column) => [ident(column), `old.${ident(column)}`], context);
}
