import type { Entity } from "../model/model.ts";
import { draw } from "./drawing.ts";
import { entitySection } from "./entity-section.ts";
import type { Place } from "./field-list.ts";
import { href, link, page, prose } from "./markdown.ts";
import type { Area, ModuleOutline, Outline } from "./outline.ts";

/** Path inside the documents' folder → content. */
export type Files = ReadonlyMap<string, string>;

/** What one page is about: a diagram, and the entities that it shows. */
interface Subject {
  /** Path of its files without extension. */
  readonly path: string;
  readonly title: string;
  readonly doc?: string | undefined;
  readonly entities: readonly Entity[];
  /** The complete entities of which `entities` are partial views. */
  readonly wholes?: readonly Entity[] | undefined;
}

export async function areaFiles(outline: Outline, area: Area): Promise<Files> {
  const title = area.name === undefined ? "Entities without an area" : `Area ${area.name}`;
  return await filesOf(outline, { path: area.path, title, entities: area.entities });
}

export async function moduleFiles(outline: Outline, { module, path }: ModuleOutline): Promise<Files> {
  const wholes = outline.project.business.entities;
  const title = `Module ${module.name}`;
  return await filesOf(outline, { path, title, doc: module.doc, entities: module.view.entities, wholes });
}

async function filesOf(outline: Outline, subject: Subject): Promise<Files> {
  const { path, title, entities } = subject;
  const place: Place = { outline, file: `${path}.md`, entities };
  const name = path.slice(path.lastIndexOf("/") + 1);
  const drawing = await draw({ title, entities, hues: outline.hues }, name);
  const wholes = new Map(subject.wholes?.map((entity) => [entity.name, entity]));
  const markdown = page([
    `# ${prose(title)}`,
    "",
    ...(subject.doc === undefined ? [] : [prose(subject.doc), ""]),
    link(`All of ${prose(outline.project.config.name)}`, href(place.file, "index.md")),
    "",
    ...(entities.length === 0 ? ["There are no entities here.", ""] : drawing.picture),
    ...(entities.length === 0 ? [] : ["## Entities", ""]),
    ...entities.flatMap((entity) => entitySection(place, entity, wholes.get(entity.name))),
    ...(entities.length === 0 ? [] : drawing.source),
  ]);
  return new Map([
    [`${path}.md`, markdown],
    [`${path}.mmd`, drawing.mermaid],
    [`${path}.svg`, drawing.svg],
  ]);
}
