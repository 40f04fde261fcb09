import { z } from "zod";

/** How a part looks to an editor, where that differs from how it is read. */
export const editorSchemas = new WeakMap<z.core.$ZodType, Readonly<Record<string, unknown>>>();

export function forEditor<T extends z.ZodType>(schema: T, editorSchema: Record<string, unknown>): T {
  editorSchemas.set(schema, editorSchema);
  return schema;
}

/** A text in one of YAML's spellings. */
export const text = z.string().min(1);

/** A text that may look like a number or a truth value to an editor: defaults, listed values. */
export const scalar = forEditor(z.string(), { type: ["string", "number", "boolean"] });

export const truth = forEditor(
  z.enum(["true", "false"]).transform((value) => value === "true"),
  { type: "boolean" },
);

/** A whole number between two others. */
export function wholeNumber(what: string, min: number, max: number) {
  const fits = (value: string): boolean =>
    /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
  return forEditor(
    z
      .string()
      .refine(fits, { error: `must be ${what} from ${min} to ${max}` })
      .transform(Number),
    { type: "integer", minimum: min, maximum: max },
  );
}

/** A text of this form; the message says what it must be like. */
export function like(pattern: RegExp, example: string) {
  return z.string().regex(pattern, { error: `must be like ${example}` });
}

/** Name → what it names, in the order of the file. */
export function named<T extends z.ZodType>(value: T) {
  return z.map(z.string(), value);
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
