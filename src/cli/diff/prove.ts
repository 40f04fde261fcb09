import { splitByShadow } from "../../postgres/beyond-shadow.ts";
import { type Catalog, emptyCatalog, keyOf, makeCatalog } from "../../postgres/catalog.ts";
import { elaborate } from "../../postgres/elaborate.ts";
import { planForward } from "../../postgres/migrate.ts";
import type { Plan } from "../../postgres/plan.ts";
import { type Proved, proveMigration } from "../../postgres/prove-migration.ts";
import { assumeRoles } from "../../postgres/respell.ts";
import type { Engine } from "../../prototype/state.ts";

/** Proves a plan where only the Catalog of its start is known. Roles that either side only uses are there all the time. */
export async function provePlan(
  plan: Plan,
  [from, to]: readonly [Catalog, Catalog],
  { shadow, cacheDir }: Engine,
): Promise<Proved> {
  if (plan.statements.length === 0) return { plan, findings: [] };
  const roles = assumeRoles(from, to);
  const withRoles = await elaborate(shadow, roles, { cacheDir });
  const start = planForward(emptyCatalog, splitByShadow(from)[0]).statements.map(({ sql }) => sql);
  const target = makeCatalog(
    [...new Map([...withRoles.objects, ...to.objects]).values()].filter(
      ({ kind, id }) => kind === "role" || to.objects.has(keyOf(id)),
    ),
  );
  return await proveMigration(shadow, { base: [...roles, ...start], plan, target });
}
