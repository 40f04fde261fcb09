import type { Finding } from "../../model/finding.ts";
import type { Entity, Query } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import { rightsOf } from "../access.ts";
import type { Hardened } from "../harden.ts";
import { leakyOperators } from "../leaky-operators.ts";
import { tableOf } from "../names.ts";
import { conditionsOf } from "../proofs/queries.ts";
import type { HardeningContext } from "../rule.ts";
import { tenantWall } from "../tenant.ts";

/** Declared queries that row level security keeps from their index, as PostgreSQL understands them. */
export async function leakyQueries(
  { statements, context }: Hardened,
  shadow: Shadow,
): Promise<readonly Finding[]> {
  const { model, isOn } = context;
  const asked = model.entities.flatMap((entity) => {
    const roles = rolesUnderPolicies(entity, context);
    const isServed = isOn("query-indexes", entity) && roles.length > 0;
    return isServed ? entity.queries.map((query) => ({ entity, query, roles })) : [];
  });
  if (asked.length === 0) return [];
  return await shadow.scratch(async (db) => {
    for (const statement of statements) await db.execute(statement);
    const findings: Finding[] = [];
    for (const { entity, query, roles } of asked) {
      const table = tableOf(entity, context.config);
      const value = (field: string) => `(NULL::${table}).${ident(field)}`;
      const leaky = new Set<string>();
      for (const { condition } of conditionsOf(query, value))
        for (const operator of await leakyOperators(db, table, condition)) leaky.add(operator);
      if (leaky.size > 0) findings.push(keptFromIndex(query, entity, roles, [...leaky]));
    }
    return findings;
  });
}

/** The roles that see some rows and not others. */
function rolesUnderPolicies(entity: Entity, context: HardeningContext): readonly string[] {
  if (!context.isOn("row-level-security", entity)) return [];
  const walled = tenantWall(entity, context) !== undefined;
  const rights = rightsOf(entity, context).filter(
    ({ command, when }) => command === "select" && (walled || when !== "TRUE"),
  );
  return [...new Set(rights.map(({ role }) => role))];
}

function keptFromIndex(
  { name, origins }: Query,
  { table }: Entity,
  roles: readonly string[],
  operators: readonly string[],
): Finding {
  return {
    code: "production/query-under-policies",
    severity: "warning",
    message: `The query ${name} of ${table} cannot find rows by ${operators.join(", ")} in an index for ${roles.join(", ")}: row level security hides rows from them and is applied first, because PostgreSQL does not call that leakproof.`,
    at: origins[0]?.at,
    help: "It reads the rows that the policy admits. Where those are many, compare a field of a type like text, bigint or uuid, or search through a function of your own.",
  };
}
