import type { MergeRule } from "./rule.ts";
import { access } from "./rules/access.ts";
import { appendOnly } from "./rules/append-only.ts";
import { audit } from "./rules/audit.ts";
import { audited } from "./rules/audited.ts";
import { cardinality } from "./rules/cardinality.ts";
import { check, namedCheck } from "./rules/check.ts";
import { code } from "./rules/code.ts";
import { collation } from "./rules/collation.ts";
import { contradictions } from "./rules/contradiction.ts";
import { defaultValue } from "./rules/default.ts";
import { derived } from "./rules/derived.ts";
import { deprecated, doc } from "./rules/doc.ts";
import { encrypted } from "./rules/encrypted.ts";
import { enumType } from "./rules/enum-type.ts";
import { examples } from "./rules/examples.ts";
import { flag } from "./rules/flag.ts";
import { formerName } from "./rules/former-name.ts";
import { future } from "./rules/future.ts";
import { generated } from "./rules/generated.ts";
import { hardenSwitch } from "./rules/harden-switch.ts";
import { identity } from "./rules/identity.ts";
import { indexDefinition } from "./rules/index-definition.ts";
import { key } from "./rules/key.ts";
import { mask } from "./rules/mask.ts";
import { masked } from "./rules/masked.ts";
import { nullability } from "./rules/nullability.ts";
import { pii } from "./rules/pii.ts";
import { budget, query } from "./rules/query.ts";
import { onDelete, onUpdate } from "./rules/referential-actions.ts";
import { relationColumns } from "./rules/relation-columns.ts";
import { relationTarget } from "./rules/relation-target.ts";
import { retention } from "./rules/retention.ts";
import { shape } from "./rules/shape.ts";
import { table } from "./rules/table.ts";
import { starts, transitions } from "./rules/transitions.ts";
import { type } from "./rules/type.ts";
import { uniqueness } from "./rules/uniqueness.ts";
import { values } from "./rules/values.ts";
import { sameConcept } from "./same-concept.ts";

/** What documents say of a rule. */
export type RuleWords = Pick<MergeRule<never>, "code" | "summary">;

/** Every written rule, in the order of the documentation. */
export const mergeRules: readonly RuleWords[] = [
  sameConcept,
  // fields
  type,
  nullability,
  uniqueness,
  defaultValue,
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
  pii,
  audited,
  mask,
  encrypted,
  // relations
  relationTarget,
  relationColumns,
  cardinality,
  onDelete,
  onUpdate,
  // entities
  table,
  key,
  namedCheck,
  contradictions,
  indexDefinition,
  query,
  budget,
  access,
  audit,
  appendOnly,
  retention,
  masked,
  hardenSwitch,
  // either
  flag,
  future,
  formerName,
  doc,
  deprecated,
  examples,
];
