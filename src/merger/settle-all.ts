import type { Origin } from "../model/model.ts";
import type { Ledger, Subject } from "./ledger.ts";
import { firstOf } from "./lists.ts";
import type { RulesFor } from "./rule.ts";

/** Settles every property that has a rule; what nobody says is left out. */
export function settleAll<T extends { readonly origins: readonly Origin[] }, Key extends keyof T>(
  ledger: Ledger,
  rules: RulesFor<T, Key>,
  subject: Subject,
  sayings: readonly T[],
): Pick<T, Key> {
  const first = firstOf(sayings);
  const differing = differingProperties(sayings);
  const merged: Partial<Pick<T, Key>> = {};
  for (const property of Object.keys(rules) as Key[]) {
    const value = differing.has(property) ? settleOne(property) : first[property];
    if (value !== undefined) merged[property] = value;
  }
  return merged as Pick<T, Key>; // complete: `rules` has every key, and only optional ones stay out

  function settleOne(property: Key): T[Key] {
    const said = sayings.map((saying) => ({ value: saying[property], origins: saying.origins }));
    return ledger.settle(rules[property], subject, said);
  }
}

/** Most properties are absent from most sayings: only those that are there are looked at. */
function differingProperties<T extends object>(sayings: readonly T[]): ReadonlySet<keyof T> {
  const first = firstOf(sayings);
  const own = Object.keys(first) as (keyof T)[];
  const differing = new Set<keyof T>();
  for (const saying of sayings) {
    if (saying === first) continue;
    for (const key of own) if (saying[key] !== first[key]) differing.add(key);
    for (const key of Object.keys(saying) as (keyof T)[]) if (saying[key] !== first[key]) differing.add(key);
  }
  return differing;
}
