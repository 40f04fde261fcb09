import { z } from "zod";
import { cronSchedule } from "./cron.ts";
import { fields, relations } from "./field.ts";
import { deprecated, doc, flag, keys, like, named, oneOrMore, text, truth, wholeNumber } from "./parts.ts";

const indexForm = keys({
  on: oneOrMore(text).describe("Fields, relations, or SQL expressions in parentheses; each may end in desc."),
  unique: z
    .union([truth, z.literal("live")])
    .optional()
    .describe("No two rows have the same values; live: no two that are not deleted."),
  method: like(/^[a-z_][a-z0-9_]*$/, "btree or gin")
    .optional()
    .describe("btree when absent; gin, gist, brin, hash, spgist, hnsw, …"),
  using: like(/^[a-z_][a-z0-9_]*$/, "jsonb_path_ops")
    .optional()
    .describe("Operator class of its fields: jsonb_path_ops, gin_trgm_ops, vector_cosine_ops, …"),
  where: text.optional().describe("SQL expression; only rows that fulfil it are in the index."),
  include: z.array(text).optional().describe("Fields that are stored in the index without being searched."),
  name: text.optional().describe("The index's name; made from the table and fields when absent."),
});

const query = keys({
  where: oneOrMore(text).optional().describe("Fields compared with =."),
  order: oneOrMore(text).optional().describe("Fields to order by; each may end in desc."),
  match: oneOrMore(text).optional().describe("Fields searched for a text."),
  contains: oneOrMore(text)
    .optional()
    .describe("Fields of type jsonb or arrays, searched for what they contain, each alone."),
  using: z.enum(["prefix", "trigram", "fulltext"]).optional().describe("How the text is searched."),
  budget: like(/^\d+(\.\d+)?\s*(us|ms|s)$/, "5ms or 1s")
    .optional()
    .describe("The longest that the query may take: 5ms, 1s."),
});

const command = ["select", "insert", "update", "delete"] as const;

const access = keys({
  allow: z
    .union([z.enum(["all", ...command]), z.array(z.enum(command)).min(1)])
    .describe("What may be done."),
  to: oneOrMore(text)
    .optional()
    .describe("authenticated, anonymous, service, or a role that has_role() knows; absent beside `through`."),
  when: text
    .optional()
    .describe("SQL expression: which rows. me() is the current user's id. Every row when absent."),
  through: text
    .optional()
    .describe(
      "Relation: who may read the row that it refers to may read this one; who may update it, change this one.",
    ),
  members: text
    .optional()
    .describe(
      "Entity that says who belongs to what: rows that refer to something that the current user belongs to.",
    ),
  fields: oneOrMore(text)
    .optional()
    .describe("The only fields and relations that select, insert and update may touch; the key comes along."),
});

/** What entities and mixins have in common. */
export const shared = {
  doc: doc.optional(),
  with: z.array(text).optional().describe("Mixins; the entity's own fields win, then the last mixin."),
  fields,
  relations,
  checks: named(text).optional().describe("Name → SQL expression that each row must fulfil."),
  indexes: z
    .array(z.union([z.array(text).min(1), indexForm]))
    .optional()
    .describe("Indexes; those that relations and queries need are made anyway."),
  queries: named(query)
    .optional()
    .describe("Name → how the rows are looked up. Indexes are derived from it."),
  access: z
    .array(access)
    .optional()
    .describe("Row level security. Once there is a line, all else is denied."),
  audit: z
    .union([
      z.enum(["all", "none"]),
      keys({
        by: z
          .enum(["row", "statement"])
          .optional()
          .describe("How they are written; by statement is cheaper where bulk writes dominate."),
        reads: truth
          .optional()
          .describe(
            "Whether reading fields with pii leaves an entry too; they are read in the view logged.<table>.",
          ),
      }),
    ])
    .optional()
    .describe("Whether every change leaves an audit row."),
};

export const entitySchema = keys({
  entity: text.describe("Its name, singular."),
  table: text.optional().describe("The table's name; the plural of the entity's name when absent."),
  area: text.optional().describe("Groups entities in diagrams."),
  deprecated: deprecated.optional(),
  flag: flag.optional(),
  was: text.optional().describe("The table's former name."),
  key: z.array(text).min(1).optional().describe("Fields and relations of a composite primary key."),
  ...shared,
  "append-only": truth.optional().describe("Rows are added; none is changed, or removed but by retention."),
  masked: keys({
    to: oneOrMore(text).describe("authenticated, anonymous, service, or a role that has_role() knows."),
    when: text.optional().describe("SQL expression: which rows. Every row when absent."),
  })
    .optional()
    .describe("Who sees the rows in a view that masks fields with pii."),
  retention: keys({
    keep: like(/^\d+\s+(day|week|month|year)s?$/, "7 years or 90 days").describe(
      "How long rows are kept: 7 years.",
    ),
    by: text.describe("The field that tells a row's age; with keep: 0 days the time when it expires."),
    batch: wholeNumber("a number of rows", 1, 1_000_000)
      .optional()
      .describe("How many rows go at once; 1000 when absent."),
    schedule: cronSchedule
      .optional()
      .describe("When they go, as cron writes it; runs where pg_cron is installed."),
  })
    .optional()
    .describe("How long rows are kept."),
  harden: named(truth).optional().describe("Hardening rules switched on or off for this entity."),
}).describe("An entity: becomes a table.");

export const mixinSchema = keys({
  mixin: text.describe("Its name."),
  ...shared,
}).describe("A named group of fields and rules that entities include.");

export type EntityDefinition = z.output<typeof entitySchema>;
export type MixinDefinition = z.output<typeof mixinSchema>;
export type SharedDefinition = Omit<MixinDefinition, "mixin">;
