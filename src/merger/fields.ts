import type { Field } from "../model/model.ts";
import type { Ledger } from "./ledger.ts";
import { unionOrigins } from "./origins.ts";
import { firstOf, type RulesFor } from "./rule.ts";
import { fieldCheck } from "./rules/check.ts";
import { collation } from "./rules/collation.ts";
import { defaultValue } from "./rules/default.ts";
import { deprecated, doc } from "./rules/doc.ts";
import { enumType } from "./rules/enum-type.ts";
import { examples } from "./rules/examples.ts";
import { flag } from "./rules/flag.ts";
import { formerName } from "./rules/former-name.ts";
import { generated } from "./rules/generated.ts";
import { identity } from "./rules/identity.ts";
import { note } from "./rules/note.ts";
import { nullability } from "./rules/nullability.ts";
import { pii } from "./rules/pii.ts";
import { shape } from "./rules/shape.ts";
import { type, typeOfRelation } from "./rules/type.ts";
import { uniqueness, uniquenessOfRelation } from "./rules/uniqueness.ts";
import { values } from "./rules/values.ts";
import { settleAll } from "./settle-all.ts";

type FieldRules = RulesFor<Field, Exclude<keyof Field, "name" | "origins">>;

/** Every property of a field with the rule that settles it. */
export const fieldRules: FieldRules = {
  type,
  nullable: nullability,
  unique: uniqueness,
  default: defaultValue,
  values,
  enumType,
  check: fieldCheck,
  shape,
  generated,
  identity,
  collation,
  doc,
  examples,
  pii,
  deprecated,
  flag,
  was: formerName,
  relation: note("relation", (name: string) => name),
  mixin: note("mixin", (name: string) => name),
};

/** For a column that belongs to a relation wherever it is mentioned. */
export const relationColumnRules: FieldRules = {
  ...fieldRules,
  type: typeOfRelation,
  unique: uniquenessOfRelation,
};

/** One field out of all that is said about it. */
export function mergeFields(ledger: Ledger, entity: string, sayings: readonly Field[]): Field {
  const distinct = [...new Set(sayings)];
  const first = firstOf(distinct);
  if (distinct.length === 1) return first;
  const rules = distinct.every(({ relation }) => relation !== undefined) ? relationColumnRules : fieldRules;
  const subject = { entity, name: `${entity}.${first.name}` };
  const origins = unionOrigins(distinct.map((field) => field.origins));
  return { name: first.name, ...settleAll(ledger, rules, subject, distinct), origins };
}
