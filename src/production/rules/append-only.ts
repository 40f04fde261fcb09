import type { Finding } from "../../model/finding.ts";
import type { Entity, Field } from "../../model/model.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
import { rulesOfChanges } from "../active.ts";
import { tableOf } from "../names.ts";
import { removesOldRows, retentionRole } from "../retained.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";

const refuse = "refuse_change";
export const appendOnlyTrigger = "append_only";

export const appendOnly: HardeningRule = {
  code: "append-only",
  profile: "minimal",
  summary: "Rows that are declared append-only are changed by nobody, and removed by retention alone.",
  why: "What happened stays as it was told. Grants do not stop the owner, a trigger that replication cannot switch off does.",
  source:
    "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER",
  *database(entities, { config }) {
    if (!entities.some((entity) => entity.appendOnly)) return;
    yield {
      kind: "function",
      name: refuse,
      sql: sqlFromTemplate("refuse-change", { function: qualified(config.schema, refuse) }),
      why: "Refuses what would change a row.",
    };
  },
  *table(entity, context) {
    if (!entity.appendOnly) return;
    yield {
      kind: "trigger",
      entity: entity.name,
      name: appendOnlyTrigger,
      sql: refusing(entity, context),
      why: "Nobody changes a row, whoever they are.",
    };
    yield {
      kind: "trigger",
      entity: entity.name,
      name: `${appendOnlyTrigger} always`,
      sql: alwaysRefusing(entity, context),
      why: "Fires also where session_replication_role switches other triggers off.",
    };
  },
  *check(entity) {
    if (entity.appendOnly) yield* contradictions(entity);
  },
};

/** For each statement: one that would change no row is refused as well. */
export function refusing(
  entity: Entity,
  context: HardeningContext,
  events = "UPDATE OR DELETE OR TRUNCATE",
): string {
  const { config } = context;
  const mayRemove = removesOldRows(entity, context) ? literal(retentionRole) : "";
  return `CREATE TRIGGER ${ident(appendOnlyTrigger)} BEFORE ${events} ON ${tableOf(entity, config)}
FOR EACH STATEMENT EXECUTE FUNCTION ${qualified(config.schema, refuse)}(${mayRemove})`;
}

export function alwaysRefusing(entity: Entity, { config }: HardeningContext): string {
  return `ALTER TABLE ${tableOf(entity, config)} ENABLE ALWAYS TRIGGER ${ident(appendOnlyTrigger)}`;
}

/** What would be allowed or wanted, and always refused. */
function* contradictions({ name, access, relations, fields, harden, origins }: Entity): Iterable<Finding> {
  for (const rule of rulesOfChanges.filter((code) => harden[code] === true))
    yield contradiction(
      `${name} is append-only, but switches ${rule} on, which is for rows that change.`,
      origins[0]?.at,
      `Leave one of them out: append-only, or harden: { ${rule}: true }.`,
    );
  for (const field of fields) {
    const changes = changing(field);
    if (changes !== undefined)
      yield contradiction(
        `${name} is append-only, but ${name}.${field.name} ${changes}.`,
        field.origins[0]?.at,
        "Keep it in another entity that refers to this one.",
      );
  }
  for (const { allow, origins } of access) {
    const changes = allow.filter((command) => command === "update" || command === "delete");
    if (changes.length > 0)
      yield contradiction(
        `${name} is append-only, but an access line allows ${changes.join(" and ")}.`,
        origins[0]?.at,
        "Allow select and insert.",
      );
  }
  for (const { name: relation, onDelete = "no action", onUpdate = "no action", origins } of relations) {
    const actions = [`on delete ${onDelete}`, `on update ${onUpdate}`].filter(
      (action) => !/no action|restrict/.test(action),
    );
    if (actions.length > 0)
      yield contradiction(
        `${name} is append-only, but ${name}.${relation} says ${actions.join(" and ")}.`,
        origins[0]?.at,
        "Say restrict, or make it a plain field: then rows stay when what they speak of goes.",
      );
  }
}

function changing({ derived, transitions = [] }: Field): string | undefined {
  if (derived !== undefined) return "is derived and changes with other rows";
  return transitions.some(({ to }) => to.length > 0) ? "has transitions" : undefined;
}

function contradiction(message: string, at: Finding["at"], help: string): Finding {
  return { code: "production/append-only", severity: "error", message, at, help };
}
