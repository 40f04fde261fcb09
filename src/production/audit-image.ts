import type { Audited, Entity, Field } from "../model/model.ts";
import { ident, literal } from "../postgres/quote.ts";
import { fieldChanges } from "./triggers.ts";

/** What stands in the log for a value that is there, and for one that an update brought. */
export const redacted = { kept: "[redacted]", changed: "[changed]" } as const;

/** What the log shows of a field: as its definition says, else by its class of personal data. */
export function auditedAs({ audit, pii }: Field): Audited {
  if (audit !== undefined) return audit;
  if (pii === "secret") return "none";
  return pii === "health" || pii === "sensitive" ? "redacted" : "all";
}

/** SQL of the whole row as the log shows it: an auditor sees that a redacted value is there and that it changed. */
export function auditImage(side: "old" | "new", { fields }: Entity, event: string): string {
  const left = fields.filter((field) => auditedAs(field) === "none").map(({ name }) => literal(name));
  const shown = fields
    .filter((field) => auditedAs(field) === "redacted")
    .map((field) => `${literal(field.name)}, ${placeholder(side, field, event)}`);
  const row = `to_jsonb(${side})`;
  const masked = shown.length === 0 ? row : `(${row} || jsonb_build_object(${shown.join(", ")}))`;
  return left.length === 0 ? masked : `${masked} - ARRAY[${left.join(", ")}]`;
}

function placeholder(side: "old" | "new", field: Field, event: string): string {
  const changed =
    side === "new"
      ? ` WHEN ${event} = 'UPDATE' AND ${fieldChanges(field)} THEN ${literal(redacted.changed)}`
      : "";
  return `CASE WHEN ${side}.${ident(field.name)} IS NULL THEN NULL${changed} ELSE ${literal(redacted.kept)} END`;
}
