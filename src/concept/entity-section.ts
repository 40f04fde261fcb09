import type { Entity } from "../model/model.ts";
import { fieldList, type Place, usersLinks } from "./field-list.ts";
import { code, prose } from "./markdown.ts";
import { anchorOf, usersOf } from "./outline.ts";
import { relationList } from "./relation-list.ts";

/** The full description of one entity: what it is, its fields, its relations. `whole` as in `fieldList`. */
export function entitySection(place: Place, entity: Entity, whole?: Entity): string[] {
  const relations = relationList(place, [entity]);
  return [
    `<a id="${anchorOf(place.outline.anchors, entity.name)}"></a>`,
    "",
    `### ${code(entity.name)}`,
    "",
    ...(entity.deprecated === undefined ? [] : [`**Deprecated:** ${prose(entity.deprecated)}`, ""]),
    ...(entity.doc === undefined ? [] : [prose(entity.doc), ""]),
    facts(place, entity),
    "",
    ...fieldList(place, entity, whole),
    ...(relations.length === 0 ? [] : ["Relationships:", "", ...relations]),
  ];
}

function facts(place: Place, entity: Entity): string {
  const users = usersLinks(place, usersOf(place.outline, entity.name));
  return [
    `Table ${code(entity.table)}.`,
    ...(entity.links === undefined ? [] : [`Links ${entity.links.map(code).join(" and ")}.`]),
    ...(entity.key.length < 2 ? [] : [`Primary key: ${entity.key.map(code).join(", ")}.`]),
    ...(entity.flag === undefined ? [] : [`Only with the flag ${code(entity.flag)}.`]),
    ...(entity.was === undefined ? [] : [`Formerly table ${code(entity.was)}.`]),
    ...(entity.retention === undefined ? [] : [`Kept for ${prose(entity.retention.keep)}.`]),
    ...(users === "" ? [] : [`Used by ${users}.`]),
  ].join(" ");
}
