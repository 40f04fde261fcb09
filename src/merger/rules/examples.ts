import { firstOf, sameList } from "../lists.ts";
import { compareText } from "../origins.ts";
import { amongThoseWhoSay, type MergeRule, settled } from "../rule.ts";

export const examples: MergeRule<readonly string[] | undefined> = amongThoseWhoSay<readonly string[]>({
  code: "examples",
  summary: "The examples of all: the business model's, then the others by alphabet.",
  same: sameList,
  show: (list) => list.join(", "),
  settle(sides) {
    const first = firstOf(sides);
    const own = first.business ? first.value : [];
    const others = new Set(sides.flatMap(({ value }) => value));
    return settled([...own, ...[...others].filter((text) => !own.includes(text)).sort(compareText)]);
  },
});
