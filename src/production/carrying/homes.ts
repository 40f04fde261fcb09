import type { Entity, Field, Model, Origin } from "../../model/model.ts";
import type { Prototype } from "../counting/question.ts";
import { derivationsOf } from "../derivations.ts";
import type { HardeningContext } from "../rule.ts";

/** A table of a prototype, and where production keeps such rows. */
export interface Home {
  readonly module: string;
  /** The table's name in the prototype. */
  readonly source: string;
  /** Absent where production has no such table. */
  readonly entity?: Entity | undefined;
  /** Column of production → column of the prototype that has its values. */
  readonly columns: ReadonlyMap<string, string>;
  /** Columns of the prototype whose values have no place in production. */
  readonly homeless: readonly string[];
}

/**
 * Finds them by name, by the name that a field or table had before (`was`), and by what the merge made of the module's
 * own words: where a decision folded `phone_number` into `phone`, its values go there. What production derives or
 * generates is made anew.
 */
export function homesOf(
  prototype: Prototype,
  context: HardeningContext,
  view: Model | undefined,
): readonly Home[] {
  return [...prototype.tables].map(([source, types]) => {
    const seen = view?.entities.find(({ table }) => table === source);
    const entity = entityFor(source, seen, prototype, context.model);
    const columns = new Map<string, string>();
    if (entity === undefined)
      return { module: prototype.module, source, columns, homeless: [...types.keys()] };
    for (const field of entity.fields) {
      if (isMadeAnew(field, entity, context)) continue;
      const column = columnFor(field, types, entity, seen);
      if (column !== undefined) columns.set(field.name, column);
    }
    const placed = new Set(columns.values());
    const known = new Set(
      entity.fields.filter((field) => isMadeAnew(field, entity, context)).map(({ name }) => name),
    );
    const homeless = [...types.keys()].filter((column) => !placed.has(column) && !known.has(column));
    return { module: prototype.module, source, entity, columns, homeless };
  });
}

export function isMadeAnew(field: Field, entity: Entity, context: HardeningContext): boolean {
  const isDerived = () => derivationsOf(entity, context).some((one) => one.field.name === field.name);
  return field.generated !== undefined || (field.derived !== undefined && isDerived());
}

function entityFor(
  table: string,
  seen: Entity | undefined,
  { tables }: Prototype,
  { entities }: Model,
): Entity | undefined {
  const named = entities.find((entity) => entity.table === table);
  if (named !== undefined) return named;
  const isFree = (entity: Entity) => !tables.has(entity.table);
  return entities.find(
    (entity) => isFree(entity) && (entity.was === table || (seen !== undefined && sameWords(entity, seen))),
  );
}

function columnFor(
  field: Field,
  types: ReadonlyMap<string, string>,
  entity: Entity,
  seen: Entity | undefined,
): string | undefined {
  if (types.has(field.name)) return field.name;
  if (field.was !== undefined && types.has(field.was)) return field.was;
  const taken = new Set(entity.fields.map(({ name }) => name));
  return seen?.fields.find(({ name, origins }) => {
    return types.has(name) && !taken.has(name) && sameWords(field, { origins });
  })?.name;
}

/** Whether one was made of the other: they come from the same place of the definitions. */
function sameWords(
  a: { readonly origins: readonly Origin[] },
  b: { readonly origins: readonly Origin[] },
): boolean {
  const places = new Set(a.origins.map(placeOf));
  return b.origins.some((origin) => places.has(placeOf(origin)));
}

function placeOf({ module, at }: Origin): string {
  return [module, at.source.path, at.start, at.end].join("\0");
}
