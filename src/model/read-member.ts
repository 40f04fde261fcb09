import type { Member } from "./part.ts";
import { readField } from "./read-field.ts";
import { readRelation } from "./read-relation.ts";
import type { Entry } from "./reading.ts";
import type { FieldForm, RelationForm } from "./schemas/field.ts";
import { looksLikeRelation } from "./short-form.ts";

/** A field, or a relation: what stands in `relations`, begins with an arrow or has the key `to`. */
export function readMember(entry: Entry<string | FieldForm | RelationForm>): Member {
  const { form, path } = entry;
  if (typeof form !== "string") {
    return "to" in form ? readRelation({ ...entry, form }) : readField({ ...entry, form });
  }
  const isRelation = path[0] === "relations" || looksLikeRelation(form);
  return isRelation
    ? readRelation({ ...entry, form: { to: form } })
    : readField({ ...entry, form: { type: form } });
}
