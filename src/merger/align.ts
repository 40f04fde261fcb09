import type { Entity, Field, Relation } from "../model/model.ts";

/**
 * Relations and their columns as the merged keys ask for: a column holds what the key's field holds that it refers
 * to, and a relation is optional where one of its columns is.
 */
export function alignRelations(entities: readonly Entity[]): readonly Entity[] {
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  return entities.map((entity) => alignEntity(entity, byName));
}

type Entities = ReadonlyMap<string, Entity>;

function alignEntity(entity: Entity, byName: Entities): Entity {
  if (entity.relations.length === 0) return entity;
  const fields = new Map(entity.fields.map((field) => [field.name, field]));
  for (const { columns, references, target } of entity.relations) {
    for (const [index, column] of columns.entries()) {
      const field = fields.get(column);
      const key = keyField(byName, target, references[index]);
      if (field !== undefined && key !== undefined) fields.set(column, holding(field, key));
    }
  }
  return {
    ...entity,
    fields: [...fields.values()],
    relations: entity.relations.map((one) => alignNullable(one, fields)),
  };
}

function holding(field: Field, { type, enumType, collation }: Field): Field {
  if (field.type === type && field.enumType === enumType && field.collation === collation) return field;
  return { ...field, type, enumType, collation };
}

function alignNullable(relation: Relation, fields: ReadonlyMap<string, Field>): Relation {
  const nullable = relation.columns.some((column) => fields.get(column)?.nullable ?? relation.nullable);
  return nullable === relation.nullable ? relation : { ...relation, nullable };
}

/** A key's field; the one that it refers to in turn where it is a relation's column itself. */
function keyField(
  byName: Entities,
  target: string,
  name: string | undefined,
  seen: ReadonlySet<string> = new Set(),
): Field | undefined {
  const entity = byName.get(target);
  const field = entity?.fields.find((candidate) => candidate.name === name);
  if (entity === undefined || field === undefined || seen.has(target)) return field;
  const onward = entity.relations.find(({ columns }) => columns.includes(field.name));
  if (onward === undefined) return field;
  const further = onward.references[onward.columns.indexOf(field.name)];
  return keyField(byName, onward.target, further, new Set([...seen, target])) ?? field;
}
