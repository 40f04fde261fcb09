import { z } from "zod";

/** How a part looks to an editor, where that differs from how it is read. */
export const editorSchemas = z.registry<Record<string, unknown>>();

/** A text in one of YAML's spellings. */
export const text = z.string().min(1);

/** A text that reads like a number or a truth value to an editor: defaults, listed values. */
export const scalar = z.string();
editorSchemas.add(scalar, { type: ["string", "number", "boolean"] });

export const truth = z.enum(["true", "false"]).transform((value) => value === "true");
editorSchemas.add(truth, { type: "boolean" });

/** Name → what it names, in the order of the file. */
export function named<T extends z.ZodType>(value: T) {
  return z.map(text, value);
}

/** A map with these keys and no others. */
export function keys<T extends z.ZodRawShape>(shape: T) {
  return z.preprocess(
    (value) => (value instanceof Map ? Object.assign(Object.create(null), Object.fromEntries(value)) : value),
    z.strictObject(shape),
  );
}

/** A list, or its only item. */
export function oneOrMore<T extends z.ZodType<string>>(item: T) {
  return z.union([item.transform((only) => [only]), z.array(item).min(1)]);
}

export const doc = text.describe(
  "What it is, in a sentence. Shown in documents and as a comment in the database.",
);
export const deprecated = text.describe("Why it should not be used any more, and what to use instead.");
export const flag = text.describe("Present only where this flag of the config is on.");
