import type { HardeningRule } from "../rule.ts";

export const notNull: HardeningRule = {
  code: "not-null",
  profile: "minimal",
  summary: "A field that does not end in ? always has a value.",
  why: "A missing value that nobody expects is found when it is written, not when it is read.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL",
  *table({ name, fields, key }) {
    for (const field of fields) {
      if (field.nullable || key.includes(field.name)) continue;
      yield { kind: "not null", entity: name, column: field.name, why: "The definition does not end in ?." };
    }
  },
};
