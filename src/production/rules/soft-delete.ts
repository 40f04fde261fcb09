import type { Entity } from "../../model/model.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { agree } from "../equality.ts";
import { liveView, madeName, tableOf } from "../names.ts";
import { removesOldRows, retentionRole } from "../retained.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { hasField, systemField, systemFields, withFields } from "../system-fields.ts";
import { beforeTrigger } from "../triggers.ts";

const { deletedAt } = systemFields;
const guard = "guard_deleted_at";

/**
 * The trigger updates as the role that deletes: under FORCE a definer function of an owner without BYPASSRLS would
 * change no row. The update passes because policies do not look at `deleted_at`; hiding is the view's work.
 */
export const softDelete: HardeningRule = {
  code: "soft-delete",
  profile: "standard",
  summary: "DELETE marks a row as deleted; a view shows the others.",
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
      why: "deleted_at changes through DELETE alone; the table's owner may restore a row.",
    };
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

function thisRow(entity: Entity, context: HardeningContext): string {
  return agree(entity, entity.key, (column) => [ident(column), `old.${ident(column)}`], context);
}
