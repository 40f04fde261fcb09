import type { Access, Entity, Field, Query, Relation } from "../model/model.ts";
import { renameColumn, renameTable } from "./expressions.ts";

/** The entity with one field under another name, wherever it mentions it. */
export function renameField(entity: Entity, from: string, to: string): Entity {
  if (!entity.fields.some(({ name }) => name === from)) return entity;
  const name = (field: string) => (field === from ? to : field);
  const sql = (expression: string) => renameColumn(expression, from, to);
  return {
    ...entity,
    fields: entity.fields.map((field) => renamed(field, name, sql)),
    key: entity.key.map(name),
    relations: entity.relations.map((relation) => ({ ...relation, columns: relation.columns.map(name) })),
    checks: entity.checks.map((check) => ({ ...check, expression: sql(check.expression) })),
    indexes: entity.indexes.map((index) => ({
      ...index,
      on: index.on.map((part) => renameIndexed(part, from, to)),
      include: index.include.map(name),
      ...(index.where !== undefined && { where: sql(index.where) }),
    })),
    queries: entity.queries.map((query) => renamedQuery(query, name)),
    access: entity.access.map((line) => ({
      ...renamedAccess(line, sql),
      ...(line.fields && { fields: line.fields.map(name) }),
    })),
    ...(entity.masked && {
      masked: {
        ...entity.masked,
        ...(entity.masked.when !== undefined && { when: sql(entity.masked.when) }),
      },
    }),
    ...(entity.retention && { retention: { ...entity.retention, by: name(entity.retention.by) } }),
  };
}

/** A part of an index: a field or an expression in parentheses, with or without ` desc`. */
function renameIndexed(part: string, from: string, to: string): string {
  if (part === from) return to;
  if (part === `${from} desc`) return `${to} desc`;
  return part.startsWith("(") ? renameColumn(part, from, to) : part;
}

type Rename = (text: string) => string;

function renamed(field: Field, name: Rename, sql: Rename): Field {
  const { check, generated } = field;
  return {
    ...field,
    name: name(field.name),
    ...(check !== undefined && { check: sql(check) }),
    ...(generated !== undefined && { generated: sql(generated) }),
  };
}

function renamedQuery(query: Query, name: Rename): Query {
  return {
    ...query,
    where: query.where.map(name),
    order: query.order.map((by) => ({ ...by, field: name(by.field) })),
    match: query.match.map(name),
    ...(query.contains && { contains: query.contains.map(name) }),
  };
}

function renamedAccess(line: Access, sql: Rename): Access {
  return line.when === undefined ? line : { ...line, when: sql(line.when) };
}

/** The entity with one relation, and its columns, under other names. */
export function renameRelation(entity: Entity, from: string, to: Pick<Relation, "name" | "columns">): Entity {
  const relation = entity.relations.find(({ name }) => name === from);
  if (relation === undefined) return entity;
  const moved = relation.columns.reduce(
    (result, column, index) => renameField(result, column, to.columns[index] ?? column),
    entity,
  );
  return {
    ...moved,
    fields: moved.fields.map((field) => (field.relation === from ? { ...field, relation: to.name } : field)),
    relations: moved.relations.map((one) => (one.name === from ? { ...one, name: to.name } : one)),
    access: moved.access.map((line) => (line.through === from ? { ...line, through: to.name } : line)),
  };
}

/** The entity as it stands when another one (or itself) goes by another name and table. */
export function renameEntity(entity: Entity, from: EntityName, to: EntityName): Entity {
  const name = (other: string) => (other === from.name ? to.name : other);
  const sql = (expression: string) => renameTable(expression, from.table, to.table);
  const { links } = entity;
  return {
    ...entity,
    ...(entity.name === from.name && to),
    fields: entity.fields.map((field) =>
      field.derived?.entity === from.name
        ? { ...field, derived: { ...field.derived, entity: to.name } }
        : field,
    ),
    relations: entity.relations.map((relation) => ({ ...relation, target: name(relation.target) })),
    access: entity.access.map((line) => ({
      ...renamedAccess(line, sql),
      ...(line.members !== undefined && { members: name(line.members) }),
    })),
    ...(links && { links: [name(links[0]), name(links[1])] as const }),
  };
}

type EntityName = Pick<Entity, "name" | "table">;
