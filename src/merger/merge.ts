import type { Finding } from "../model/finding.ts";
import type { Decision, Entity, Model, Module, SqlFile } from "../model/model.ts";
import { alignRelations } from "./align.ts";
import type { MergeResult } from "./conflict.ts";
import { mergeEntity } from "./entities.ts";
import { foldEntities, foldMembers } from "./fold.ts";
import { Ledger } from "./ledger.ts";
import { settleLinks } from "./links.ts";
import { groupBy } from "./lists.ts";
import { compareText } from "./origins.ts";
import { collectSayings } from "./sayings.ts";
import { staleDecisions } from "./stale-decisions.ts";

/**
 * Makes one Model of the business model and all modules' views. Differences are settled by the written rules, by the
 * decisions, or are open conflicts. The order of the modules does not matter.
 */
export function mergeModules(
  business: Model,
  modules: readonly Module[],
  decisions: readonly Decision[],
): MergeResult {
  const ledger = new Ledger(decisions);
  const sayings = settleLinks(ledger, foldEntities(ledger, collectSayings(business, modules)));
  const merged = [...sayings.values()].map((said) => mergeEntity(ledger, foldMembers(ledger, said)));
  const entities = alignRelations(merged);
  const { conflicts, resolved, widened } = ledger;
  const findings = [...ledger.findings, ...staleDecisions(ledger, decisions), ...sharedTables(entities)];
  return { model: { entities, sql: uniteSql(business, modules) }, conflicts, resolved, widened, findings };
}

function uniteSql(business: Model, modules: readonly Module[]): readonly SqlFile[] {
  const files = [business, ...modules.map(({ view }) => view)].flatMap(({ sql }) => sql);
  const unique = new Map(files.map((file) => [`${file.path}\n${file.text}`, file]));
  return [...unique.values()].sort((a, b) => compareText(a.path, b.path));
}

/** Different entities of different modules in one table. */
function sharedTables(entities: readonly Entity[]): readonly Finding[] {
  return groupBy(entities, ({ table }) => table)
    .filter((group) => group.length > 1)
    .map((group) => ({
      code: "merge/shared-table",
      severity: "error",
      message: `${group.map(({ name }) => name).join(" and ")} all go by the table name "${group[0]?.table}".`,
      at: group.at(-1)?.origins.at(-1)?.at,
      help: "Give one of them another `table:`, or merge them under one entity name.",
    }));
}
