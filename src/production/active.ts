import type { Finding } from "../model/finding.ts";
import type { Config, Entity, Model } from "../model/model.ts";
import { suggest } from "../model/names.ts";
import { type HardeningRule, type Profile, profiles } from "./rule.ts";

/** Whether a rule is on: by the entity's own word, else by the project's, else by the profile. */
export function isRuleOn(rule: HardeningRule, config: Config, entity?: Entity): boolean {
  return (
    (entity && entitySwitch(rule.code, entity)) ??
    config.harden.rules[rule.code] ??
    isOnByProfile(rule, config.harden.profile)
  );
}

function isOnByProfile(rule: HardeningRule, profile: Profile): boolean {
  return rule.profile !== "none" && profiles.indexOf(rule.profile) <= profiles.indexOf(profile);
}

/** `audit: none` is a word of its own for `harden: { audit: false }`; rows that never change need no rule for changes. */
function entitySwitch(code: string, { harden, audit, appendOnly }: Entity): boolean | undefined {
  if (harden[code] !== undefined) return harden[code];
  if (code === "audit" && audit !== undefined) return audit !== "none";
  return appendOnly && rulesOfChanges.includes(code) ? false : undefined;
}

/** Rules about how rows change. */
export const rulesOfChanges: readonly string[] = ["soft-delete", "optimistic-lock"];

/** Switches that name no rule, or contradict another key. */
export function switchProblems(
  model: Model,
  config: Config,
  rules: readonly HardeningRule[],
): readonly Finding[] {
  const codes = rules.map(({ code }) => code);
  const unknown = (names: Readonly<Record<string, unknown>>) =>
    Object.keys(names).filter((name) => !codes.includes(name));
  return [
    ...unknown(config.harden.rules).map((name) => ({
      ...unknownRule(name, "The config's harden.rules", codes),
      at: config.harden.places?.[name],
    })),
    ...model.entities.flatMap((entity) =>
      unknown(entity.harden).map((name) => ({
        ...unknownRule(name, `harden of ${entity.name}`, codes),
        at: entity.origins[0]?.at,
      })),
    ),
    ...model.entities.flatMap(saidTwice),
  ];
}

/** `audit` and the switch of its rule say the same or contradict. */
function saidTwice({ name, audit, harden, origins }: Entity): readonly Finding[] {
  const isOn = harden["audit"];
  if (audit === undefined || isOn === undefined || isOn === (audit !== "none")) return [];
  return [
    {
      code: "production/contradiction",
      severity: "error",
      message: `${name} says audit: ${typeof audit === "string" ? audit : "{ … }"} and harden: { audit: ${isOn} }.`,
      at: origins[0]?.at,
      help: "Keep one of them.",
    },
  ];
}

function unknownRule(name: string, where: string, codes: readonly string[]): Finding {
  const meant = suggest(name, codes);
  return {
    code: "production/unknown-rule",
    severity: "error",
    message: `${where} names "${name}", which is no hardening rule.`,
    help: `${meant === undefined ? "" : `Did you mean ${meant}? `}Rules: ${codes.join(", ")}.`,
  };
}
