import type { CheckRule } from "./rule.ts";
import { definitions } from "./rules/definitions.ts";
import { documents } from "./rules/documents.ts";
import { iterations } from "./rules/iterations.ts";
import { merge } from "./rules/merge.ts";
import { production } from "./rules/production.ts";
import { prototypes } from "./rules/prototypes.ts";

/** Every rule, in the order of a schema's life. */
export const rules: readonly [CheckRule, ...CheckRule[]] = [
  definitions,
  documents,
  iterations,
  prototypes,
  merge,
  production,
];
