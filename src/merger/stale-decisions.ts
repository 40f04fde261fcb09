import type { Finding } from "../model/finding.ts";
import type { Decision } from "../model/model.ts";
import { suggest } from "../model/names.ts";
import type { Conflict, Resolution } from "./conflict.ts";

interface Settled {
  readonly conflicts: readonly Conflict[];
  readonly resolved: readonly Resolution[];
}

/** Decisions that settle nothing: the conflict is gone, or its name is wrong. */
export function staleDecisions(
  { conflicts, resolved }: Settled,
  decisions: readonly Decision[],
): readonly Finding[] {
  const all = [...conflicts, ...resolved.map(({ conflict }) => conflict)];
  const known = new Set(all.map(({ id }) => id));
  const undecided = conflicts.map(({ id }) => id);
  return decisions
    .filter(({ conflict }) => !known.has(conflict))
    .map(({ conflict, at }): Finding => {
      const [code] = conflict.split(" ");
      const meant = suggest(
        conflict,
        undecided.filter((id) => id.startsWith(`${code} `)),
      );
      return {
        code: "merge/stale-decision",
        severity: "warning",
        message: `There is no conflict "${conflict}": nothing is left to decide.`,
        at,
        help:
          meant === undefined ? "Remove the decision." : `Did you mean "${meant}"? Else remove the decision.`,
      };
    });
}
