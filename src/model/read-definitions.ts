import { checkName } from "./check-name.ts";
import { place, type Report, type Source, type Span } from "./finding.ts";
import { businessModel } from "./model.ts";
import { parseDefinition } from "./parse-definition.ts";
import type { EntityPart, Part, Text } from "./part.ts";
import { readEntity, readMixin } from "./read-part.ts";
import { type Reading, type Switch, textsAt } from "./reading.ts";
import { entitySchema, mixinSchema } from "./schemas/entity.ts";
import { moduleSchema } from "./schemas/module.ts";
import { parseYaml, type YamlDocument } from "./yaml-document.ts";

/** What a module uses of one entity. */
export interface Use {
  readonly entity: Text;
  readonly names: "all" | readonly Text[];
}

/** A module as written. */
export interface ModuleDefinition {
  readonly name: string;
  readonly folder: string;
  readonly doc?: string | undefined;
  readonly at: Span;
  readonly uses: readonly Use[];
  /** What it says of entities of the business model, and its own. */
  readonly entities: ReadonlyMap<string, EntityPart>;
}

/** All definitions as written. */
export interface Definitions {
  readonly mixins: ReadonlyMap<string, Part>;
  /** The business model. */
  readonly entities: ReadonlyMap<string, EntityPart>;
  readonly modules: readonly ModuleDefinition[];
  /** Flags and stages that entities, fields and relations name. */
  readonly switches: readonly Switch[];
  /** True for an entity or mixin that exists but could not be read, as far as can be told. */
  isBroken(name: string): boolean;
}

/** Reads entities, mixins and modules. `incomplete` when some files are missing, which may define anything. */
export function readDefinitions(
  sources: ReadonlyMap<string, Source>,
  incomplete: boolean,
  report: Report,
): Definitions {
  const reader = new DefinitionReader(sources, incomplete, report);
  const mixins = reader.mixins();
  const entities = reader.entities("entities/", businessModel);
  const modules = reader.moduleFolders().flatMap((folder) => reader.module(folder) ?? []);
  if (reader.sawNoEntity) {
    report({
      code: "model/no-entities",
      severity: "warning",
      message: "The project defines no entity.",
      help: "Write one in entities/.",
    });
  }
  return { mixins, entities, modules, switches: reader.switches, isBroken: (name) => reader.isBroken(name) };
}

class DefinitionReader {
  private readonly sources: ReadonlyMap<string, Source>;
  private readonly report: Report;
  readonly switches: Switch[] = [];
  /** No file holds an entity, as far as can be told. */
  sawNoEntity: boolean;
  private readonly broken = new Set<string>();
  /** Something could not be read at all, so any name may be defined there. */
  private blind: boolean;

  constructor(sources: ReadonlyMap<string, Source>, incomplete: boolean, report: Report) {
    this.sources = sources;
    this.blind = incomplete;
    this.sawNoEntity = !incomplete;
    this.report = report;
  }

  isBroken(name: string): boolean {
    return this.blind || this.broken.has(name);
  }

  mixins(): ReadonlyMap<string, Part> {
    const found = this.documents("mixins/").flatMap((document) => {
      const definition = parseDefinition(mixinSchema, document, this.report);
      if (definition === undefined) return this.noteBroken(document, "mixin");
      return [readMixin(definition, this.reading(document, businessModel))];
    });
    return this.unique("mixin", found);
  }

  entities(folder: string, module: string): ReadonlyMap<string, EntityPart> {
    const found = this.documents(folder).flatMap((document) => {
      this.sawNoEntity = false;
      const definition = parseDefinition(entitySchema, document, this.report);
      if (definition === undefined) return this.noteBroken(document, "entity");
      return [readEntity(definition, this.reading(document, module))];
    });
    return this.unique("entity", found);
  }

  moduleFolders(): readonly string[] {
    const folders = [...this.sources.keys()].flatMap((path) => /^modules\/([^/]+)\//.exec(path)?.[1] ?? []);
    return [...new Set(folders)].sort();
  }

  module(folder: string): ModuleDefinition | undefined {
    const path = `modules/${folder}/module.yaml`;
    const source = this.sources.get(path);
    if (source === undefined) {
      if (!this.blind)
        this.report({
          code: "definition/no-module-file",
          severity: "error",
          message: `The folder modules/${folder} has no module.yaml.`,
          help: `Write ${path} with \`module: ${folder}\`.`,
        });
      return undefined;
    }
    const [document, ...more] = parseYaml(source, this.report);
    if (document === undefined) return undefined;
    for (const extra of more)
      this.report({
        code: "definition/one-document",
        severity: "error",
        message: "A module.yaml holds one module.",
        at: extra.at([]),
      });
    const definition = parseDefinition(moduleSchema, document, this.report);
    if (definition === undefined) return undefined;
    const at = document.at(["module"]);
    checkName("module", definition.module, at, this.report);
    if (definition.module !== folder) {
      this.report({
        code: "definition/module-name",
        severity: "error",
        message: `The module "${definition.module}" stands in the folder "${folder}".`,
        at,
        help: "Give both the same name.",
      });
    }
    return {
      name: definition.module,
      folder,
      doc: definition.doc,
      at,
      uses: [...(definition.uses ?? [])].map(
        ([entity, names]): Use => ({
          entity: { text: entity, at: document.keyAt(["uses", entity]) },
          names: names === "all" ? "all" : textsAt(document, ["uses", entity], names),
        }),
      ),
      entities: this.entities(`modules/${folder}/entities/`, definition.module),
    };
  }

  private reading(document: YamlDocument, module: string): Reading {
    return {
      document,
      module,
      report: this.report,
      noteSwitch: (kind, name) => this.switches.push({ kind, name }),
    };
  }

  private documents(folder: string): readonly YamlDocument[] {
    const paths = [...this.sources.keys()]
      .filter((path) => path.startsWith(folder) && /\.ya?ml$/i.test(path))
      .sort();
    return paths.flatMap((path) => {
      const source = this.sources.get(path);
      if (source === undefined) return [];
      return parseYaml(source, (finding) => {
        if (finding.code !== "yaml/empty") this.blind = true;
        this.sawNoEntity = false;
        this.report(finding);
      });
    });
  }

  /** Remembers the name of a definition that does not fit its schema. */
  private noteBroken(document: YamlDocument, kind: string): [] {
    const name = document.value instanceof Map ? document.value.get(kind) : undefined;
    if (typeof name === "string") this.broken.add(name);
    else this.blind = true;
    return [];
  }

  private unique<P extends Part>(kind: string, parts: readonly P[]): ReadonlyMap<string, P> {
    const unique = new Map<string, P>();
    for (const part of parts) {
      const other = unique.get(part.name)?.origins[0]?.at;
      if (other === undefined) unique.set(part.name, part);
      else
        this.report({
          code: `model/${kind}-twice`,
          severity: "error",
          message: `The ${kind} "${part.name}" is also defined in ${place(other)}.`,
          at: part.origins[0]?.at,
          help: "Keep one of them, or rename it.",
        });
    }
    return unique;
  }
}
