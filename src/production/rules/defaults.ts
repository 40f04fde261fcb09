import type { HardeningRule } from "../rule.ts";

export const defaults: HardeningRule = {
  code: "defaults",
  profile: "minimal",
  summary: "Declared defaults are the database's.",
  why: "Every client gets the same value, whatever language it is written in.",
  source: "https://www.postgresql.org/docs/current/ddl-default.html",
  *table({ name, fields }) {
    for (const field of fields) {
      if (field.default === undefined) continue;
      yield {
        kind: "default",
        entity: name,
        column: field.name,
        expression: field.default,
        why: "The definition gives it.",
      };
    }
  },
};
