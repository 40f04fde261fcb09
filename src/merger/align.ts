import type { ColumnType, Entity, Field, Relation } from "../model/model.ts";

/**
 * Relations and their columns as the merged keys ask for: a column has the type of the key's field that it refers to,
 * and a relation is optional where one of its columns is.
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
      const type = keyType(byName, target, references[index]);
      if (field !== undefined && type !== undefined && type !== field.type)
        fields.set(column, { ...field, type });
    }
  }
  return {
    ...entity,
    fields: [...fields.values()],
    relations: entity.relations.map((one) => alignNullable(one, fields)),
  };
}

function alignNullable(relation: Relation, fields: ReadonlyMap<string, Field>): Relation {
  const nullable = relation.columns.some((column) => fields.get(column)?.nullable ?? relation.nullable);
  return nullable === relation.nullable ? relation : { ...relation, nullable };
}

/** The type of a key's field; of the key that it refers to in turn where it is a relation's column itself. */
function keyType(
  byName: Entities,
  target: string,
  name: string | undefined,
  seen: ReadonlySet<string> = new Set(),
): ColumnType | undefined {
  const entity = byName.get(target);
  const field = entity?.fields.find((candidate) => candidate.name === name);
  if (entity === undefined || field === undefined || seen.has(target)) return field?.type;
  const onward = entity.relations.find(({ columns }) => columns.includes(field.name));
  if (onward === undefined) return field.type;
  const further = onward.references[onward.columns.indexOf(field.name)];
  return keyType(byName, onward.target, further, new Set([...seen, target])) ?? field.type;
}
