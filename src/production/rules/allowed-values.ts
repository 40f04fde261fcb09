import { formatType } from "../../model/column-type.ts";
import type { Field } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { madeName } from "../names.ts";
import type { HardeningRule } from "../rule.ts";

export const allowedValues: HardeningRule = {
  code: "allowed-values",
  profile: "minimal",
  summary: "A field with listed values accepts no other.",
  why: "A CHECK on text can use an index under row level security; = on a PostgreSQL enum is not leakproof and cannot.",
  source: "https://www.postgresql.org/docs/current/rules-privileges.html",
  *table({ name, table, fields }) {
    for (const field of fields) {
      if (field.values === undefined || field.enumType !== undefined) continue;
      yield {
        kind: "constraint",
        entity: name,
        name: madeName(table, field.name, "values"),
        definition: `CHECK (${condition(field, field.values)})`,
        why: `The definition lists its values.`,
      };
    }
  },
};

/** For varchar PostgreSQL compares as text; said so, the check reads back the way it was written. */
function condition({ name, type }: Field, values: readonly string[]): string {
  const list = values.map(literal).join(", ");
  if (type.dimensions > 0) {
    return `${ident(name)} <@ ARRAY[${list}]::${formatType({ ...type, dimensions: 1 })}`;
  }
  return `${ident(name)}${type.name === "varchar" ? "::text" : ""} IN (${list})`;
}
