import { formatType } from "../model/column-type.ts";
import type { Finding } from "../model/finding.ts";
import type { Entity, Field } from "../model/model.ts";
import type { HardeningContext } from "./rule.ts";
import { systemFields } from "./system-fields.ts";

const { createdAt, updatedAt, deletedAt, version } = systemFields;
const times = new Set(["timestamptz", "timestamp", "date"]);
const numbers = new Set(["smallint", "integer", "bigint", "numeric"]);

/** What rules write into fields of these names, which definitions may spell in their own way. */
const written = [
  { rule: "timestamps", name: createdAt, types: times, what: "a time", example: "timestamptz" },
  { rule: "timestamps", name: updatedAt, types: times, what: "a time", example: "timestamptz?" },
  { rule: "soft-delete", name: deletedAt, types: times, what: "a time or nothing", example: "timestamptz?" },
  { rule: "optimistic-lock", name: version, types: numbers, what: "a number", example: "integer" },
] as const;

/** Fields of definitions that cannot hold what a rule writes into them. */
export function systemFieldProblems({ model, isOn }: HardeningContext): readonly Finding[] {
  return model.entities.flatMap((entity) =>
    written.flatMap(({ rule, name, types, what, example }) => {
      const field = entity.fields.find((one) => one.name === name);
      if (field === undefined || !isOn(rule, entity)) return [];
      const fits = types.has(field.type.name) && field.type.dimensions === 0;
      if (fits && (name !== deletedAt || field.nullable)) return [];
      return [problem(entity, field, `the rule ${rule} writes ${what} into it`, example, rule)];
    }),
  );
}

function problem(entity: Entity, field: Field, why: string, example: string, rule: string): Finding {
  const type = formatType(field.type) + (field.nullable ? "?" : "");
  return {
    code: "production/system-field",
    severity: "error",
    message: `${entity.name}.${field.name} is ${type}, but ${why}.`,
    at: field.origins[0]?.at,
    help: `Write ${field.name}: ${example}, give it another name, or switch the rule off: harden: { ${rule}: false }.`,
  };
}
