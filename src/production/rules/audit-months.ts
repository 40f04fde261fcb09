import type { Entity } from "../../model/model.ts";
import { literal } from "../../postgres/quote.ts";
import type { Extra, HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";

/**
 * Partitions are made while the database runs, in a schema that is part of no Catalog. Entries that none of them takes land in
 * the default partition, so no write fails for want of one; those are moved when the partition of their month is made.
 */
export const auditMonths: HardeningRule = {
  code: "audit-months",
  profile: "minimal",
  summary:
    "Where the config says audit: { partitions: monthly }, each month of the audit log is a partition; audit.maintain_months() makes the next ones and removes those that are too old.",
  why: "A month that nobody keeps any longer goes at once, and no entry of another month is touched.",
  source: "https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-OVERVIEW",
  *database(_, context) {
    if (inMonths(context)) yield* months(context);
  },
  refine: (additions, context) =>
    additions.map((addition) =>
      inMonths(context) && addition.kind === "table" && addition.name === "audit.log"
        ? { ...addition, sql: partitioned(addition.sql) }
        : addition,
    ),
  *check(entity, context) {
    if (context.config.audit === undefined || entity !== context.model.entities[0]) return;
    const { at, keep } = context.config.audit;
    const audited = context.model.entities.filter((one) => context.isOn("audit", one));
    if (audited.length === 0)
      yield {
        code: "production/contradiction",
        severity: "error",
        message: "The config says audit: { partitions: monthly }, and no entity is audited.",
        at,
        help: "Turn the rule audit on, or leave audit out of the config.",
      };
    if (keep !== undefined && audited.some((one) => context.isOn("audit-chain", one)))
      yield {
        code: "production/contradiction",
        severity: "error",
        message: `The audit log is to be a chain, and its entries are to be kept for ${keep}: a chain without its first entries does not verify.`,
        at,
        help: "Leave keep out of audit in the config, or turn the rule audit-chain off.",
      };
  },
};

/** Whether the audit log has partitions. */
export function inMonths(context: HardeningContext): boolean {
  const { entities } = context.model;
  const on = (entity: Entity) => context.isOn("audit", entity) && context.isOn("audit-months", entity);
  return context.config.audit !== undefined && entities.some(on);
}

const sequence = "audit.log_id_seq";

/** Before PostgreSQL 17 partitions have no identity columns: ids come from a sequence of the log's own. */
function partitioned(sql: string): string {
  return `${sql.replace("GENERATED ALWAYS AS IDENTITY", `NOT NULL DEFAULT nextval('${sequence}')`)} PARTITION BY RANGE (at)`;
}

function* months({ config: { audit } }: HardeningContext): Iterable<Extra> {
  const job = "audit.maintain_months";
  const partition = "audit.log_default";
  yield {
    kind: "sequence",
    name: sequence,
    sql: `CREATE SEQUENCE ${sequence}`,
    why: "Counts the entries, whatever partition they land in.",
  };
  yield {
    kind: "table",
    name: partition,
    sql: `CREATE TABLE ${partition} PARTITION OF audit.log DEFAULT`,
    why: "Takes what no month takes, so that no write fails.",
  };
  yield {
    kind: "trigger",
    name: `${partition} append only`,
    sql: `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${partition}\nFOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()`,
    why: "Triggers of the log do not fire for what is said to a partition.",
  };
  yield {
    kind: "trigger",
    name: `${partition} append only always`,
    sql: `ALTER TABLE ${partition} ENABLE ALWAYS TRIGGER append_only`,
    why: "Fires also where session_replication_role switches other triggers off.",
  };
  yield {
    kind: "policy",
    name: `${partition} row level security`,
    sql: `ALTER TABLE ${partition} ENABLE ROW LEVEL SECURITY`,
    why: "Without a policy: entries are read through audit.log.",
  };
  yield {
    kind: "function",
    name: job,
    sql: sqlFromTemplate("audit-months", {
      keep: audit?.keep === undefined ? "NULL" : literal(audit.keep),
    }),
    why: `Makes the partitions of the next months${audit?.keep === undefined ? "" : `, and removes those whose entries are all older than ${audit.keep}`}. To be called by the owner every day.`,
  };
  yield {
    kind: "grant",
    name: `${job} private`,
    sql: `REVOKE ALL ON FUNCTION ${job}(integer) FROM PUBLIC`,
    why: "It is for the owner of the log.",
  };
  if (audit?.schedule === undefined) return;
  yield {
    kind: "setting",
    name: `schedule of ${job}`,
    sql: sqlFromTemplate("schedule", {
      job: literal(job),
      schedule: literal(audit.schedule),
      command: literal(`SELECT ${job}()`),
    }),
    why: "Only where pg_cron is installed; elsewhere something else must call it.",
  };
}
