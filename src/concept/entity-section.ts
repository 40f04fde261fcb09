import type { Entity, Retention } from "../model/model.ts";
import { fieldList, type Place, usersLinks } from "./field-list.ts";
import { code, href, link, prose } from "./markdown.ts";
import { anchorOf, usersOf } from "./outline.ts";
import { relationList } from "./relation-list.ts";

/**
 * The description of one entity: what it is, its fields, its relations. On a module's page `whole` is the business model's
 * entity, if it has one.
 */
export function entitySection(place: Place, entity: Entity, whole?: Entity): string[] {
  const relations = relationList(place, [entity]);
  return [
    `<a id="${anchorOf(place.outline.anchors, entity.name)}"></a>`,
    "",
    `### ${code(entity.name)}`,
    "",
    ...(entity.deprecated === undefined ? [] : [`**Deprecated:** ${prose(entity.deprecated)}`, ""]),
    ...(entity.doc === undefined ? [] : [prose(entity.doc), ""]),
    facts(place, entity, whole),
    "",
    ...fieldList(place, entity, whole),
    ...(relations.length === 0 ? [] : ["Relationships:", "", ...relations]),
  ];
}

function facts(place: Place, entity: Entity, whole: Entity | undefined): string {
  return [
    `Table ${code(entity.table)}.`,
    ...(entity.links === undefined ? [] : [`Links ${entity.links.map(code).join(" and ")}.`]),
    ...(entity.key.length < 2 ? [] : [`Primary key: ${entity.key.map(code).join(", ")}.`]),
    ...(entity.flag === undefined ? [] : [`Only with the flag ${code(entity.flag)}.`]),
    ...(entity.was === undefined ? [] : [`Formerly table ${code(entity.was)}.`]),
    ...(entity.appendOnly ? ["Rows are added and never changed."] : []),
    ...(entity.retention === undefined ? [] : [keptFor(entity.retention)]),
    ...seenFrom(place, entity, whole),
  ].join(" ");
}

function keptFor({ keep, by }: Retention): string {
  return /^0 /.test(keep) ? `Kept until ${code(by)}.` : `Kept for ${prose(keep)} by ${code(by)}.`;
}

/** On an area's page who uses the entity, on a module's page what it is a part of. */
function seenFrom(place: Place, entity: Entity, whole: Entity | undefined): string[] {
  const home = place.outline.homes.get(entity.name);
  if (whole !== undefined && home !== undefined) {
    return [`Seen in part or whole; complete in ${link(code(entity.name), href(place.file, home))}.`];
  }
  const others = usersOf(place.outline, entity.name).filter(({ path }) => `${path}.md` !== place.file);
  return others.length === 0 ? [] : [`Used by ${usersLinks(place, others)}.`];
}
