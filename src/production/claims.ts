import { formatType } from "../model/column-type.ts";
import type { Config, Entity, Field, FieldName, Model } from "../model/model.ts";

/** A field that the config names, as `entity.field`. */
export interface ConfiguredField {
  readonly entity: Entity;
  readonly field: Field;
}

export function configuredField({ name }: FieldName, { entities }: Model): ConfiguredField | undefined {
  const [entityName, fieldName] = name.split(".");
  const entity = entities.find((one) => one.name === entityName);
  const field = entity?.fields.find((one) => one.name === fieldName);
  return entity && field && { entity, field };
}

/** The claims that SQL expressions ask for. */
export function claimsIn(expressions: readonly string[]): readonly string[] {
  const calls = expressions.flatMap((sql) => [...sql.matchAll(/\bclaim\s*\(\s*'((?:[^']|'')*)'\s*\)/gi)]);
  return [...new Set(calls.map(([, name = ""]) => name.replaceAll("''", "'")))];
}

/** What access lines of an entity say of its rows, the way that a rule may have written them out. */
export function conditionsOf({ access }: Entity): readonly string[] {
  return access.flatMap(({ when, proven = when }) => proven ?? []);
}

/** The type that holds what is told to the database: texts of any length, so that none is cut to fit. */
export function toldType(type: Field["type"]): string {
  return ["varchar", "char"].includes(type.name) ? "text" : formatType(type);
}

export function hasClaims({ claims }: Config): boolean {
  return Object.keys(claims).length > 0;
}
