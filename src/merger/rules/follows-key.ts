import { firstOf } from "../lists.ts";
import { type MergeRule, settled } from "../rule.ts";

/** What a relation's column has from the key that it refers to: not settled here, but with that key. */
export function followsKey<T>(rule: MergeRule<T>): MergeRule<T> {
  return {
    ...rule,
    summary: "A relation's column follows the key that it refers to.",
    settle: (sides) => settled(firstOf(sides).value),
  };
}
