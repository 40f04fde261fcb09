import { type MergeRule, settled } from "../rule.ts";

export const nullability: MergeRule<boolean> = {
  code: "nullable",
  summary: "Nullable wins over NOT NULL: rows of one module may lack the value.",
  show: (nullable) => (nullable ? "nullable" : "not null"),
  settle: () => settled(true, "rows of one module may lack it"),
};
