import { formatType } from "../model/column-type.ts";
import type { Entity } from "../model/model.ts";
import { entityLink, type Place, usersLinks } from "./field-list.ts";
import { code, href, link, page, prose, table } from "./markdown.ts";
import { type Outline, usersOf } from "./outline.ts";
import { relationList } from "./relation-list.ts";

/** The first page: the project at a glance, with a way to everything. */
export function indexPage(outline: Outline): string {
  const { project } = outline;
  const place: Place = { outline, file: "index.md", entities: [] };
  const own = ownEntities(outline);
  const all = [...project.business.entities, ...own];
  return page([
    `# ${prose(project.config.name)}`,
    "",
    `${count(all, "entity", "entities")} in ${count(outline.areas, "area")}, used by ${count(outline.modules, "module")}. Written by \`schema concept\` from the definitions: edit those, not these files.`,
    "",
    ...section("Areas", areas(place)),
    ...section("Modules", modules(place)),
    ...section("Entities", entities(place, all)),
    ...section("Relationships", relationList(place, all)),
    ...section("Listed values", listedValues(place, all)),
  ]);
}

/** Entities that only modules define, each once. */
function ownEntities({ project, modules }: Outline): Entity[] {
  const seen = new Map(
    [...modules]
      .reverse()
      .flatMap(({ module }) => module.view.entities.map((entity) => [entity.name, entity])),
  );
  for (const { name } of project.business.entities) seen.delete(name);
  return [...seen.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function areas(place: Place): string[] {
  const rows = place.outline.areas.map(({ name, path, entities }) => [
    link(name === undefined ? "without an area" : prose(name), href(place.file, `${path}.md`)),
    entities.map((entity) => entityLink(place, entity.name)).join(", "),
  ]);
  return table(["Area", "Entities"], rows);
}

function modules(place: Place): string[] {
  const rows = place.outline.modules.map(({ module, path }) => [
    link(code(module.name), href(place.file, `${path}.md`)),
    module.view.entities.map((entity) => entityLink(place, entity.name)).join(", "),
    module.doc === undefined ? "" : prose(module.doc),
  ]);
  return table(["Module", "Sees", "About"], rows);
}

function entities(place: Place, all: readonly Entity[]): string[] {
  const rows = all.map((entity) => [
    entityLink(place, entity.name),
    code(entity.table),
    entity.area === undefined ? "" : prose(entity.area),
    [
      ...(entity.deprecated === undefined ? [] : [`**Deprecated:** ${prose(entity.deprecated)}`]),
      ...(entity.doc === undefined ? [] : [prose(entity.doc)]),
    ].join(" "),
    usersLinks(place, usersOf(place.outline, entity.name)),
  ]);
  return table(["Entity", "Table", "Area", "About", "Modules"], rows);
}

function listedValues(place: Place, all: readonly Entity[]): string[] {
  const rows = all.flatMap((entity) =>
    entity.fields.flatMap(({ name, type, values, enumType }) =>
      values === undefined
        ? []
        : [
            [
              entityLink(place, entity.name),
              code(name),
              code(enumType ?? formatType(type)),
              values.map(code).join(", "),
            ],
          ],
    ),
  );
  return table(["Entity", "Field", "Type", "Values"], rows);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, "", ...lines];
}

function count(list: readonly unknown[], one: string, many = `${one}s`): string {
  return `${list.length} ${list.length === 1 ? one : many}`;
}
