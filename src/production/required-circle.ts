import type { Finding } from "../model/finding.ts";
import type { Entity, Model, Relation } from "../model/model.ts";
import type { HardeningContext } from "./rule.ts";

/** A required reference from an entity. */
interface Step {
  readonly from: Entity;
  readonly relation: Relation;
}

/**
 * Entities that must each refer to the next one, and the last to the first: none can have its first row before another
 * has one. Told once, of the entity that is defined first.
 */
export function* requiredCircle(entity: Entity, context: HardeningContext): Iterable<Finding> {
  const steps = circleFrom(entity, context);
  const members = steps.map(({ from }) => from.name);
  if (context.model.entities.find(({ name }) => members.includes(name)) !== entity) return;
  const path = steps.map(({ from, relation }) => `${from.name}.${relation.name}`);
  const relation = steps[0]?.relation;
  const alone = steps.length === 1;
  yield {
    code: "production/required-circle",
    severity: alone ? "warning" : "error",
    message: alone
      ? `Every ${entity.name} must refer to another one by ${path[0]}, so the first can only refer to itself.`
      : `No first row can be made: ${path.join(", ")} and back to ${entity.name} are all required.`,
    at: relation?.origins[0]?.at,
    help: `Make ${alone ? "it" : "one of them"} optional: ${relation?.name}: -> ${relation?.target}?`,
  };
}

/** The shortest way back to an entity along required references; none where there is no way. */
function circleFrom(entity: Entity, { model, isOn }: HardeningContext): readonly Step[] {
  let ways: readonly (readonly Step[])[] = [[]];
  const seen = new Set<string>();
  while (ways.length > 0) {
    ways = ways.flatMap((way) => {
      const from = way.length === 0 ? entity : targetOf(way, model);
      if (from === undefined || seen.has(from.name) || !isOn("foreign-keys", from)) return [];
      seen.add(from.name);
      return required(from).map((relation) => [...way, { from, relation }]);
    });
    const back = ways.find((way) => targetOf(way, model) === entity);
    if (back !== undefined) return back;
  }
  return [];
}

function targetOf(way: readonly Step[], { entities }: Model): Entity | undefined {
  const target = way.at(-1)?.relation.target;
  return entities.find(({ name }) => name === target);
}

/** The names of entities that must have a row before one can. */
export function requiredBy(entity: Entity, { entities }: Model): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (from: Entity): void => {
    for (const { target } of required(from)) {
      const next = entities.find(({ name }) => name === target);
      if (next === undefined || names.has(target)) continue;
      names.add(target);
      add(next);
    }
  };
  add(entity);
  return names;
}

function required({ relations }: Entity): readonly Relation[] {
  return relations.filter(({ nullable }) => !nullable);
}
