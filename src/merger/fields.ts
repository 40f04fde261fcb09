import type { Field } from "../model/model.ts";
import type { Ledger } from "./ledger.ts";
import { firstOf } from "./lists.ts";
import { allOrigins } from "./origins.ts";
import { quietly, type RulesFor, settled } from "./rule.ts";
import { audited } from "./rules/audited.ts";
import { check } from "./rules/check.ts";
import { code } from "./rules/code.ts";
import { collation } from "./rules/collation.ts";
import { defaultValue } from "./rules/default.ts";
import { derived } from "./rules/derived.ts";
import { deprecated, doc } from "./rules/doc.ts";
import { encrypted } from "./rules/encrypted.ts";
import { enumType } from "./rules/enum-type.ts";
import { examples } from "./rules/examples.ts";
import { flag } from "./rules/flag.ts";
import { followsKey } from "./rules/follows-key.ts";
import { formerName } from "./rules/former-name.ts";
import { future } from "./rules/future.ts";
import { generated } from "./rules/generated.ts";
import { identity } from "./rules/identity.ts";
import { mask } from "./rules/mask.ts";
import { note } from "./rules/note.ts";
import { nullability } from "./rules/nullability.ts";
import { pii } from "./rules/pii.ts";
import { shape } from "./rules/shape.ts";
import { starts, transitions } from "./rules/transitions.ts";
import { type } from "./rules/type.ts";
import { uniqueness } from "./rules/uniqueness.ts";
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
  transitions,
  starts,
  check,
  shape,
  generated,
  identity,
  code,
  derived,
  collation,
  doc,
  examples,
  pii,
  audit: audited,
  mask,
  encrypt: encrypted,
  deprecated,
  flag,
  future,
  was: formerName,
  relation: note("relation", (name: string) => name),
  mixin: note("mixin", (name: string) => name),
};

/** For a column that belongs to a relation wherever it is mentioned; the relation reports its own words. */
const relationColumnRules: FieldRules = {
  ...fieldRules,
  type: followsKey(type),
  enumType: followsKey(enumType),
  collation: followsKey(collation),
  doc: quietly(doc),
};

/** For a field of the key: every row has it, also where others have another key. */
function ofKey(rules: FieldRules): FieldRules {
  return { ...rules, nullable: { ...nullability, settle: () => settled(false) } };
}
const keyRules = ofKey(fieldRules);
const relationKeyRules = ofKey(relationColumnRules);

/** One field out of all that is said about it. */
export function mergeFields(
  ledger: Ledger,
  entity: string,
  sayings: readonly Field[],
  key: readonly string[],
): Field {
  const first = firstOf(sayings);
  const isKey = key.includes(first.name);
  if (sayings.length === 1) return isKey && first.nullable ? { ...first, nullable: false } : first;
  const ofRelation = sayings.every(({ relation }) => relation !== undefined);
  const [plain, keyed] = ofRelation ? [relationColumnRules, relationKeyRules] : [fieldRules, keyRules];
  const subject = { entity, name: `${entity}.${first.name}` };
  return {
    name: first.name,
    ...settleAll(ledger, isKey ? keyed : plain, subject, sayings),
    ...(isKey && { nullable: false }),
    origins: allOrigins(sayings),
  };
}
