import type { Finding } from "../model/finding.ts";
import type { Decision, Entity, Model, Module, SqlFile } from "../model/model.ts";
import { suggest } from "../model/names.ts";
import { alignRelations } from "./align.ts";
import type { MergeResult } from "./conflict.ts";
import { mergeEntity } from "./entities.ts";
import { foldConcepts } from "./fold.ts";
import { Ledger } from "./ledger.ts";
import { compareText } from "./origins.ts";
import { groupBy } from "./parts.ts";
import { collectSayings } from "./sayings.ts";

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
  const sayings = foldConcepts(ledger, collectSayings(business, modules));
  const entities = alignRelations([...sayings.values()].map((said) => mergeEntity(ledger, said)));
  const { conflicts, resolved, widened } = ledger;
  const findings = [...ledger.findings, ...uselessDecisions(ledger, decisions), ...sharedTables(entities)];
  return { model: { entities, sql: uniteSql(business, modules) }, conflicts, resolved, widened, findings };
}

function uniteSql(business: Model, modules: readonly Module[]): readonly SqlFile[] {
  const files = [business, ...modules.map(({ view }) => view)].flatMap(({ sql }) => sql);
  const unique = new Map(files.map((file) => [`${file.path}\n${file.text}`, file]));
  return [...unique.values()].sort((a, b) => compareText(a.path, b.path));
}

/** Decisions that settle nothing: the conflict is gone, or never was. Of two for one conflict, the last counts. */
function uselessDecisions(
  { conflicts, resolved }: Ledger,
  decisions: readonly Decision[],
): readonly Finding[] {
  const ids = [...conflicts.map(({ id }) => id), ...resolved.map(({ conflict }) => conflict.id)];
  const known = new Set(ids);
  return decisions.flatMap((decision, index): Finding[] => {
    const { conflict, at } = decision;
    if (!known.has(conflict)) return [staleDecision(decision, suggest(conflict, ids))];
    const later = decisions.slice(index + 1).some((other) => other.conflict === conflict);
    return later ? [{ ...doubledDecision, message: `"${conflict}" is decided again further down.`, at }] : [];
  });
}

const doubledDecision = {
  code: "merge/doubled-decision",
  severity: "error",
  help: "Keep the one that counts.",
} as const;

function staleDecision({ conflict, at }: Decision, meant: string | undefined): Finding {
  return {
    code: "merge/stale-decision",
    severity: "warning",
    message: `There is no conflict "${conflict}": nothing is left to decide.`,
    at,
    help: meant === undefined ? "Remove the decision." : `Did you mean "${meant}"? Else remove the decision.`,
  };
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
