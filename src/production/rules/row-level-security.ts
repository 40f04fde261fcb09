import type { Finding } from "../../model/finding.ts";
import type { Entity } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { type Right, rightsOf, rightTo } from "../access.ts";
import { isDerivedOrCounted } from "../derivations.ts";
import { anyOf, enclosed } from "../expression.ts";
import { madeName, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Extra, HardeningContext, HardeningRule } from "../rule.ts";
import { deletesSoftly } from "../system-fields.ts";
import { tenantWall } from "../tenant.ts";

export const rowLevelSecurity: HardeningRule = {
  code: "row-level-security",
  profile: "standard",
  summary: "Rows are seen and changed only as the access lines say, by the table's owner too.",
  why: "Everything is denied that no line allows. One policy per role and command is checked once, not once for each line.",
  source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
  *table(entity, context) {
    const table = tableOf(entity, context.config);
    // Not forced where triggers keep derived values as the owner: they must see every row.
    for (const setting of isDerivedOrCounted(entity, context) ? ["ENABLE"] : ["ENABLE", "FORCE"]) {
      yield {
        kind: "policy",
        entity: entity.name,
        name: `${setting.toLowerCase()} row level security`,
        sql: `ALTER TABLE ${table} ${setting} ROW LEVEL SECURITY`,
        why: setting === "ENABLE" ? "Denies what no policy allows." : "Holds for the table's owner too.",
      };
    }
    const rights = rightsOf(entity, context);
    for (const right of rights) yield* policyFor(right, rights, entity, context);
  },
  *check(entity) {
    if (entity.access.length === 0) yield closed(entity);
    for (const { when, origins } of entity.access) {
      if (/user_metadata/i.test(when ?? "")) yield writtenByUsers(entity, origins[0]?.at);
    }
  },
};

function* policyFor(
  right: Right,
  rights: readonly Right[],
  entity: Entity,
  context: HardeningContext,
): Iterable<Extra> {
  const { role, command, when } = right;
  const update = rightTo("update", role, rights);
  const marks = command === "delete" && deletesSoftly(entity, context);
  yield policy(
    entity,
    context,
    role,
    command,
    command === "update" ? updateCondition(right, rights, entity, context) : when,
  );
  // The UPDATE that marks a row as deleted needs a policy of its own where updating is not allowed otherwise.
  if (marks && update === undefined) {
    yield policy(entity, context, role, "update", markingOnly(when, context));
  }
}

/** Who may delete a row may mark it as deleted. */
function updateCondition(
  right: Right,
  rights: readonly Right[],
  entity: Entity,
  context: HardeningContext,
): string {
  const remove = rightTo("delete", right.role, rights);
  if (remove === undefined || remove.when === right.when || !deletesSoftly(entity, context))
    return right.when;
  return anyOf([right.when, markingOnly(remove.when, context)]) ?? right.when;
}

function markingOnly(when: string, { config }: HardeningContext): string {
  const depth = platformOf(config).subqueriesInPolicies
    ? "(SELECT pg_trigger_depth())"
    : "pg_trigger_depth()";
  return when === "TRUE" ? `${depth} > 0` : `${depth} > 0 AND ${enclosed(when)}`;
}

function policy(
  entity: Entity,
  context: HardeningContext,
  role: string,
  command: Right["command"],
  allowed: string,
): Extra {
  const name = madeName(entity.table, command, role);
  const wall = platformOf(context.config).restrictivePolicies ? undefined : tenantWall(entity, context);
  const condition = wall === undefined ? allowed : `${wall} AND ${enclosed(allowed)}`;
  const using = command === "insert" ? [] : [`USING ${enclosed(condition)}`];
  const check = command === "insert" || command === "update" ? [`WITH CHECK ${enclosed(condition)}`] : [];
  return {
    kind: "policy",
    entity: entity.name,
    name,
    sql: [
      `CREATE POLICY ${ident(name)} ON ${tableOf(entity, context.config)}`,
      `FOR ${command.toUpperCase()} TO ${ident(role)}`,
      ...using,
      ...check,
    ].join("\n"),
    why:
      condition === "TRUE"
        ? `${role} may ${command} every row.`
        : `${role} may ${command} where ${condition}.`,
  };
}

function writtenByUsers(entity: Entity, at: Finding["at"]): Finding {
  return {
    code: "production/user-metadata",
    severity: "error",
    message: `An access line of ${entity.name} asks user_metadata, which users change themselves.`,
    at,
    help: "Use app_metadata, has_role(), or a table that users cannot write.",
  };
}

function closed(entity: Entity): Finding {
  return {
    code: "production/no-access",
    severity: "warning",
    message: `${entity.name} has no access line, so nobody can read or change ${entity.table}.`,
    at: entity.origins[0]?.at,
    help: "Say who may: access: [{ allow: select, to: authenticated }]",
  };
}
