import type { Entity, Relation } from "../model/model.ts";

/** How many rows there may be at one end of a relation. */
export type Count = "exactly one" | "zero or one" | "zero or more";

/** Both ends of a relation: rows of the entity per row of its target, and the other way round. */
export interface Cardinality {
  readonly here: Count;
  readonly there: Count;
}

export function cardinality(relation: Relation): Cardinality {
  return {
    here: relation.unique ? "zero or one" : "zero or more",
    there: relation.nullable ? "zero or one" : "exactly one",
  };
}

const leftMarks: Readonly<Record<Count, string>> = {
  "exactly one": "||",
  "zero or one": "|o",
  "zero or more": "}o",
};
const rightMarks: Readonly<Record<Count, string>> = {
  "exactly one": "||",
  "zero or one": "o|",
  "zero or more": "o{",
};

/** A line with crow's feet as text: `||--o{`. */
export function crowsFeet(left: Count, right: Count): string {
  return `${leftMarks[left]}--${rightMarks[right]}`;
}

/** What a relation means, in words; `name` writes the name of an entity or a relation. */
export function inWords(entity: Entity, relation: Relation, name: (text: string) => string): string {
  const { here, there } = cardinality(relation);
  const [one, other] = [name(entity.name), name(relation.target)];
  if (relation.name === relation.target) {
    return `Each ${one} has ${there} ${other}; each ${other} has ${here} ${one}.`;
  }
  const role = name(relation.name);
  return `Each ${one} has ${there} ${other} as ${role}; each ${other} is ${role} of ${here} ${one}.`;
}
