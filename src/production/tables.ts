import { formatType } from "../model/column-type.ts";
import type { Config, Entity, Field, Model } from "../model/model.ts";
import { ident, identList, literal, qualified } from "../postgres/quote.ts";
import { createTableSql } from "../postgres/table-sql.ts";
import { tableOf } from "./names.ts";
import type { Addition } from "./rule.ts";

type ConstraintAddition = Extract<Addition, { kind: "constraint" }>;

/** Entities after those that they refer to, as far as there is no cycle; otherwise by name. */
export function inDependencyOrder({ entities }: Model): readonly Entity[] {
  const ordered = new Set<Entity>();
  const visiting = new Set<Entity>();
  const visit = (entity: Entity): void => {
    if (visiting.has(entity)) return;
    visiting.add(entity);
    for (const { target } of entity.relations) entities.filter(({ name }) => name === target).forEach(visit);
    ordered.add(entity);
  };
  entities.forEach(visit);
  return [...ordered];
}

/** CREATE TYPE for the fields that ask for a real enum. */
export function enumTypes(model: Model, config: Config): readonly string[] {
  const types = new Map<string, Set<string>>();
  for (const { enumType, values } of model.entities.flatMap(({ fields }) => fields)) {
    if (enumType === undefined) continue;
    types.set(enumType, new Set([...(types.get(enumType) ?? []), ...(values ?? [])]));
  }
  return [...types].map(
    ([name, values]) =>
      `CREATE TYPE ${qualified(config.schema, name)} AS ENUM (${[...values].map(literal).join(", ")})`,
  );
}

/** CREATE TABLE with the columns of the entity and the parts that rules added. Foreign keys to tables that come later are left out. */
export function hardenedTable(
  entity: Entity,
  additions: readonly Addition[],
  config: Config,
  later: ReadonlySet<string>,
): string {
  const parts = additions.filter((addition) => addition.entity === entity.name);
  const constraints = constraintsOf(parts).filter(({ references }) => !refersToLater(references, later));
  return createTableSql({
    schema: config.schema,
    name: entity.table,
    columns: entity.fields.map((field) => columnOf(field, entity, parts, config)),
    constraints: [
      ...(entity.key.length > 1 ? [{ definition: `PRIMARY KEY (${identList(entity.key)})` }] : []),
      ...constraints.map(({ name, definition }) => ({ name, definition })),
    ],
  });
}

/** The foreign keys that wait until the tables they refer to are there. */
export function lateForeignKeys(
  entity: Entity,
  additions: readonly Addition[],
  config: Config,
  later: ReadonlySet<string>,
): readonly string[] {
  const parts = additions.filter((addition) => addition.entity === entity.name);
  return constraintsOf(parts)
    .filter(({ references }) => refersToLater(references, later))
    .map(
      ({ name, definition }) =>
        `ALTER TABLE ${tableOf(entity, config)} ADD CONSTRAINT ${ident(name)} ${definition}`,
    );
}

function constraintsOf(parts: readonly Addition[]): readonly ConstraintAddition[] {
  return parts.filter((part): part is ConstraintAddition => part.kind === "constraint");
}

function refersToLater(references: string | undefined, later: ReadonlySet<string>): boolean {
  return references !== undefined && later.has(references);
}

function columnOf(field: Field, entity: Entity, parts: readonly Addition[], config: Config) {
  const { name, type, enumType, generated, identity, collation } = field;
  const array = "[]".repeat(type.dimensions);
  return {
    name,
    type: enumType === undefined ? formatType(type) : qualified(config.schema, enumType) + array,
    generated,
    identity,
    collation,
    default: defaultOf(name, parts),
    notNull: parts.some((part) => part.kind === "not null" && part.column === name),
    constraints: entity.key.length === 1 && entity.key[0] === name ? ["PRIMARY KEY"] : [],
  };
}

function defaultOf(column: string, parts: readonly Addition[]): string | undefined {
  for (const part of parts) if (part.kind === "default" && part.column === column) return part.expression;
  return undefined;
}
