import { enclosed } from "../expression.ts";
import { madeName } from "../names.ts";
import type { HardeningRule } from "../rule.ts";

export const checks: HardeningRule = {
  code: "checks",
  profile: "minimal",
  summary: "Declared checks, of a field or of a whole row, are enforced.",
  why: "Wrong data is refused at the only place that every client goes through.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS",
  *table(entity) {
    for (const { name, check } of entity.fields) {
      if (check === undefined) continue;
      yield {
        kind: "constraint",
        entity: entity.name,
        name: madeName(entity.table, name, "check"),
        definition: `CHECK ${enclosed(check)}`,
        why: `The definition of ${name} asks for it.`,
      };
    }
    for (const { name, expression } of entity.checks) {
      yield {
        kind: "constraint",
        entity: entity.name,
        name,
        definition: `CHECK ${enclosed(expression)}`,
        why: "The entity asks for it.",
      };
    }
  },
};
