import { formatType } from "../model/column-type.ts";
import type { Entity } from "../model/model.ts";
import { type Drawing, draw, type Files } from "./drawing.ts";
import { entityLink, type Place, usersLinks } from "./field-list.ts";
import { code, href, link, page, prose, table } from "./markdown.ts";
import { type Outline, usersOf } from "./outline.ts";
import { relationList } from "./relation-list.ts";

/** Above this many tables one picture of all of them cannot be read. */
const tablesInOverview = 60;

/** The first page: the project at a glance, with a way to everything. */
export async function indexFiles(outline: Outline): Promise<Files> {
  const { project, areas, modules } = outline;
  const place: Place = { outline, file: "index.md", entities: [] };
  const all = [...project.business.entities, ...ownEntities(outline)];
  const named = areas.filter(({ name }) => name !== undefined);
  const overview = await drawOverview(outline, all);
  const markdown = page([
    `# ${prose(project.config.name)}`,
    "",
    `${count(all, "entity", "entities")} in ${count(named, "area")}, used by ${count(modules, "module")}. Written by \`schema concept\` from the definitions: edit those, not these files.`,
    "",
    ...(overview?.picture ?? []),
    ...section("Areas", areaList(place)),
    ...section("Modules", moduleList(place)),
    ...section("Entities", entityList(place, all)),
    ...section("Relationships", relationList(place, all)),
    ...section("Listed values", listedValues(place, all)),
    ...section("How to read the pictures", legend),
    ...(overview?.source ?? []),
  ]);
  return new Map([
    ["index.md", markdown],
    ...(overview === undefined
      ? []
      : ([
          ["index.mmd", overview.mermaid],
          ["index.svg", overview.svg],
        ] as const)),
  ]);
}

const legend = [
  "A line ends in crow's feet, which say how many rows there can be at that end: `||` exactly one, `o|` zero or one, `o{` zero or more. PK is the primary key, FK a reference to another table, UK a unique field; `?` behind a type marks an optional field. Small tables with only a name stand for tables that are described elsewhere. Struck out is what is deprecated. Colours are areas. The picture on this page leaves out relationships that come through mixins.",
  "",
];

/** All tables by name, without the relations that many have in common through a mixin. */
async function drawOverview(outline: Outline, all: readonly Entity[]): Promise<Drawing | undefined> {
  if (all.length === 0 || all.length > tablesInOverview) return undefined;
  const entities = all.map((entity) => ({
    ...entity,
    relations: entity.relations.filter(({ mixin }) => mixin === undefined),
  }));
  const title = `${outline.project.config.name} at a glance`;
  return await draw({ title, entities, hues: outline.hues }, "index", "names");
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

function areaList(place: Place): string[] {
  const rows = place.outline.areas.map(({ name, path, entities }) => [
    link(name === undefined ? "without an area" : prose(name), href(place.file, `${path}.md`)),
    entities.map((entity) => entityLink(place, entity.name)).join(", "),
  ]);
  return table(["Area", "Entities"], rows);
}

function moduleList(place: Place): string[] {
  const rows = place.outline.modules.map(({ module, path }) => [
    link(code(module.name), href(place.file, `${path}.md`)),
    module.view.entities.map((entity) => entityLink(place, entity.name)).join(", "),
    module.doc === undefined ? "" : prose(module.doc),
  ]);
  return table(["Module", "Sees", "About"], rows);
}

function entityList(place: Place, all: readonly Entity[]): string[] {
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
