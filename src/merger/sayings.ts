import { businessModel, type Entity, type Model, type Module } from "../model/model.ts";
import { compareModules, compareText } from "./origins.ts";

/** An entity as one module, or the business model, has it. */
export interface EntitySaying {
  readonly module: string;
  readonly entity: Entity;
}

/** By entity name: the business model's saying first, then the modules' by name. Entities are sorted by name. */
export type Sayings = ReadonlyMap<string, readonly EntitySaying[]>;

/** All that is said, in an order that does not depend on the order of the modules. */
export function collectSayings(business: Model, modules: readonly Module[]): Sayings {
  const views = [{ name: businessModel, view: business }, ...modules];
  const sorted = views.toSorted((a, b) => compareModules(a.name, b.name));
  return groupSayings(
    sorted.flatMap(({ name, view }) => view.entities.map((entity) => ({ module: name, entity }))),
  );
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
