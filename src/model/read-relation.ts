import { pieceOf, type RelationMember } from "./part.ts";
import { type Entry, placeOf, reportMisfit, textAt, textsAt } from "./reading.ts";
import type { RelationForm } from "./schemas/field.ts";
import { parseRelation, type RelationText } from "./short-form.ts";

/** Stands in for a relation that could not be read. */
const unread: RelationText = { target: "", start: 0, many: false, nullable: true, unique: false };

export function readRelation(entry: Entry<RelationForm>): RelationMember {
  const { name, path, form, reading } = entry;
  const { document, module, mixin } = reading;
  const to = { text: form.to, at: placeOf(entry, "to") };
  const parsed = parseRelation(form.to);
  if ("misfit" in parsed) reportMisfit(entry, to, parsed.misfit);
  const { target, start, many, nullable, unique } = "value" in parsed ? parsed.value : unread;
  const flag = textAt(document, [...path, "flag"], form.flag);
  if (flag !== undefined) reading.noteSwitch("flag", flag);
  return {
    kind: "relation",
    name,
    target: { text: target, at: pieceOf(to, start, start + target.length) },
    many,
    nullable,
    unique,
    columns: form.columns && textsAt(document, [...path, "columns"], form.columns),
    onDelete: form["on delete"],
    onUpdate: form["on update"],
    doc: form.doc,
    deprecated: form.deprecated,
    flag: form.flag,
    was: form.was,
    mixin,
    origins: [{ module, at: document.keyAt(path) }],
  };
}
