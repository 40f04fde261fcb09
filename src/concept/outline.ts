import type { Entity, Module, Project } from "../model/model.ts";
import { slugs } from "./text.ts";

/** Which pages there are, what stands on which, and where a link to an entity leads. */
export interface Outline {
  readonly project: Project;
  /** Sorted by name; entities without an area come last. */
  readonly areas: readonly Area[];
  readonly modules: readonly ModuleOutline[];
  /** Entity name → page and anchor of its full description. */
  readonly homes: ReadonlyMap<string, string>;
  readonly anchors: ReadonlyMap<string, string>;
  /** Entity name → index of its area's colour. */
  readonly hues: ReadonlyMap<string, number>;
  /** Entity name → the modules that see it. */
  readonly views: ReadonlyMap<string, readonly ModuleView[]>;
}

interface ModuleView {
  readonly user: ModuleOutline;
  /** The fields that it sees. */
  readonly fields: ReadonlySet<string>;
}

/** Slugs like "without area", and no area can be called so: PostgreSQL and YAML have no NUL. */
const withoutArea = "\0without area";

export interface Area {
  readonly name: string | undefined;
  /** Path of its files without extension. */
  readonly path: string;
  readonly entities: readonly Entity[];
}

export interface ModuleOutline {
  readonly module: Module;
  readonly path: string;
}

export function outlineOf(project: Project): Outline {
  const areas = areasOf(project.business.entities);
  const modules = modulesOf(project.modules);
  const pages = [
    ...modules.map(({ module, path }) => ({ path, entities: module.view.entities })).reverse(),
    ...areas,
  ];
  const anchors = slugs(
    pages.flatMap(({ entities }) => entities.map((entity) => entity.name)),
    "entity",
  );
  const homes = new Map<string, string>();
  for (const { path, entities } of pages) {
    for (const { name } of entities) homes.set(name, `${path}.md#${anchorOf(anchors, name)}`);
  }
  const hues = new Map(
    areas.flatMap((area, hue) =>
      area.name === undefined ? [] : area.entities.map(({ name }) => [name, hue] as const),
    ),
  );
  return { project, areas, modules, homes, anchors, hues, views: viewsOf(modules) };
}

/** The id of an entity's description on its page. */
export function anchorOf(anchors: Outline["anchors"], entity: string): string {
  return `entity-${anchors.get(entity) ?? ""}`;
}

/** The modules whose view has an entity, or one field of it. */
export function usersOf(outline: Outline, entity: string, field?: string): readonly ModuleOutline[] {
  const views = outline.views.get(entity) ?? [];
  return views.filter((view) => field === undefined || view.fields.has(field)).map(({ user }) => user);
}

function viewsOf(modules: readonly ModuleOutline[]): Outline["views"] {
  const views = new Map<string, ModuleView[]>();
  for (const user of modules) {
    for (const entity of user.module.view.entities) {
      const fields = new Set(entity.fields.map(({ name }) => name));
      views.set(entity.name, [...(views.get(entity.name) ?? []), { user, fields }]);
    }
  }
  return views;
}

function areasOf(entities: readonly Entity[]): Area[] {
  const names = [...new Set(entities.flatMap(({ area }) => area ?? []))].sort();
  const paths = slugs([...names, withoutArea], "area");
  const areaOf = (name: string | undefined): Area => ({
    name,
    path: `areas/${paths.get(name ?? withoutArea)}`,
    entities: entities.filter(({ area }) => area === name),
  });
  const rest = areaOf(undefined);
  return [...names.map(areaOf), ...(rest.entities.length === 0 ? [] : [rest])];
}

function modulesOf(modules: readonly Module[]): ModuleOutline[] {
  const sorted = [...modules].sort((a, b) => (a.name < b.name ? -1 : 1));
  const paths = slugs(
    sorted.map(({ name }) => name),
    "module",
  );
  return sorted.map((module) => ({ module, path: `modules/${paths.get(module.name)}` }));
}
