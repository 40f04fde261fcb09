import { join } from "node:path";
import type { Finding } from "../../model/finding.ts";
import type { Entity, Query } from "../../model/model.ts";
import { contentHash, keptAnswer } from "../../postgres/cache.ts";
import { engineKey } from "../../postgres/elaborate.ts";
import { ident } from "../../postgres/quote.ts";
import type { Engine } from "../../prototype/state.ts";
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
  { shadow, cacheDir }: Engine,
): Promise<readonly Finding[]> {
  const { model, isOn } = context;
  const asked = model.entities.flatMap((entity) => {
    const roles = rolesUnderPolicies(entity, context);
    if (!isOn("query-indexes", entity) || roles.length === 0) return [];
    const table = tableOf(entity, context.config);
    const value = (field: string) => `(NULL::${table}).${ident(field)}`;
    return entity.queries.map((query) => {
      const conditions = conditionsOf(query, value).map(({ condition }) => condition);
      return { entity, query, roles, table, conditions };
    });
  });
  if (asked.length === 0) return [];
  const questions = JSON.stringify(asked.map(({ table, conditions }) => [table, conditions]));
  const hash = contentHash([...engineKey(shadow), "leaky", ...statements, questions]);
  const answers = await keptAnswer(cacheDir && join(cacheDir, "leaky", `${hash}.json`), async () =>
    shadow.scratch(async (db) => {
      for (const statement of statements) await db.execute(statement);
      const found: string[][] = [];
      for (const { table, conditions } of asked) {
        const leaky = new Set<string>();
        for (const condition of conditions)
          for (const operator of await leakyOperators(db, table, condition)) leaky.add(operator);
        found.push([...leaky]);
      }
      return found;
    }),
  );
  return asked.flatMap(({ entity, query, roles }, i) => {
    const operators = answers[i] ?? [];
    return operators.length === 0 ? [] : [keptFromIndex(query, entity, roles, operators)];
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
