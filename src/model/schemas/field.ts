import { z } from "zod";
import { deprecated, doc, flag, forEditor, keys, like, named, scalar, text, truth } from "./parts.ts";

const shortField = "type[?] [in (a, b)] [unique] [primary key] [= default], as in varchar(20)? unique.";
const shortRelation = "-> entity[?] [unique], or <> entity for many to many.";

export type ShapeDefinition = Map<string, string | ShapeDefinition>;

const shape: z.ZodType<ShapeDefinition> = forEditor(named(z.union([text, z.lazy(() => shape)])), {
  type: "object",
  additionalProperties: { type: ["string", "object"] },
});

const derived = keys({
  count: text.optional().describe("The rows that refer here: document.folder (entity.relation)."),
  sum: text.optional().describe("A field of theirs, added up: order_line.order.amount."),
  max: text.optional().describe("The highest of a field of theirs."),
  min: text.optional().describe("The lowest of a field of theirs."),
  where: text.optional().describe("SQL expression over their fields: which of them."),
});

const future = z.union([
  text.transform((stage) => ({ stage, upgrade: undefined })),
  keys({
    stage: text.describe("A stage of the config."),
    upgrade: text.optional().describe("What has to be done to get there."),
  }),
]);

/** None for a value that is final. */
const steps = z.union([scalar.transform((only) => [only]), z.array(scalar)]);

const fieldForm = keys({
  type: text.describe(`Short form: ${shortField}`),
  values: z.array(scalar).min(1).optional().describe("The only values allowed."),
  native: text.optional().describe("Name of the real PostgreSQL enum type to make for enum(…)."),
  transitions: named(steps).optional().describe("Listed value → those that may follow it; no others may."),
  starts: z
    .array(scalar)
    .min(1)
    .optional()
    .describe("Listed values that a new row may have; any when absent."),
  unique: truth.optional().describe("No two rows have the same value."),
  default: scalar.optional().describe("One of the listed values, or an SQL expression."),
  check: text.optional().describe("SQL expression that each row must fulfil."),
  shape: shape.optional().describe("Expected content of a jsonb field: key → type, or a nested shape."),
  generated: text.optional().describe("SQL expression that the stored value is made from."),
  identity: z.enum(["always", "by default"]).optional().describe("PostgreSQL numbers the rows."),
  code: text
    .optional()
    .describe("What the database makes: AC{sequence:8}, {base32:10}, {year} and other text, put together."),
  derived: derived.optional().describe("Kept up by the database from the rows that refer here."),
  collation: text.optional().describe("Order and comparison of texts."),
  doc: doc.optional(),
  examples: z.array(scalar).optional().describe("Typical values; also used to fill tables for proofs."),
  pii: z
    .enum(["personal", "sensitive", "health", "secret"])
    .optional()
    .describe("How sensitive the content is."),
  audit: z
    .enum(["all", "redacted", "none"])
    .optional()
    .describe("What the audit log shows of it; by its pii when absent."),
  mask: z
    .enum(["email", "last4", "nothing"])
    .optional()
    .describe("What masked views show of it; by its pii when absent."),
  encrypt: like(/^[a-z_][a-z0-9_]{0,40}$/, "health: small letters, digits and _")
    .optional()
    .describe("Name of the key that the hardened database stores it encrypted with."),
  deprecated: deprecated.optional(),
  flag: flag.optional(),
  future: future.optional().describe("Documented now, present from this stage of the config on."),
  was: text.optional().describe("The column's former name."),
});

const action = z.enum(["no action", "restrict", "cascade", "set null", "set default"]);

const relationForm = keys({
  to: text.describe(`Short form: ${shortRelation}`),
  "on delete": action.optional().describe("What happens here when the row referred to is deleted."),
  "on update": action.optional().describe("What happens here when the key referred to changes."),
  columns: z
    .array(text)
    .min(1)
    .optional()
    .describe("Own names for the columns, one per key column of the target."),
  doc: doc.optional(),
  deprecated: deprecated.optional(),
  flag: flag.optional(),
  was: text.optional().describe("The relation's former name; its columns are named after it."),
});

export type FieldForm = z.output<typeof fieldForm>;
export type RelationForm = z.output<typeof relationForm>;

export const fields = named(
  z.union([text.describe(`A field, ${shortField} Or a relation, ${shortRelation}`), fieldForm, relationForm]),
)
  .optional()
  .describe("Name → field. A relation may stand here too, where its columns are wanted among the fields.");

export const relations = named(z.union([text.describe(`A relation: ${shortRelation}`), relationForm]))
  .optional()
  .describe("Name → relation to another entity: a foreign key, or a link table for <>.");
