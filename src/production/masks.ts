import type { Field, Mask } from "../model/model.ts";
import { ident, literal } from "../postgres/quote.ts";

const ellipsis = literal("…");

/** SQL of what is shown in place of a field's value; undefined for a field that is shown as it is. */
export function maskOf(field: Field): string | undefined {
  const { name, type, pii, encrypt, mask } = field;
  const nothing = "NULL";
  if (encrypt !== undefined) return nothing;
  if (pii === undefined) return undefined;
  const column = ident(name);
  if (mask !== undefined) return isText(field) ? masks[mask](`${column}::text`) : nothing;
  if (pii !== "personal" || type.dimensions > 0) return nothing;
  if (isText(field)) return `left(${column}, 1) || ${ellipsis}`;
  return times.has(type.name) ? `date_trunc('year', ${column}::timestamp)::date` : nothing;
}

/** Four characters of a text that is not much longer would be most of it. */
const masks: Readonly<Record<Mask, (text: string) => string>> = {
  email: (text) => `left(${text}, 1) || ${ellipsis} || COALESCE(substring(${text} FROM '@[^@]*$'), '')`,
  last4: (text) => `CASE WHEN length(${text}) < 8 THEN ${ellipsis} ELSE ${ellipsis} || right(${text}, 4) END`,
  nothing: () => "NULL",
};

/** Whether a field holds one text. */
export function isText({ type }: Field): boolean {
  return texts.has(type.name) && type.dimensions === 0;
}

const texts: ReadonlySet<string> = new Set(["text", "varchar", "char", "bpchar", "citext"]);
const times: ReadonlySet<string> = new Set(["date", "timestamp"]);
