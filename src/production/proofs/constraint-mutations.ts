import type { Entity } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import type { Mutation } from "../proof.ts";
import { mutationOf } from "../proving/mutations.ts";
import { promisedUniques, requiredFields } from "../proving/promises.ts";
import type { HardeningContext } from "../rule.ts";

/** Each promise of each entity, broken. */
export function constraintMutations(context: HardeningContext): readonly Mutation[] {
  return context.model.entities.flatMap((entity) => mutationsOf(entity, context));
}

function mutationsOf(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const { config, model, isOn } = context;
  const table = tableOf(entity, config);
  const checked = entity.fields.filter(
    ({ check, values, enumType }) =>
      (check !== undefined && isOn("checks", entity)) ||
      (values !== undefined && enumType === undefined && isOn("allowed-values", entity)),
  );
  const relations = isOn("foreign-keys", entity)
    ? entity.relations.filter(({ target }) => model.entities.some(({ name }) => name === target))
    : [];
  return [
    ...requiredFields(entity, context)
      .filter((name) => !entity.key.includes(name))
      .map((name) =>
        mutationOf(
          entity,
          `${name} may be null`,
          `ALTER TABLE ${table} ALTER COLUMN ${ident(name)} DROP NOT NULL`,
        ),
      ),
    ...checked.map(({ name }) =>
      mutationOf(entity, `${name} is not checked`, dropConstraints(table, "c", [name], "@>")),
    ),
    ...(isOn("checks", entity)
      ? entity.checks.map(({ name }) =>
          mutationOf(entity, `${name} is dropped`, `ALTER TABLE ${table} DROP CONSTRAINT ${ident(name)}`),
        )
      : []),
    ...promisedUniques(entity, context).map(({ columns }) =>
      mutationOf(
        entity,
        `${columns.join(", ")} may repeat`,
        `${dropConstraints(table, "pu", columns, "=")};\n${dropUniqueIndexes(table)}`,
      ),
    ),
    ...relations.map(({ name, columns }) =>
      mutationOf(entity, `${name} is no foreign key`, dropConstraints(table, "f", columns, "@>")),
    ),
  ];
}

/** Drops the constraints of these types (as in `pg_constraint`) on exactly or at least these columns. */
function dropConstraints(
  table: string,
  types: string,
  columns: readonly string[],
  compare: "=" | "@>",
): string {
  const names = columns.map(literal).join(", ");
  return `DO $do$ DECLARE c record; BEGIN
  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = ${literal(table)}::regclass AND contype = ANY (string_to_array(${literal([...types].join(","))}, ',')::"char"[])
    AND ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey) ORDER BY 1)
      ${compare} ARRAY(SELECT name FROM unnest(ARRAY[${names}]) name ORDER BY 1)
  LOOP
    EXECUTE format(${literal(`ALTER TABLE ${table.replaceAll("%", "%%")} DROP CONSTRAINT %I CASCADE`)}, c.conname);
  END LOOP;
END $do$`;
}

/** Drops the unique indexes that are no constraints. */
function dropUniqueIndexes(table: string): string {
  return `DO $do$ DECLARE i record; BEGIN
  FOR i IN SELECT indexrelid::regclass AS name FROM pg_index
    WHERE indrelid = ${literal(table)}::regclass AND indisunique
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
  LOOP EXECUTE format('DROP INDEX %s', i.name); END LOOP;
END $do$`;
}
