import type { Entity, Field } from "../../model/model.ts";
import type { HardeningRule } from "../rule.ts";

export const keyDefaults: HardeningRule = {
  code: "key-defaults",
  profile: "minimal",
  summary: "The database makes primary keys.",
  why: "A key that clients make up may be taken, guessed or missing.",
  source: "https://www.postgresql.org/docs/current/ddl-identity-columns.html",
  complete: (entity) => ({
    ...entity,
    fields: entity.fields.map((field) => (isLoneKey(entity, field) ? withDefault(field) : field)),
  }),
};

/** A key that no client and no other table gives. */
function isLoneKey(entity: Entity, { name, relation }: Field): boolean {
  return entity.key.length === 1 && entity.key[0] === name && relation === undefined;
}

function withDefault(field: Field): Field {
  const { type, default: given, identity, generated } = field;
  if (given !== undefined || identity !== undefined || generated !== undefined || type.dimensions > 0)
    return field;
  if (type.name === "uuid") return { ...field, default: "gen_random_uuid()" };
  if (["smallint", "integer", "bigint"].includes(type.name)) return { ...field, identity: "by default" };
  return field;
}
