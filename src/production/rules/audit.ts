import type { Audited, Config, Entity } from "../../model/model.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
import { auditedAs, auditImage } from "../audit-image.ts";
import { agree } from "../equality.ts";
import { madeName, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Extra, HardeningContext, HardeningRule, StatementKind } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { deletesSoftly } from "../system-fields.ts";
import { auditorRole } from "./roles.ts";

export const audit: HardeningRule = {
  code: "audit",
  profile: "standard",
  summary:
    "Every change leaves a row in audit.log: who, when, in which transaction, and the row before and after.",
  why: "A trigger made for each table knows its key and columns, so a change costs one plain insert. The log can only grow.",
  source: "https://www.law.cornell.edu/cfr/text/45/164.312",
  *database(entities) {
    if (entities.length > 0) yield* log();
  },
  *table(entity, context) {
    const table = tableOf(entity, context.config);
    const writer = qualified("audit", madeName("log", entity.table));
    const extra = (kind: StatementKind, name: string, sql: string, why: string): Extra => ({
      kind,
      entity: entity.name,
      name,
      sql,
      why,
    });
    yield extra("function", writer, auditFunction(writer, entity, context), notShown(entity));
    yield extra(
      "grant",
      writer,
      `REVOKE ALL ON FUNCTION ${writer}() FROM PUBLIC`,
      "What runs with the owner's rights is for nobody to call.",
    );
    const triggers = triggersOf(entity);
    for (const { name, on, why } of triggers) {
      const sql = `CREATE TRIGGER ${ident(name)} AFTER ${on(table)} EXECUTE FUNCTION ${writer}()`;
      yield extra("trigger", name, sql, why);
    }
    for (const { name } of triggers) {
      yield extra(
        "trigger",
        `${name} always`,
        `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${ident(name)}`,
        "Fires also where session_replication_role switches other triggers off.",
      );
    }
  },
};

interface AuditTrigger {
  readonly name: string;
  /** `INSERT ON public.accounts FOR EACH ROW` */
  readonly on: (table: string) => string;
  readonly why: string;
}

/** TRUNCATE removes rows without a row trigger; transition tables are for one event each. */
function triggersOf(entity: Entity): readonly AuditTrigger[] {
  const truncate: AuditTrigger = {
    name: madeName("audit", entity.table, "truncate"),
    on: (table) => `TRUNCATE ON ${table}\nFOR EACH STATEMENT`,
    why: "TRUNCATE removes rows without a row trigger.",
  };
  if (!byStatement(entity)) {
    const each: AuditTrigger = {
      name: madeName("audit", entity.table),
      on: (table) => `INSERT OR UPDATE OR DELETE ON ${table}\nFOR EACH ROW`,
      why: "Records each change of a row once; an update that changes nothing is none.",
    };
    return [each, truncate];
  }
  const tables = {
    insert: "NEW TABLE AS new_rows",
    update: "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    delete: "OLD TABLE AS old_rows",
  };
  const events = Object.entries(tables).map(
    ([event, rows]): AuditTrigger => ({
      name: madeName("audit", entity.table, event),
      on: (table) => `${event.toUpperCase()} ON ${table}\nREFERENCING ${rows} FOR EACH STATEMENT`,
      why: "Records each row that a statement changed once, at its end: cheaper where one changes many.",
    }),
  );
  return [...events, truncate];
}

function byStatement({ audit }: Entity): boolean {
  return typeof audit === "object" && audit.by === "statement";
}

/** The log: written by triggers alone, changed by nobody, read by auditors. */
function* log(): Iterable<Extra> {
  const auditor = ident(auditorRole);
  const statements: readonly (readonly [StatementKind, string, string, string])[] = [
    ["schema", "audit", "CREATE SCHEMA audit", "Apart from what applications see."],
    [
      "function",
      "audit.refuse_change",
      sqlFromTemplate("audit-refuse", {}),
      "Refuses what would change the log.",
    ],
    [
      "table",
      "audit.log",
      sqlFromTemplate("audit-log", {}),
      "One row for each change: by whom, through which request, from where.",
    ],
    [
      "table",
      "audit.log_row_idx",
      "CREATE INDEX log_row_idx ON audit.log (table_name, key)",
      "The history of one row.",
    ],
    [
      "trigger",
      "audit.log append only",
      "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log\nFOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()",
      "Grants do not stop the owner; this does.",
    ],
    [
      "trigger",
      "audit.log append only always",
      "ALTER TABLE audit.log ENABLE ALWAYS TRIGGER append_only",
      "Fires also where session_replication_role switches other triggers off.",
    ],
    [
      "policy",
      "audit.log row level security",
      "ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY",
      "Not forced: the triggers write as the owner.",
    ],
    [
      "policy",
      "log_select_auditor",
      `CREATE POLICY log_select_auditor ON audit.log\nFOR SELECT TO ${auditor}\nUSING (TRUE)`,
      "Auditors read everything.",
    ],
    ["grant", "schema audit", `GRANT USAGE ON SCHEMA audit TO ${auditor}`, "Auditors read the log."],
    ["grant", "audit.log", `GRANT SELECT ON audit.log TO ${auditor}`, "Auditors read the log."],
  ];
  for (const [kind, name, sql, why] of statements) yield { kind, name, sql, why };
}

function auditFunction(writer: string, entity: Entity, context: HardeningContext): string {
  const bulk = byStatement(entity);
  const event = bulk ? "entry.event" : "tg_op";
  const keyFrom = (value: (column: string) => string) =>
    `jsonb_build_object(${entity.key.map((column) => `${literal(column)}, ${value(ident(column))}`).join(", ")})`;
  const key = keyFrom((column) => `COALESCE(old.${column}, new.${column})`);
  const marked = `${event} = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL`;
  const shared = {
    ...whoAsks(context.config),
    function: writer,
    "table name": literal(`${context.config.schema}.${entity.table}`),
    operation: deletesSoftly(entity, context) ? `CASE WHEN ${marked} THEN 'DELETE' ELSE ${event} END` : event,
    old: auditImage("old", entity, event),
    new: auditImage("new", entity, event),
  };
  if (!bulk)
    return sqlFromTemplate("audit-table", {
      ...shared,
      key: `CASE WHEN tg_op <> 'TRUNCATE' THEN ${key} END`,
    });
  return sqlFromTemplate("audit-statement", {
    ...shared,
    key,
    "old key": keyFrom((column) => `old.${column}`),
    "new key": keyFrom((column) => `new.${column}`),
    "same key": agree(
      entity,
      entity.key,
      (column) => [`old.${ident(column)}`, `new.${ident(column)}`],
      context,
    ),
  });
}

/** SQL of what an entry says of the session. */
export function whoAsks(config: Config) {
  const { userId, requestId, clientAddress } = platformOf(config);
  return {
    actor: `(${userId})::text`,
    acting: "COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user)",
    request: requestId,
    application: "NULLIF(current_setting('application_name'), '')",
    client: clientAddress,
  };
}

function notShown({ fields }: Entity): string {
  const named = (how: Audited) =>
    fields
      .filter((field) => auditedAs(field) === how)
      .map(({ name }) => name)
      .join(", ");
  const [left, masked] = [named("none"), named("redacted")];
  return [
    "Writes to the log with the owner's rights, so nobody else needs any.",
    ...(left === "" ? [] : [`${left} stay out of it.`]),
    ...(masked === "" ? [] : [`Of ${masked} it shows whether they changed.`]),
  ].join(" ");
}
