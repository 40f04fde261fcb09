import { formatType } from "../model/column-type.ts";
import { enabled } from "../model/flags.ts";
import type { Config, Entity, Field, Model, Relation, SqlFile } from "../model/model.ts";
import { typeCatalog } from "../model/type-catalog.ts";
import { ident, identList, literal, qualified } from "../postgres/quote.ts";
import { type ColumnSql, createTableSql } from "../postgres/table-sql.ts";

/**
 * The SQL of a prototype: tables with keys, types and foreign keys, and the SQL files beside the definitions. NOT NULL,
 * checks, unique constraints, defaults and indexes wait for production. Constraints keep the names that PostgreSQL gives.
 */
export function prototypeTables(model: Model, config: Config): readonly string[] {
  const { entities, sql } = enabled(model, config);
  const ordered = inDependencyOrder(entities);
  const made = new Set<Entity>();
  const late: ForeignKey[] = [];
  const tables = ordered.map((entity) => {
    made.add(entity);
    const keys = foreignKeys(entity, entities);
    late.push(...keys.filter(({ target }) => !made.has(target)));
    return tableSql(
      entity,
      keys.filter(({ target }) => made.has(target)),
      config.schema,
    );
  });
  return [
    ...(config.schema === "public" ? [] : [`CREATE SCHEMA ${ident(config.schema)}`]),
    ...extensions(ordered),
    ...enumTypes(ordered, config.schema),
    ...textsOf(sql, "before tables"),
    ...tables,
    ...late.map((key) => addForeignKey(key, config.schema)),
    ...textsOf(sql, "in the prototype"),
    ...textsOf(sql, undefined),
  ];
}

function textsOf(files: readonly SqlFile[], when: SqlFile["when"]): readonly string[] {
  return files.filter((file) => file.when === when).map(({ text }) => text);
}

/** Entities after those that they refer to, as far as there is no cycle; otherwise in the given order. */
export function inDependencyOrder(entities: readonly Entity[]): readonly Entity[] {
  const ordered = new Set<Entity>();
  const visiting = new Set<Entity>();
  const visit = (entity: Entity): void => {
    if (visiting.has(entity)) return;
    visiting.add(entity);
    for (const { target } of foreignKeys(entity, entities)) visit(target);
    ordered.add(entity);
  };
  entities.forEach(visit);
  return [...ordered];
}

interface ForeignKey {
  readonly from: Entity;
  readonly relation: Relation;
  readonly target: Entity;
}

/** The relations whose target is in view too. */
function foreignKeys(from: Entity, entities: readonly Entity[]): readonly ForeignKey[] {
  return from.relations.flatMap((relation) => {
    const target = entities.find((entity) => entity.name === relation.target);
    return target === undefined ? [] : [{ from, relation, target }];
  });
}

/** Those that bring the types of columns. */
function extensions(entities: readonly Entity[]): readonly string[] {
  const types = entities.flatMap((entity) => entity.fields.map((field) => field.type.name));
  const names = types.flatMap((type) => typeCatalog.get(type)?.extension ?? []);
  return [...new Set(names)].sort().map((name) => `CREATE EXTENSION IF NOT EXISTS ${ident(name)}`);
}

/** Reading the definitions made sure that fields of one enum type list the same values. */
export function enumTypes(entities: readonly Entity[], schema: string): readonly string[] {
  const fields = entities.flatMap((entity) => entity.fields);
  const types = new Map(
    fields.flatMap(({ enumType, values = [] }) =>
      enumType === undefined ? [] : [[enumType, values] as const],
    ),
  );
  return [...types].map(
    ([name, values]) => `CREATE TYPE ${qualified(schema, name)} AS ENUM (${values.map(literal).join(", ")})`,
  );
}

function tableSql(entity: Entity, keys: readonly ForeignKey[], schema: string): string {
  const single = keys.filter(({ relation }) => relation.columns.length === 1);
  const composite = keys.filter(({ relation }) => relation.columns.length > 1);
  return createTableSql({
    schema,
    name: entity.table,
    columns: entity.fields.map((field) => ({
      ...columnOf(field, schema),
      constraints: [
        ...(entity.key.length === 1 && entity.key[0] === field.name ? ["PRIMARY KEY"] : []),
        ...single
          .filter(({ relation }) => relation.columns[0] === field.name)
          .map((key) => referencesSql(key, schema)),
      ],
    })),
    constraints: [
      ...(entity.key.length > 1 ? [{ definition: `PRIMARY KEY (${identList(entity.key)})` }] : []),
      ...composite.map((key) => ({ definition: foreignKeySql(key, schema) })),
    ],
  });
}

export function columnOf(field: Field, schema: string): ColumnSql {
  const { name, generated, identity, collation, enumType } = field;
  const type =
    enumType === undefined
      ? formatType(field.type)
      : `${qualified(schema, enumType)}${"[]".repeat(field.type.dimensions)}`;
  return { name, type, generated, identity, collation };
}

function addForeignKey(key: ForeignKey, schema: string): string {
  return `ALTER TABLE ${qualified(schema, key.from.table)} ADD ${foreignKeySql(key, schema)}`;
}

function foreignKeySql(key: ForeignKey, schema: string): string {
  return `FOREIGN KEY (${identList(key.relation.columns)}) ${referencesSql(key, schema)}`;
}

function referencesSql({ relation, target }: ForeignKey, schema: string): string {
  return [
    `REFERENCES ${qualified(schema, target.table)} (${identList(relation.references)})`,
    ...(relation.onDelete === undefined ? [] : [`ON DELETE ${relation.onDelete.toUpperCase()}`]),
    ...(relation.onUpdate === undefined ? [] : [`ON UPDATE ${relation.onUpdate.toUpperCase()}`]),
  ].join(" ");
}
