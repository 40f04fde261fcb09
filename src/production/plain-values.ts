import type { Finding } from "../model/finding.ts";
import type { Entity } from "../model/model.ts";
import { type Catalog, keyOf } from "../postgres/catalog.ts";
import { encryptedFields } from "./encryption.ts";
import type { HardeningContext } from "./rule.ts";

/**
 * Fields that production has in plain and that are to be encrypted. A change of the column's type would take what is
 * there for bytes and leave it readable: only someone who has the key can encrypt it.
 */
export function plainValues(from: Catalog, { config, model }: HardeningContext): readonly Finding[] {
  return model.entities.flatMap((entity) =>
    encryptedFields(entity).flatMap((field): readonly Finding[] => {
      const type = typesBefore(from, config.schema, entity, [field.name, field.was]).find(
        (one) => one !== "bytea",
      );
      if (type === undefined) return [];
      return [
        {
          code: "production/plain-values",
          severity: "error",
          message: `${entity.name}.${field.name} is ${type} in production, and encrypt would leave the values that are there in plain.`,
          at: field.origins[0]?.at,
          help: `Leave ${field.name} as it is and add an encrypted field with a name of its own; fill that one with its function, and remove ${field.name} once programs use the other.`,
        },
      ];
    }),
  );
}

/** Types of an entity's columns of these names, in its table as it is or was called. */
function typesBefore(
  from: Catalog,
  schema: string,
  { table, was }: Entity,
  columns: readonly (string | undefined)[],
): readonly string[] {
  const paths = [table, was].flatMap((one) =>
    columns.flatMap((column) => (one === undefined || column === undefined ? [] : [[schema, one, column]])),
  );
  return paths.flatMap((path) => {
    const found = from.objects.get(keyOf({ kind: "column", path }));
    return found?.kind === "column" ? [found.definition.type] : [];
  });
}
