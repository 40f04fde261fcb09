import { formatType } from "../../model/column-type.ts";
import type { Entity } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { mentioned } from "../../postgres/rows/shape.ts";
import type { HardeningContext } from "../rule.ts";
import { madeFields } from "../system-fields.ts";

/** The fields that must have a value. */
export function requiredFields(entity: Entity, context: HardeningContext): readonly string[] {
  const { isOn } = context;
  const made = madeFields(entity, context);
  const required = isOn("not-null", entity) ? entity.fields.filter((field) => !field.nullable) : [];
  const names = new Set([...entity.key, ...required.map(({ name }) => name)]);
  return entity.fields
    .filter(
      ({ name, generated, identity }) =>
        names.has(name) && generated === undefined && identity === undefined && !made.includes(name),
    )
    .map(({ name }) => name);
}

/** A condition that every row keeps. */
export interface PromisedCheck {
  readonly what: string;
  /** SQL boolean expression. */
  readonly expression: string;
}

/** Listed values, and the checks of fields and of the entity. */
export function promisedChecks(entity: Entity, { isOn }: HardeningContext): readonly PromisedCheck[] {
  const listed = isOn("allowed-values", entity) ? entity.fields.flatMap(listedValues) : [];
  if (!isOn("checks", entity)) return listed;
  return [
    ...listed,
    ...entity.fields.flatMap(({ name, check }) =>
      check === undefined ? [] : [{ what: `${name} against its check`, expression: check }],
    ),
    ...entity.checks.map(({ name, expression }) => ({ what: `a row against ${name}`, expression })),
  ];
}

function listedValues({ name, type, values, enumType }: Entity["fields"][number]): readonly PromisedCheck[] {
  if (values === undefined || enumType !== undefined) return [];
  const list = values.map(literal).join(", ");
  const expression =
    type.dimensions === 0
      ? `${ident(name)} IN (${list})`
      : `${ident(name)} <@ ARRAY[${list}]::${formatType({ ...type, dimensions: 1 })}`;
  return [{ what: `${name} that is not listed`, expression }];
}

/** Columns that no two rows share, all rows or those that `where` picks. */
export interface PromisedUnique {
  readonly columns: readonly string[];
  readonly where?: string | undefined;
}

export function promisedUniques(entity: Entity, { isOn }: HardeningContext): readonly PromisedUnique[] {
  const names = entity.fields.map(({ name }) => name);
  const declared = [
    ...entity.fields.filter((field) => field.unique).map(({ name }) => [name]),
    ...entity.relations.filter((relation) => relation.unique).map(({ columns }) => columns),
  ];
  const indexes = entity.indexes.filter(({ unique }) => unique);
  const all: readonly PromisedUnique[] = [
    { columns: entity.key },
    ...(isOn("unique", entity) ? declared.map((columns) => ({ columns })) : []),
    ...(isOn("declared-indexes", entity)
      ? indexes.map(({ on, where }) => ({ columns: mentioned(on.join(" "), names), where }))
      : []),
  ];
  return [...new Map(all.map((one) => [JSON.stringify([one.columns, one.where]), one])).values()];
}
