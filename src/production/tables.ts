import type { Config, Entity } from "../model/model.ts";
import { ident, identList } from "../postgres/quote.ts";
import { createTableSql } from "../postgres/table-sql.ts";
import { columnOf } from "../prototype/tables.ts";
import { tableOf } from "./names.ts";
import type { Addition } from "./rule.ts";

type ConstraintAddition = Extract<Addition, { kind: "constraint" }>;

/**
 * CREATE TABLE with the columns of an entity and the parts that rules added to it. Foreign keys to the entities in
 * `later` are left out.
 */
export function hardenedTable(
  entity: Entity,
  parts: readonly Addition[],
  config: Config,
  later: ReadonlySet<string>,
): string {
  const constraints = constraintsOf(parts).filter((constraint) => !waitsFor(later, constraint));
  return createTableSql({
    schema: config.schema,
    name: entity.table,
    columns: entity.fields.map((field) => ({
      ...columnOf(field, config.schema),
      default: defaultOf(field.name, parts),
      notNull: parts.some((part) => part.kind === "not null" && part.column === field.name),
      constraints: entity.key.length === 1 && entity.key[0] === field.name ? ["PRIMARY KEY"] : [],
    })),
    constraints: [
      ...(entity.key.length > 1 ? [{ definition: `PRIMARY KEY (${identList(entity.key)})` }] : []),
      ...constraints.map(({ name, definition }) => ({ name, definition })),
    ],
  });
}

/** The foreign keys that wait until the tables they refer to are there. */
export function lateForeignKeys(
  entity: Entity,
  parts: readonly Addition[],
  config: Config,
  later: ReadonlySet<string>,
): readonly string[] {
  return constraintsOf(parts)
    .filter((constraint) => waitsFor(later, constraint))
    .map(
      ({ name, definition }) =>
        `ALTER TABLE ${tableOf(entity, config)} ADD CONSTRAINT ${ident(name)} ${definition}`,
    );
}

function constraintsOf(parts: readonly Addition[]): readonly ConstraintAddition[] {
  return parts.filter((part): part is ConstraintAddition => part.kind === "constraint");
}

function waitsFor(later: ReadonlySet<string>, { references }: ConstraintAddition): boolean {
  return references !== undefined && later.has(references);
}

function defaultOf(column: string, parts: readonly Addition[]): string | undefined {
  for (const part of parts) if (part.kind === "default" && part.column === column) return part.expression;
  return undefined;
}
