import type { Source } from "../../src/model/finding.ts";
import {
  businessModel,
  type Entity,
  type Field,
  type Model,
  type Module,
  type Origin,
} from "../../src/model/model.ts";

/** Where a module says something: each module has a file of its own, each thing a place in it. */
export function origin(module: string, start = 0): Origin {
  return { module, at: { source: source(module), start, end: start + 1 } };
}

const sources = new Map<string, Source>();

function source(module: string): Source {
  const known = sources.get(module) ?? { path: `${module}.yaml`, text: "" };
  sources.set(module, known);
  return known;
}

export function field(module: string, name: string, properties: Partial<Field> = {}): Field {
  return {
    name,
    type: { name: "text", parameters: [], dimensions: 0 },
    nullable: false,
    unique: false,
    origins: [origin(module)],
    ...properties,
  };
}

export function entity(module: string, name: string, properties: Partial<Entity> = {}): Entity {
  return {
    name,
    table: `${name}s`,
    fields: [],
    key: ["id"],
    relations: [],
    checks: [],
    indexes: [],
    queries: [],
    access: [],
    audit: undefined,
    harden: {},
    origins: [origin(module)],
    ...properties,
  };
}

export function model(...entities: readonly Entity[]): Model {
  return { entities: entities.toSorted((a, b) => (a.name < b.name ? -1 : 1)), sql: [] };
}

export function module(name: string, view: Model): Module {
  return { name, view, at: origin(name).at };
}

export const nothing: Model = { entities: [], sql: [] };
export const business = businessModel;
