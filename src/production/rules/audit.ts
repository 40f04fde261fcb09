import type { Entity } from "../../model/model.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
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
    const name = madeName("audit", entity.table);
    const truncate = madeName("audit", entity.table, "truncate");
    const table = tableOf(entity, context.config);
    const writer = qualified("audit", madeName("log", entity.table));
    const extra = (kind: StatementKind, name: string, sql: string, why: string): Extra => ({
      kind,
      entity: entity.name,
      name,
      sql,
      why,
    });
    yield extra("function", writer, auditFunction(writer, entity, context), secretsNote(entity));
    yield extra(
      "grant",
      writer,
      `REVOKE ALL ON FUNCTION ${writer}() FROM PUBLIC`,
      "What runs with the owner's rights is for nobody to call.",
    );
    yield extra(
      "trigger",
      name,
      `CREATE TRIGGER ${ident(name)} AFTER INSERT OR UPDATE OR DELETE ON ${table}\nFOR EACH ROW EXECUTE FUNCTION ${writer}()`,
      "Records each change of a row once; an update that changes nothing is none.",
    );
    yield extra(
      "trigger",
      truncate,
      `CREATE TRIGGER ${ident(truncate)} AFTER TRUNCATE ON ${table}\nFOR EACH STATEMENT EXECUTE FUNCTION ${writer}()`,
      "TRUNCATE removes rows without a row trigger.",
    );
    for (const trigger of [name, truncate]) {
      yield extra(
        "trigger",
        `${trigger} always`,
        `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${ident(trigger)}`,
        "Fires also where session_replication_role switches other triggers off.",
      );
    }
  },
};

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
    ["table", "audit.log", sqlFromTemplate("audit-log", {}), "One row for each change."],
    [
      "table",
      "audit.log_row_idx",
      "CREATE INDEX log_row_idx ON audit.log (table_name, key)",
      "The history of one row.",
    ],
    [
      "table",
      "audit.log_at_idx",
      "CREATE INDEX log_at_idx ON audit.log USING brin (at)",
      "A span of time; time only grows, so a tiny index does.",
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
  const softly = deletesSoftly(entity, context);
  const key = entity.key.map(
    (column) => `${literal(column)}, COALESCE(old.${ident(column)}, new.${ident(column)})`,
  );
  return sqlFromTemplate("audit-table", {
    function: writer,
    actor: `(${platformOf(context.config).userId})::text`,
    "table name": literal(`${context.config.schema}.${entity.table}`),
    operation: softly
      ? "CASE WHEN tg_op = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL THEN 'DELETE' ELSE tg_op END"
      : "tg_op",
    key: `CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object(${key.join(", ")}) END`,
    old: image("old", entity),
    new: image("new", entity),
  });
}

/** The whole row, without what is secret. */
function image(side: "old" | "new", entity: Entity): string {
  const secrets = secretsOf(entity);
  return secrets.length === 0
    ? `to_jsonb(${side})`
    : `to_jsonb(${side}) - ARRAY[${secrets.map(literal).join(", ")}]`;
}

function secretsOf({ fields }: Entity): readonly string[] {
  return fields.filter(({ pii }) => pii === "secret").map(({ name }) => name);
}

function secretsNote(entity: Entity): string {
  const secrets = secretsOf(entity);
  const left = secrets.length === 0 ? "" : ` ${secrets.join(", ")} stay out of it.`;
  return `Writes to the log with the owner's rights, so nobody else needs any.${left}`;
}
