import type { Entity } from "../model/model.ts";
import { draw, type Files } from "./drawing.ts";
import { entitySection } from "./entity-section.ts";
import type { Place } from "./field-list.ts";
import { href, link, page, prose } from "./markdown.ts";
import type { Area, ModuleOutline, Outline } from "./outline.ts";

/** What one page is about: a diagram, and the entities that it shows. */
interface Subject {
  /** Path of its files without extension. */
  readonly path: string;
  readonly title: string;
  readonly doc?: string | undefined;
  readonly entities: readonly Entity[];
  /** By name, the complete entities of which `entities` are partial views. */
  readonly wholes?: ReadonlyMap<string, Entity> | undefined;
}

export async function areaFiles(outline: Outline, area: Area): Promise<Files> {
  const title = area.name === undefined ? "Entities without an area" : `Area ${area.name}`;
  return await filesOf(outline, { path: area.path, title, entities: area.entities });
}

export async function moduleFiles(outline: Outline, { module, path }: ModuleOutline): Promise<Files> {
  const wholes = new Map(outline.project.business.entities.map((entity) => [entity.name, entity]));
  const entities = module.view.entities.map((entity) => withLostRelations(entity, wholes.get(entity.name)));
  return await filesOf(outline, { path, title: `Module ${module.name}`, doc: module.doc, entities, wholes });
}

/** A view keeps the column of a relation that leads out of it; the diagram shows where to. */
function withLostRelations(entity: Entity, whole: Entity | undefined): Entity {
  const fields = new Set(entity.fields.map(({ name }) => name));
  const known = new Set(entity.relations.map(({ name }) => name));
  const lost = whole?.relations.filter(
    ({ name, columns }) => !known.has(name) && columns.every((column) => fields.has(column)),
  );
  return { ...entity, relations: [...entity.relations, ...(lost ?? [])] };
}

async function filesOf(outline: Outline, subject: Subject): Promise<Files> {
  const { path, title, entities } = subject;
  const place: Place = { outline, file: `${path}.md`, entities };
  const name = path.slice(path.lastIndexOf("/") + 1);
  const drawing = await draw({ title, entities, hues: outline.hues }, name);
  const markdown = page([
    `# ${prose(title)}`,
    "",
    ...(subject.doc === undefined ? [] : [prose(subject.doc), ""]),
    link(`All of ${prose(outline.project.config.name)}`, href(place.file, "index.md")),
    "",
    ...(entities.length === 0 ? ["There are no entities here.", ""] : drawing.picture),
    ...(entities.length === 0 ? [] : ["## Entities", ""]),
    ...entities.flatMap((entity) => entitySection(place, entity, subject.wholes?.get(entity.name))),
    ...(entities.length === 0 ? [] : drawing.source),
  ]);
  return new Map([
    [`${path}.md`, markdown],
    [`${path}.mmd`, drawing.mermaid],
    [`${path}.svg`, drawing.svg],
  ]);
}
