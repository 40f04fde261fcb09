import { byTable } from "../../merger/by-table.ts";
import { AppError, exitCode } from "../../model/app-error.ts";
import type { Finding } from "../../model/finding.ts";
import type { Model, Module } from "../../model/model.ts";
import { nameProblem } from "../../model/names.ts";
import { configPath } from "../../model/project-files.ts";
import { readProjectFromFiles } from "../../model/read-project.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import { openShadow } from "../../postgres/shadow.ts";
import { type Engine, elaborateDefinitions } from "../../prototype/state.ts";
import { importCatalog } from "../../sources/catalog/import-catalog.ts";
import { yamlText } from "../../sources/catalog/yaml-text.ts";
import { holdsTables, mainSchema } from "../import/project.ts";
import { type ImportSource, parseSource, readSource } from "../import/source.ts";
import type { Io } from "../io.ts";

/** A module whose prototype is read as it is. */
export interface Prototype {
  readonly module: string;
  readonly source: ImportSource;
}

/** What the prototypes are merged with. */
export interface PrototypesRequest {
  /** Values of `--from`. */
  readonly from: readonly string[];
  readonly business: Model;
  /** The project's schema and lowest PostgreSQL version. */
  readonly schema: string;
  readonly postgres: number;
  readonly cacheDir: string | undefined;
}

export interface Prototypes {
  readonly modules: readonly Module[];
  readonly findings: readonly Finding[];
}

/** Reads databases and SQL files as modules, in the words that `schema import` finds for them. */
export async function readPrototypes(request: PrototypesRequest, io: Io): Promise<Prototypes> {
  const prototypes: Prototype[] = [];
  for (const text of request.from) prototypes.push(await parsePrototype(text, prototypes, io));
  const { cacheDir } = request;
  await using shadow = await openShadow({ cacheDir });
  const modules: Module[] = [];
  const findings: Finding[] = [];
  for (const prototype of prototypes) {
    const read = await readSource(prototype.source, {}, { shadow, cacheDir }, io);
    const told = await tell(prototype.module, read.catalog, request, { shadow, cacheDir });
    const { name, view, at } = told.module; // the view says it all
    modules.push({ name, view: byTable(view, request.business), at });
    const relevant = [...read.findings, ...told.findings].filter(({ code }) => !ofMaking.has(code));
    findings.push(...relevant.map((one) => about(prototype.module, one)));
  }
  return { modules, findings };
}

/** The text may hold a password, so that no message repeats what stands behind the name. */
export async function parsePrototype(text: string, others: readonly Prototype[], io: Io): Promise<Prototype> {
  const [, module = "", source = ""] = /^([\p{L}\p{N}_-]+)=(.+)$/su.exec(text) ?? [];
  if (source === "" || nameProblem(module) !== undefined)
    throw usage(
      "--from names a module and what to read.",
      "Write --from <module>=<source>, like billing=env:BILLING_URL or billing=sql/billing.",
    );
  if (others.some((other) => other.module === module))
    throw usage(`--from names the module ${module} twice.`, "Give each prototype a module of its own.");
  return { module, source: await parseSource(source, io) };
}

function usage(message: string, help: string): AppError {
  return new AppError({ code: "cli/usage", severity: "error", message, help }, { exit: exitCode.usage });
}

/** A Catalog as the definitions of a module that stands alone. */
async function tell(module: string, wanted: Catalog, request: PrototypesRequest, engine: Engine) {
  const schema = holdsTables(wanted, request.schema) ? request.schema : mainSchema(wanted);
  const { postgres } = request;
  const config = yamlText(
    new Map<string, unknown>([
      ["name", "prototype"],
      ["postgres", postgres],
      ["schema", schema],
    ]),
  );
  const project = new Map([[configPath, config]]);
  const imported = await importCatalog({
    wanted,
    module,
    schema,
    postgres,
    project,
    elaborate: (own, settings) => elaborateDefinitions(own, settings, engine),
  });
  const files = new Map([...project, ...asModuleFiles(module, imported.files)]);
  const { project: read, findings } = readProjectFromFiles("", files, (path) => shownPath(module, path));
  const found = read?.modules[0];
  if (found === undefined) throw new AppError(findings);
  return { module: found, findings: imported.findings };
}

/** The import writes entities as the business model's; here they are the module's own words. */
function asModuleFiles(module: string, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const folder = `modules/${module}/`;
  const moved = [...files].map(
    ([path, text]) => [path.startsWith("entities/") ? folder + path : path, text] as const,
  );
  return new Map([...moved, [`${folder}module.yaml`, yamlText(new Map([["module", module]]))]]);
}

/** Places are in definitions that nobody has written to a file. */
function shownPath(module: string, path: string): string {
  return `${module}:${path.replace(`modules/${module}/`, "")}`;
}

/** What is merged is not made yet: owners and roles are no concern. */
const ofMaking = new Set(["import/owners", "import/roles"]);

function about(module: string, finding: Finding): Finding {
  return { ...finding, message: `Module ${module}: ${finding.message}` };
}
