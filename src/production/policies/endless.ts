import type { Finding } from "../../model/finding.ts";
import { tokenize } from "../../model/sql-words.ts";
import type { Catalog, ObjectOf } from "../../postgres/catalog.ts";
import { databaseRoles } from "../access.ts";
import { policyPlace } from "../own-functions.ts";
import type { HardeningContext } from "../rule.ts";

type Policy = ObjectOf<"policy">;

/**
 * Policies whose subqueries lead back to their own table: PostgreSQL refuses every query of it (SQLSTATE 42P17), whatever
 * the rows. A function with rights of its own, whose body policies do not see, ends the circle.
 */
export function endlessPolicies(target: Catalog, context: HardeningContext): readonly Finding[] {
  const policies = [...target.objects.values()].filter((object) => object.kind === "policy");
  const found = new Map<string, Finding>();
  for (const role of databaseRoles(context)) {
    const mine = policies.filter(
      ({ definition: { roles } }) => roles.includes(role) || roles.includes("PUBLIC"),
    );
    for (const policy of mine) {
      const circle = circleFrom(policy, mine);
      const key = JSON.stringify([...new Set(circle)].sort());
      if (circle !== undefined && !found.has(key)) found.set(key, endless(policy, circle, context));
    }
  }
  return [...found.values()];
}

/** The tables on the way from a policy back to its own; undefined when there is none. */
function circleFrom(start: Policy, policies: readonly Policy[]): readonly string[] | undefined {
  const home = tableOf(start);
  const seen = new Set<string>();
  const ways = tablesIn(start).map((table) => [table]);
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const table = way.at(-1) ?? "";
    if (table === home) return [home, ...way];
    if (seen.has(table)) continue;
    seen.add(table);
    const readers = policies.filter(
      (policy) => tableOf(policy) === table && /^(all|select)$/.test(policy.definition.command),
    );
    for (const next of readers.flatMap(tablesIn)) ways.push([...way, next]);
  }
  return undefined;
}

function tableOf({ id: { path } }: Policy): string {
  return path[1] ?? "";
}

/** The tables that subqueries of a policy read: what stands after FROM and JOIN. */
function tablesIn({ definition: { using, check } }: Policy): readonly string[] {
  return [using ?? "", check ?? ""].flatMap((condition) => {
    const tokens = tokenize(condition).filter(({ kind }) => kind !== "space");
    return tokens.flatMap(({ name, quoted }, i) => {
      if (quoted !== false || (name !== "from" && name !== "join")) return [];
      const first = tokens.slice(i + 1).findIndex(({ text }) => text !== "(");
      const at = i + 1 + first;
      const table = tokens[at + 1]?.text === "." ? tokens[at + 2] : tokens[at];
      return table?.name === undefined ? [] : [table.name];
    });
  });
}

function endless(policy: Policy, circle: readonly string[], { model, config }: HardeningContext): Finding {
  const entity = model.entities.find(({ table }) => table === tableOf(policy));
  const line = entity?.access.find(({ when }) => /\bselect\b/i.test(when ?? "")) ?? entity?.access[0];
  return {
    code: "production/endless-policies",
    severity: "error",
    message: `Policies ask each other without end: ${circle.join(" → ")}. PostgreSQL would refuse every query of ${tableOf(policy)} (SQLSTATE 42P17).`,
    at: policyPlace(policy.id.path, model, config)?.at ?? line?.origins[0]?.at ?? entity?.origins[0]?.at,
    help: "Ask for members with `members`, or put one of the questions into a function: SECURITY DEFINER, SET search_path = ''.",
  };
}
