import { checkModel, checkSwitches } from "./check-model.ts";
import { derivedFindings } from "./derived.ts";
import { checkMixins } from "./expand.ts";
import type { Report, Source } from "./finding.ts";
import { linksOf } from "./links.ts";
import type { Entity, Module, Project, SqlFile } from "./model.ts";
import { type EntityPart, overlay, type Text } from "./part.ts";
import { configPath, decisionsPath } from "./project-files.ts";
import { readConfig } from "./read-config.ts";
import { readDecisions } from "./read-decisions.ts";
import { type Definitions, type ModuleDefinition, readDefinitions } from "./read-definitions.ts";
import type { Switch } from "./reading.ts";
import { resolver } from "./resolve.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { viewOf } from "./views.ts";

/** Everything that a project's files define. `unread` are paths that could not be read. */
export function projectOf(
  root: string,
  sources: ReadonlyMap<string, Source>,
  unread: ReadonlySet<string>,
  report: Report,
): Project | undefined {
  const config = unread.has(configPath) ? undefined : readConfig(sources.get(configPath), report);
  const definitions = readDefinitions(sources, unread.size > 0, report);
  checkMixins(definitions, report);
  const scope = scopeOf(definitions.entities, definitions, report);
  const entities = allEntities(scope, report);
  checkModel(entities, report);
  for (const entity of entities) for (const finding of derivedFindings(entity, entities)) report(finding);
  if (config !== undefined) checkSwitches([...definitions.switches, ...sqlSwitches(sources)], config, report);
  const modules = definitions.modules.map((module) =>
    readModule(module, definitions, scope, sources, report),
  );
  const decisions = readDecisions(sources.get(decisionsPath), report);
  if (config === undefined) return undefined;
  return { root, config, business: { entities, sql: sqlFiles(sources, "sql/") }, modules, decisions };
}

function allEntities(scope: Scope, report: Report): readonly Entity[] {
  const resolve = resolver(scope, report);
  return byName([...scope.parts.keys()].flatMap((name) => resolve(name) ?? []));
}

function readModule(
  module: ModuleDefinition,
  definitions: Definitions,
  business: Scope,
  sources: ReadonlyMap<string, Source>,
  report: Report,
): Module {
  const scope =
    module.entities.size === 0
      ? business
      : scopeOf(withModule(definitions.entities, module), definitions, report);
  const resolve = resolver(scope, report);
  const entities = byName(viewOf(module, { scope, business, resolve, report }));
  checkModel(entities, report);
  return {
    name: module.name,
    doc: module.doc,
    view: { entities, sql: sqlFiles(sources, `modules/${module.folder}/sql/`) },
    written: byName(writtenNames(module).flatMap((name) => resolve(name) ?? [])),
    at: module.at,
  };
}

/** The entities of a module's files, and the link tables that they make. */
function writtenNames({ entities }: ModuleDefinition): readonly string[] {
  const links = [...entities.values()].flatMap(linksOf);
  return [...new Set([...entities.keys(), ...links.map(({ name }) => name)])];
}

/** The business model with what a module says laid over it. */
function withModule(
  business: ReadonlyMap<string, EntityPart>,
  module: ModuleDefinition,
): ReadonlyMap<string, EntityPart> {
  const parts = new Map(business);
  for (const [name, part] of module.entities) {
    const base = business.get(name);
    parts.set(name, base === undefined ? part : overlay(base, part));
  }
  return parts;
}

function byName(entities: readonly Entity[]): readonly Entity[] {
  return [...entities].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sqlFiles(sources: ReadonlyMap<string, Source>, folder: string): readonly SqlFile[] {
  const paths = [...sources.keys()].filter((path) => path.startsWith(folder) && /\.sql$/i.test(path)).sort();
  return paths.flatMap((path) => {
    const source = sources.get(path);
    return source === undefined
      ? []
      : [
          {
            path,
            text: source.text,
            when: runsWhen(path.slice(folder.length)),
            flag: flagOf(source)?.text,
            opens: /^(?:--.*\r?\n)*?-- opens: *(\S.*)/.exec(source.text)?.[1]?.trim(),
          },
        ];
  });
}

function sqlSwitches(sources: ReadonlyMap<string, Source>): readonly Switch[] {
  const files = [...sources].filter(([path]) => /\.sql$/i.test(path));
  return files.flatMap(([, source]) => {
    const name = flagOf(source);
    return name === undefined ? [] : [{ kind: "flag", name }];
  });
}

/** A file begins with `-- flag: vectors` where it is to run only with that flag on. */
function flagOf(source: Source): Text | undefined {
  const [start, text] = /^-- flag: *(\S+)/.exec(source.text) ?? [];
  if (start === undefined || text === undefined) return undefined;
  return { text, at: { source, start: start.length - text.length, end: start.length } };
}

function runsWhen(path: string): SqlFile["when"] {
  if (path.startsWith("before/")) return "before tables";
  return path.startsWith("prototype/") ? "in the prototype" : undefined;
}
