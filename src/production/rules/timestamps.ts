import { qualified } from "../../postgres/quote.ts";
import type { HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { hasField, isChanged, systemField, systemFields, withFields } from "../system-fields.ts";
import { beforeTrigger, having, rowChanges } from "../triggers.ts";

const { createdAt, updatedAt } = systemFields;
const stamp = "stamp_updated_at";

export const timestamps: HardeningRule = {
  code: "timestamps",
  profile: "minimal",
  summary: "Every row knows when it was made and last changed.",
  why: "The database's clock is the only one that all clients share. An update that changes nothing leaves no stamp.",
  source: "https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT",
  complete: (entity) => {
    const created = systemField(entity, createdAt, "timestamptz", { default: "now()" });
    const updated = systemField(entity, updatedAt, "timestamptz", { nullable: true });
    const completed = withFields(entity, isChanged(entity) ? [created, updated] : [created]);
    const fields = completed.fields.map((field) =>
      field.name === createdAt && field.default === undefined ? { ...field, default: "now()" } : field,
    );
    return { ...completed, fields };
  },
  *database(entities, { config }) {
    if (having(updatedAt, entities).length === 0) return;
    yield {
      kind: "function",
      name: stamp,
      sql: sqlFromTemplate("stamp-updated-at", { function: qualified(config.schema, stamp) }),
      why: "Sets updated_at, for every table that has one.",
    };
  },
  *table(entity, context) {
    const { config } = context;
    if (!hasField(entity, updatedAt)) return;
    yield {
      kind: "trigger",
      entity: entity.name,
      name: stamp,
      sql: beforeTrigger(entity, config, {
        name: stamp,
        on: "UPDATE",
        function: qualified(config.schema, stamp),
        when: rowChanges(entity, context),
      }),
      why: "Sets updated_at when a row changes.",
    };
  },
};
