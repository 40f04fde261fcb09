import { qualified } from "../../postgres/quote.ts";
import type { HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { hasField, systemField, systemFields, withFields } from "../system-fields.ts";
import { beforeTrigger, having, rowChanges } from "../triggers.ts";

const { version } = systemFields;
const lock = "lock_version";

export const optimisticLock: HardeningRule = {
  code: "optimistic-lock",
  profile: "standard",
  summary:
    "An update that carries a stale version is refused with SQLSTATE 40001; each change counts the version up.",
  why: "Two people who edit the same row cannot overwrite each other unseen, and nobody waits for a lock.",
  source: "https://www.postgresql.org/docs/current/plpgsql-trigger.html",
  complete: (entity) =>
    entity.links === undefined
      ? withFields(entity, [systemField(entity, version, "integer", { default: "1" })])
      : entity,
  *database(entities, { config }) {
    if (having(version, entities).length === 0) return;
    yield {
      kind: "function",
      name: lock,
      sql: sqlFromTemplate("lock-version", { function: qualified(config.schema, lock) }),
      why: "Refuses a stale version, for every table that has one.",
    };
  },
  *table(entity, context) {
    const { config } = context;
    if (!hasField(entity, version)) return;
    yield {
      kind: "trigger",
      entity: entity.name,
      name: lock,
      sql: beforeTrigger(entity, config, {
        name: lock,
        on: "UPDATE",
        function: qualified(config.schema, lock),
        when: rowChanges(entity, context),
      }),
      why: "Refuses a stale version and counts it up.",
    };
  },
};
