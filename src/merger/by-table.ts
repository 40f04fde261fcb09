import type { Model } from "../model/model.ts";
import { compareText } from "./origins.ts";
import { renameEntity } from "./rename.ts";

/** A prototype names tables and no entities: its entities are called as the business model calls those of the same tables. */
export function byTable(view: Model, business: Model): Model {
  const known = new Map(business.entities.map(({ name, table }) => [table, { name, table }]));
  const renamed = view.entities.flatMap((entity) => {
    const named = known.get(entity.table);
    return named === undefined || named.name === entity.name ? [] : [[entity, named] as const];
  });
  if (renamed.length === 0) return view;
  const entities = renamed.reduce(
    (all, [from, to]) => all.map((entity) => renameEntity(entity, from, to)),
    view.entities,
  );
  return { ...view, entities: [...entities].sort((a, b) => compareText(a.name, b.name)) };
}
