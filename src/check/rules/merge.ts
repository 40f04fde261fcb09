import { conflictFinding } from "../../merger/conflict.ts";
import { mergeModules } from "../../merger/merge.ts";
import type { CheckRule } from "../rule.ts";

export const merge: CheckRule = {
  code: "merge",
  promise: "the modules merge without an open conflict",
  needs: ["definitions"],
  check: async ({ project: { business, modules, decisions } }) => {
    const { conflicts, findings } = mergeModules(business, modules, decisions);
    return [...conflicts.map(conflictFinding), ...findings];
  },
};
