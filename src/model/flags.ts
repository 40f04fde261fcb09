import type { Config, Entity, Field, Model } from "./model.ts";
import { narrow } from "./narrow.ts";

/** What may be there only where a switch of the config is on. */
type Switched = Partial<Pick<Field, "flag" | "future">>;

/**
 * The model with what is on: entities and fields whose flag is off, or whose stage is not reached, are left out, and all
 * that speaks of them.
 */
export function enabled(model: Model, config: Config): Model {
  const isOn = ({ flag, future }: Switched): boolean =>
    isSet(config.flags, flag) && isSet(config.stages, future?.stage);
  const off = offEntities(model, isOn);
  const entities = model.entities.filter((entity) => !off.has(entity.name));
  const field = (entity: Entity) => {
    const lost = new Set(
      entity.relations.filter((relation) => off.has(relation.target)).flatMap((relation) => relation.columns),
    );
    return (field: Field): boolean => isOn(field) && !lost.has(field.name);
  };
  return {
    ...model,
    sql: model.sql.filter(isOn),
    entities: entities.map((entity) =>
      narrow(entity, { field: field(entity), entity: (name) => !off.has(name) }),
    ),
  };
}

function isSet(switches: Readonly<Record<string, boolean>>, name: string | undefined): boolean {
  return name === undefined || (Object.hasOwn(switches, name) && switches[name] === true);
}

/** Entities whose flag is off, and links to them. */
function offEntities(model: Model, isOn: (entity: Entity) => boolean): ReadonlySet<string> {
  const off = new Set(model.entities.filter((entity) => !isOn(entity)).map((entity) => entity.name));
  for (const { name, links } of model.entities) if (links?.some((end) => off.has(end))) off.add(name);
  return off;
}
