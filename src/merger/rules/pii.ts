import type { Pii } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, settled } from "../rule.ts";

const leastToMost: readonly Pii[] = ["personal", "sensitive", "health", "secret"];

export const pii: MergeRule<Pii | undefined> = amongThoseWhoSay<Pii>({
  code: "pii",
  summary: "The most sensitive classification wins.",
  show: (level) => level,
  settle(sides) {
    const level = leastToMost.findLast((candidate) => sides.some(({ value }) => value === candidate));
    return settled(level ?? "secret", "the most sensitive classification protects all");
  },
});
