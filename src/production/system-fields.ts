import type { Config, Entity, Field, Model, Relation } from "../model/model.ts";
import { configuredField, toldType } from "./claims.ts";
import type { HardeningContext } from "./rule.ts";

/** Columns that the database fills in and clients do not. */
export const systemFields = {
  createdAt: "created_at",
  createdBy: "created_by",
  updatedAt: "updated_at",
  updatedBy: "updated_by",
  deletedAt: "deleted_at",
  version: "version",
} as const;

export function hasField(entity: Entity, name: string): boolean {
  return entity.fields.some((field) => field.name === name);
}

/** Fields whose values rules make from their definitions: clients neither give nor change them. */
export function madeFields(entity: Entity, { isOn }: HardeningContext): readonly string[] {
  const isMade = ({ code, derived }: Field) =>
    (code !== undefined && isOn("codes", entity)) || (derived !== undefined && isOn("derived", entity));
  return entity.fields.filter(isMade).map(({ name }) => name);
}

/** Whether rows change once they are made: those of a link table come and go. */
export function isChanged({ links, appendOnly }: Entity): boolean {
  return links === undefined && !appendOnly;
}

/** Whether DELETE only marks a row. */
export function deletesSoftly(entity: Entity, context: HardeningContext): boolean {
  return context.isOn("soft-delete", entity) && hasField(entity, systemFields.deletedAt);
}

/** Whether a relation says who made or changed a row: what belongs to nobody by that. */
export function isStamp({ columns }: Relation): boolean {
  const stamps: readonly string[] = [systemFields.createdBy, systemFields.updatedBy];
  return columns.some((column) => stamps.includes(column));
}

/** The entity with the fields that it lacks, at the end. */
export function withFields(entity: Entity, fields: readonly Field[]): Entity {
  const missing = fields.filter(({ name }) => !hasField(entity, name));
  return missing.length === 0 ? entity : { ...entity, fields: [...entity.fields, ...missing] };
}

/** A field that a rule makes: `timestamptz`, `integer`. */
export function systemField(
  entity: Entity,
  name: string,
  type: string,
  more: Partial<Pick<Field, "nullable" | "default" | "doc" | "relation">> = {},
): Field {
  return {
    name,
    type: { name: type, parameters: [], dimensions: 0 },
    nullable: false,
    unique: false,
    origins: entity.origins,
    ...more,
  };
}

/** Whose ids `me()` returns: the entity that `created_by` refers to, else the one named `user`. */
export function actorEntity(model: Model): Entity | undefined {
  const creator = model.entities
    .flatMap((entity) => entity.relations)
    .find(({ columns }) => columns.length === 1 && columns[0] === systemFields.createdBy);
  return model.entities.find(({ name }) => name === (creator?.target ?? "user"));
}

/** The SQL type of `me()`. */
export function actorType(model: Model, config: Config): string {
  const told = config.me && configuredField(config.me, model)?.field;
  const actor = actorEntity(model);
  const key = actor?.fields.find((field) => actor.key.length === 1 && field.name === actor.key[0]);
  const field = told ?? key;
  return field === undefined || config.platform === "supabase" ? "uuid" : toldType(field.type);
}
