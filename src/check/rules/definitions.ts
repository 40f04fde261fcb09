import type { CheckRule } from "../rule.ts";

export const definitions: CheckRule = {
  code: "definitions",
  promise: "the definitions are valid",
  needs: [],
  check: async ({ definitionFindings }) => definitionFindings,
};
