import type { Entity, Relation } from "../model/model.ts";
import { type Count, cardinality, crowsFeet, inWords } from "./cardinality.ts";
import { entityLink, type Place } from "./field-list.ts";
import { code, prose, table } from "./markdown.ts";

/** The relations of some entities as a Markdown table: cardinality as crow's feet and in words. */
export function relationList(place: Place, entities: readonly Entity[]): string[] {
  const rows = entities.flatMap((entity) => [
    ...(entity.links === undefined ? [] : [manyToMany(place, entity, entity.links)]),
    ...entity.relations.map((relation) => oneRelation(place, entity, relation)),
  ]);
  return table(["From", "", "To", "In words", "On delete", "About"], rows);
}

function oneRelation(place: Place, entity: Entity, relation: Relation): string[] {
  const { here, there } = cardinality(relation);
  return [
    entityLink(place, entity.name),
    feet(here, there),
    entityLink(place, relation.target),
    inWords(entity, relation, code),
    relation.onDelete ?? "",
    relation.doc === undefined ? "" : prose(relation.doc),
  ];
}

function manyToMany(place: Place, entity: Entity, [one, other]: readonly [string, string]): string[] {
  const words = `Each ${code(one)} has zero or more ${code(other)} and the other way round, through ${code(entity.name)}.`;
  return [
    entityLink(place, one),
    feet("zero or more", "zero or more"),
    entityLink(place, other),
    words,
    "",
    "",
  ];
}

/** Crow's feet as code in a table cell, where a pipe needs a backslash. */
function feet(here: Count, there: Count): string {
  return `\`${crowsFeet(here, there).replaceAll("|", "\\|")}\``;
}
