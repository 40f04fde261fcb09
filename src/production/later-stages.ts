import type { Config, Future, Model } from "../model/model.ts";
import { harden } from "./harden.ts";
import type { Addition, HardeningRule } from "./rule.ts";

/** A stage that is not reached, and what it brings. */
export interface LaterStage {
  readonly stage: string;
  readonly fields: readonly {
    readonly table: string;
    readonly name: string;
    readonly upgrade: Future["upgrade"];
  }[];
  /** What the rules add then and not now. */
  readonly additions: readonly Addition[];
}

/** What production will be when each stage that fields wait for is reached, alone. */
export function laterStages(
  model: Model,
  config: Config,
  rules: readonly HardeningRule[],
): readonly LaterStage[] {
  const waiting = model.entities.flatMap(({ table, fields }) =>
    fields.flatMap(({ name, future }) =>
      future === undefined || config.stages[future.stage] === true ? [] : [{ table, name, future }],
    ),
  );
  if (waiting.length === 0) return [];
  const now = new Set(harden(model, config, rules).additions.map(identity));
  return [...new Set(waiting.map(({ future }) => future.stage))].map((stage) => {
    const then = harden(model, { ...config, stages: { ...config.stages, [stage]: true } }, rules);
    return {
      stage,
      fields: waiting
        .filter(({ future }) => future.stage === stage)
        .map(({ table, name, future: { upgrade } }) => ({ table, name, upgrade })),
      additions: then.additions.filter((addition) => !now.has(identity(addition))),
    };
  });
}

function identity(addition: Addition): string {
  return JSON.stringify(addition);
}
