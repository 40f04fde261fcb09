import { isDeepStrictEqual } from "node:util";
import type { Finding } from "../model/finding.ts";
import { enabled } from "../model/flags.ts";
import type { Config, Entity, Model } from "../model/model.ts";
import { isRuleOn, switchProblems } from "./active.ts";
import { layOut, type Section } from "./layout.ts";
import { nameClashes } from "./name-clashes.ts";
import { neededRules } from "./needed-rules.ts";
import type { Addition, Extra, HardeningContext, HardeningRule } from "./rule.ts";
import { rules as allRules } from "./rules/index.ts";
import { systemFieldProblems } from "./system-field-problems.ts";
import { platformLimits } from "./uncovered.ts";

/** The production schema, as SQL and as what each rule did. */
export interface Hardened {
  /** The model as the rules completed it. */
  readonly context: HardeningContext;
  readonly additions: readonly Addition[];
  /** Fields that a rule made or changed. */
  readonly completions: readonly Completion[];
  readonly sections: readonly Section[];
  /** All statements in the order in which they can be run. */
  readonly statements: readonly string[];
  readonly findings: readonly Finding[];
}

export interface Completion {
  readonly rule: string;
  readonly entity: string;
  readonly field: string;
}

/** Makes a merged model fit for production: rules complete its entities, then add what the profile asks for. */
export function harden(model: Model, config: Config, rules: readonly HardeningRule[] = allRules): Hardened {
  const start = contextFor(enabled(model, config), config, rules);
  const { context, completions } = complete(start, rules);
  const additions = refine(collect(context, rules), context, rules).filter(isNoTwin);
  const sections = layOut(context, additions);
  return {
    context,
    additions,
    completions,
    sections,
    statements: sections.flatMap(({ parts }) => parts.map(({ sql }) => sql)),
    findings: [
      ...platformLimits(config),
      ...switchProblems(context.model, config, rules),
      ...systemFieldProblems(context),
      ...nameClashes(context.model, additions),
      ...neededRules(context, additions, rules),
      ...checkAll(context, rules),
    ],
  };
}

function contextFor(model: Model, config: Config, rules: readonly HardeningRule[]): HardeningContext {
  const byCode = new Map(rules.map((rule) => [rule.code, rule]));
  return {
    model,
    config,
    isOn: (code, entity) => {
      const rule = byCode.get(code);
      return rule !== undefined && isRuleOn(rule, config, entity);
    },
  };
}

function complete(start: HardeningContext, rules: readonly HardeningRule[]) {
  let context = start;
  const completions: Completion[] = [];
  for (const { code, complete } of rules) {
    if (complete === undefined) continue;
    const before = context;
    const entities = before.model.entities.map((entity) =>
      before.isOn(code, entity) ? complete(entity, before) : entity,
    );
    context = { ...before, model: { ...before.model, entities } };
    completions.push(
      ...entities.flatMap((entity, i) => changedFields(code, before.model.entities[i], entity)),
    );
  }
  return { context, completions };
}

function changedFields(rule: string, before: Entity | undefined, after: Entity): readonly Completion[] {
  return after.fields
    .filter((field) => !before?.fields.includes(field))
    .map((field) => ({ rule, entity: after.name, field: field.name }));
}

function collect(context: HardeningContext, rules: readonly HardeningRule[]): readonly Addition[] {
  return rules.flatMap(({ code, table, database }) => {
    const entities = context.model.entities.filter((entity) => context.isOn(code, entity));
    const needed = context.isOn(code) || entities.length > 0;
    const extras: readonly Extra[] = [
      ...(needed ? (database?.(entities, context) ?? []) : []),
      ...entities.flatMap((entity) => [...(table?.(entity, context) ?? [])]),
    ];
    return extras.map((extra) => ({ ...extra, rule: code }));
  });
}

function refine(
  additions: readonly Addition[],
  context: HardeningContext,
  rules: readonly HardeningRule[],
): readonly Addition[] {
  return rules.reduce((refined, rule) => rule.refine?.(refined, context) ?? refined, additions);
}

/** Of an index that several rules ask for there is one, also where redundant ones may be. */
function isNoTwin(addition: Addition, position: number, additions: readonly Addition[]): boolean {
  if (addition.kind !== "index") return true;
  const same = (other: Addition) =>
    other.kind === "index" &&
    other.name === addition.name &&
    other.entity === addition.entity &&
    isDeepStrictEqual(other.index, addition.index);
  return additions.findIndex(same) === position;
}

function checkAll(context: HardeningContext, rules: readonly HardeningRule[]): readonly Finding[] {
  return rules.flatMap(({ code, check }) =>
    check === undefined
      ? []
      : context.model.entities
          .filter((entity) => context.isOn(code, entity))
          .flatMap((entity) => [...check(entity, context)]),
  );
}
