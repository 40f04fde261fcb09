import { amongThoseWhoSay, type MergeRule, preferred, settled } from "../rule.ts";

/** Marks that change nothing in the database: where a field came from, how diagrams group. The business model's, else the first by alphabet. */
export function note<T>(code: string, show: (value: T) => string): MergeRule<T | undefined> {
  return amongThoseWhoSay<T>({
    code,
    summary: "Changes nothing in the database: the business model's, else the first by alphabet.",
    show,
    settle: (sides) => settled(preferred(sides)),
  });
}
