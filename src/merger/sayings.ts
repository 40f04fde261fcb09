import { businessModel, type Entity, type Model, type Module } from "../model/model.ts";
import { compareModules, compareText } from "./origins.ts";

/** An entity as one module, or the business model, has it. */
export interface EntitySaying {
  readonly module: string;
  readonly entity: Entity;
}

/** By entity name: the business model's saying first, then the modules' by name. Entities are sorted by name. */
export type Sayings = ReadonlyMap<string, readonly EntitySaying[]>;

/** All that is said: what modules write, and what they use, in an order that does not depend on the order of the modules. */
export function collectSayings(business: Model, modules: readonly Module[]): Sayings {
  const views: readonly Pick<Module, "name" | "view" | "written">[] = [
    { name: businessModel, view: business },
    ...modules,
  ];
  const sorted = views.toSorted((a, b) => compareModules(a.name, b.name));
  return groupSayings(
    sorted.flatMap((one) => entitiesOf(one).map((entity) => ({ module: one.name, entity }))),
  );
}

/** What a module writes, whole, and what it uses besides. */
function entitiesOf({ view, written = [] }: Pick<Module, "view" | "written">): readonly Entity[] {
  const seen = new Map(view.entities.map((entity) => [entity.name, entity]));
  const whole = new Map(written.map((entity) => [entity.name, withUses(entity, seen.get(entity.name))]));
  return [...whole.values(), ...view.entities.filter(({ name }) => !whole.has(name))];
}

/** The fields that a module uses bear its name too. */
function withUses(entity: Entity, view: Entity | undefined): Entity {
  const seen = new Map(view?.fields.map((field) => [field.name, field.origins]));
  return {
    ...entity,
    fields: entity.fields.map((field) => ({ ...field, origins: seen.get(field.name) ?? field.origins })),
    origins: view?.origins ?? entity.origins,
  };
}

export function groupSayings(sayings: readonly EntitySaying[]): Sayings {
  const byName = new Map<string, EntitySaying[]>();
  for (const saying of sayings) {
    const group = byName.get(saying.entity.name);
    if (group === undefined) byName.set(saying.entity.name, [saying]);
    else group.push(saying);
  }
  return new Map([...byName].sort(([a], [b]) => compareText(a, b)));
}
