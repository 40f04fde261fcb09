import type { Field } from "../model/model.ts";
import { ident, literal } from "../postgres/quote.ts";

/** SQL of what is shown in place of a field's value; undefined for a field that is shown as it is. */
export function maskOf({ name, type, pii, encrypt }: Field): string | undefined {
  const nothing = "NULL";
  if (encrypt !== undefined) return nothing;
  if (pii === undefined) return undefined;
  if (pii !== "personal" || type.dimensions > 0) return nothing;
  if (texts.has(type.name)) return `left(${ident(name)}, 1) || ${literal("…")}`;
  return times.has(type.name) ? `date_trunc('year', ${ident(name)}::timestamp)::date` : nothing;
}

const texts: ReadonlySet<string> = new Set(["text", "varchar", "char", "bpchar", "citext"]);
const times: ReadonlySet<string> = new Set(["date", "timestamp"]);
