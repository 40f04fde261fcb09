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
  const merged: Partial<Pick<T, Key>> = {};
  for (const property of Object.keys(rules) as Key[]) {
    const said = first[property];
    const isSame = sayings.every((saying) => saying[property] === said);
    const value = isSame ? said : settleOne(property);
    if (value !== undefined) merged[property] = value;
  }
  return merged as Pick<T, Key>; // complete: `rules` has every key, and only optional ones stay out

  function settleOne(property: Key): T[Key] {
    const said = sayings.map((saying) => ({ value: saying[property], origins: saying.origins }));
    return ledger.settle(rules[property], subject, said);
  }
}
