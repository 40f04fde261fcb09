import { formatType } from "../../model/column-type.ts";
import type { Field } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import type { HardeningRule } from "../rule.ts";

export const comments: HardeningRule = {
  code: "comments",
  profile: "minimal",
  summary: "Documentation and the class of personal data stand in the database.",
  why: "Whoever looks at the database, or copies from it, sees what a column is and how to treat it.",
  source: "https://www.postgresql.org/docs/current/sql-comment.html",
  *table(entity, { config }) {
    const table = tableOf(entity, config);
    const comment = (name: string, on: string, text: string, why: string) =>
      ({
        kind: "comment",
        entity: entity.name,
        name,
        sql: `COMMENT ON ${on} IS ${literal(text)}`,
        why,
      }) as const;
    if (entity.doc !== undefined)
      yield comment(entity.table, `TABLE ${table}`, entity.doc, "From the definition.");
    for (const field of entity.fields) {
      const text = commentOn(field);
      if (text === "") continue;
      const why = field.pii === undefined ? "From the definition." : `Classified as ${field.pii} data.`;
      yield comment(field.name, `COLUMN ${table}.${ident(field.name)}`, text, why);
    }
  },
};

function commentOn({ doc, deprecated, pii, encrypt }: Field): string {
  const encrypted = encrypt?.plain && `[encrypted ${formatType(encrypt.plain)}: key ${encrypt.key}]`;
  const parts = [doc, deprecated && `Deprecated: ${deprecated}`, pii && `[pii: ${pii}]`, encrypted];
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}
