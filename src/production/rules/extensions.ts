import { extensionOf } from "../../model/column-type.ts";
import { ident } from "../../postgres/quote.ts";
import { platformOf } from "../platform.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";

export const extensions: HardeningRule = {
  code: "extensions",
  profile: "minimal",
  summary: "The extensions that types and searches need are there.",
  why: "A schema that loads only where someone prepared the database is not complete.",
  source: "https://www.postgresql.org/docs/current/sql-createextension.html",
  *database(entities, context) {
    const needs = new Map<string, string>();
    for (const { table, fields, queries } of entities) {
      for (const { name, type } of fields) {
        const extension = extensionOf(type);
        if (extension !== undefined && !needs.has(extension))
          needs.set(extension, `The type of ${table}.${name}.`);
      }
      const encrypted = fields.find(({ encrypt }) => encrypt?.plain !== undefined);
      if (encrypted !== undefined) needs.set("pgcrypto", `The encryption of ${table}.${encrypted.name}.`);
      const search = queries.find(({ using }) => using === "trigram");
      if (search !== undefined && !needs.has("pg_trgm"))
        needs.set("pg_trgm", `The search ${search.name} of ${table}.`);
    }
    for (const [name, why] of [...needs].sort()) {
      yield { kind: "extension", name, sql: createExtension(name, context), why };
    }
  },
};

/** Where functions are private by default, those of an extension are the exception. */
function createExtension(name: string, context: HardeningContext): string {
  const schema = ident(platformOf(context.config).extensions);
  const extension = ident(name);
  if (context.isOn("grants")) return sqlFromTemplate("create-extension", { extension, schema });
  return `CREATE EXTENSION IF NOT EXISTS ${extension} WITH SCHEMA ${schema}`;
}
