import type { ColumnType, Entity, Field, Module, Origin, Project, Relation } from "../../src/model/model.ts";

/** Definitions by hand, for tests of what is drawn and written from them. */

const at: Origin = {
  module: "business model",
  at: { source: { path: "entities/test.yaml", text: "" }, start: 0, end: 0 },
};

export function type(name: string, ...parameters: string[]): ColumnType {
  return { name, parameters, dimensions: 0 };
}

export function field(name: string, more: Partial<Field> = {}): Field {
  return { name, type: type("text"), nullable: false, unique: false, origins: [at], ...more };
}

export function relation(name: string, target: string, more: Partial<Relation> = {}): Relation {
  return {
    name,
    target,
    columns: [`${name}_id`],
    references: ["id"],
    nullable: false,
    unique: false,
    origins: [at],
    ...more,
  };
}

/** An entity with an `id` and the columns of its relations. */
export function entity(
  name: string,
  fields: readonly Field[],
  relations: readonly Relation[] = [],
  more: Partial<Entity> = {},
): Entity {
  const id = field("id", { type: type("uuid"), default: "gen_random_uuid()" });
  const columns = relations.flatMap((each) =>
    each.columns.map((column) =>
      field(column, {
        type: type("uuid"),
        nullable: each.nullable,
        unique: each.unique,
        relation: each.name,
      }),
    ),
  );
  return {
    name,
    table: `${name}s`,
    fields: [id, ...fields, ...columns],
    key: ["id"],
    relations,
    checks: [],
    indexes: [],
    queries: [],
    access: [],
    audit: undefined,
    harden: {},
    origins: [at],
    ...more,
  };
}

export function module(name: string, entities: readonly Entity[], doc?: string): Module {
  return { name, doc, view: { entities, sql: [] }, at: at.at };
}

export function project(entities: readonly Entity[], modules: readonly Module[] = []): Project {
  return {
    root: "/project",
    config: {
      name: "shop",
      platform: "postgres",
      postgres: 15,
      schema: "public",
      claims: {},
      flags: {},
      stages: {},
      harden: { profile: "standard", rules: {} },
    },
    business: { entities, sql: [] },
    modules,
    decisions: [],
  };
}
