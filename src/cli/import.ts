import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ExitCode } from "../model/app-error.ts";
import { AppError, exitCode } from "../model/app-error.ts";
import { type Finding, findingToJson, hasErrors } from "../model/finding.ts";
import { openShadow } from "../postgres/shadow.ts";
import { elaborateDefinitions } from "../prototype/state.ts";
import { importCatalog } from "../sources/catalog/import-catalog.ts";
import { cacheFolder, listed } from "./diff/compare.ts";
import { noteAll } from "./diff/side.ts";
import { writeFilesTogether } from "./files.ts";
import {
  mainSchema,
  newProjectFiles,
  type TargetProject,
  targetProject,
  usualPostgres,
} from "./import/project.ts";
import { parseSource, readSource } from "./import/source.ts";
import { nameOption, plainName } from "./init.ts";
import type { Io } from "./io.ts";
import { shownFolder } from "./iterations-folder.ts";
import type { DefineCommand } from "./program.ts";

interface ImportOptions {
  readonly from: string;
  readonly module?: string;
  readonly schemas?: readonly string[];
  readonly exclude?: readonly string[];
  readonly overwrite?: true;
  readonly dir?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

const help = `
Writes definitions whose prototype is exactly what was read: entities for the tables of one schema, SQL files for all that YAML
does not say. They are read again, made on a throwaway PostgreSQL and compared before anything is written.

Examples:
  schema import --from env:DATABASE_URL
  schema import --from dump.sql --dir crm
  schema import --from env:DATABASE_URL --schemas billing --module billing
  schema diff --from env:DATABASE_URL --to prototype:main     nothing, once \`schema prototype main\` has recorded it`;

export const define: DefineCommand = (command, { io, run }) => {
  command
    .requiredOption("--from <source>", "a database (postgresql://… or env:NAME), or an SQL file or folder")
    .option("--module <name>", "the module that uses the entities and holds the SQL files", nameOption)
    .option("--schemas <patterns>", "read only these schemas, like crm,app_*", listed)
    .option("--exclude <patterns>", "leave out schemas or objects, like audit,crm.tmp_*", listed)
    .option("--overwrite", "write over files that are there already")
    .option("--dry-run", "say what would be written, write nothing")
    .option("--no-input", "never ask")
    .option("--dir <folder>", "the project's folder; a new project is made where there is none")
    .option("--json", "print the result as JSON")
    .addHelpText("after", help)
    .action(run((options: ImportOptions) => importFrom(options, io)));
};

type Files = ReadonlyMap<string, string>;

/** What is to be written, and what was found on the way. */
interface Result {
  readonly module: string;
  readonly files: Files;
  readonly entities: readonly string[];
  readonly findings: readonly Finding[];
}

async function importFrom(options: ImportOptions, io: Io): Promise<ExitCode> {
  const source = await parseSource(options.from, io);
  const project = await targetProject(io, options.dir);
  const cacheDir = await cacheFolder(project.isNew ? undefined : project, io);
  await using shadow = await openShadow({ cacheDir });
  const engine = { shadow, cacheDir };
  const read = await readSource(source, options, engine, io);
  const schema = project.schema ?? mainSchema(read.catalog);
  const postgres = project.postgres ?? read.postgres ?? usualPostgres;
  const fresh: Files = project.isNew ? await newProjectFiles(project.root, { schema, postgres }) : new Map();
  const module = options.module ?? plainName(schema === "public" ? "main" : schema) ?? "main";
  const imported = await importCatalog({
    wanted: read.catalog,
    module,
    schema,
    postgres,
    project: new Map([...withoutModule(project, module), ...fresh]),
    elaborate: (own, config) => elaborateDefinitions(own, config, engine),
  });
  const files = new Map([...fresh, ...imported.files]);
  const changed = await changedFiles(files, project, module, options, io);
  if (options.dryRun === undefined) await writeAll(project.root, changed);
  const result = { ...imported, module, files: changed, findings: [...read.findings, ...imported.findings] };
  print(result, project, options, io);
  return hasErrors(result.findings) ? exitCode.findings : exitCode.ok;
}

/** What stays when the module is written anew. */
function withoutModule({ files }: TargetProject, module: string): Files {
  return new Map([...files].filter(([path]) => !path.startsWith(`modules/${module}/`)));
}

/** The files that are not there as they are to be. Refuses to write over others, and to join files that would change what is made. */
async function changedFiles(
  files: Files,
  project: TargetProject,
  module: string,
  { overwrite }: ImportOptions,
  io: Io,
): Promise<Files> {
  const changed = new Map<string, string>();
  const findings: Finding[] = [];
  const shown = (path: string) => shownFolder(io.cwd, project.root, path);
  for (const [path, text] of files) {
    const found = await readFile(join(project.root, path), "utf8").catch(() => undefined);
    if (found === text) continue;
    changed.set(path, text);
    if (found !== undefined && overwrite === undefined) findings.push(isThere(shown(path)));
  }
  for (const path of project.files.keys())
    if (path.startsWith(`modules/${module}/`) && !files.has(path))
      findings.push(isInTheWay(shown(path), module));
  if (findings.length > 0) throw new AppError(findings);
  return changed;
}

function isThere(path: string): Finding {
  return {
    code: "import/file-exists",
    severity: "error",
    message: `${path} is there already and holds something else; nothing was written.`,
    help: "Move it away, name another folder with --dir, or add --overwrite.",
  };
}

function isInTheWay(path: string, module: string): Finding {
  return {
    code: "import/file-in-the-way",
    severity: "error",
    message: `${path} belongs to module ${module} and would change what the import makes; nothing was written.`,
    help: "Move it away, or name another module with --module.",
  };
}

async function writeAll(root: string, files: Files): Promise<void> {
  await writeFilesTogether(new Map([...files].map(([path, text]) => [join(root, path), text])));
}

function print(result: Result, project: TargetProject, options: ImportOptions, io: Io): void {
  const written = [...result.files.keys()].map((path) => shownFolder(io.cwd, project.root, path)).sort();
  const dryRun = options.dryRun === true;
  if (options.json) {
    const { module, entities, findings } = result;
    const ok = !hasErrors(findings);
    const json = { version: 1, ok, dryRun, module, entities, written, findings: findings.map(findingToJson) };
    io.out(JSON.stringify(json, null, 2));
    return;
  }
  io.out(report(written, result, project, dryRun, io));
  noteAll(result.findings, io);
  io.note(
    "Proven on a throwaway PostgreSQL: the definitions make exactly what was read. (Who owns what is not compared.)",
  );
}

function report(
  written: readonly string[],
  { module, entities }: Result,
  { root, isNew }: TargetProject,
  dryRun: boolean,
  io: Io,
): string {
  if (written.length === 0) return "Nothing to write: the definitions are there already.";
  const folder = shownFolder(io.cwd, root);
  const steps = [
    ...(isNew && folder !== "" ? [`cd ${folder}`] : []),
    `schema prototype ${module} --name import`,
    "schema concept",
    "schema harden",
  ];
  return [
    dryRun ? "Would write:" : "Written:",
    ...written.map((path) => `  ${path}`),
    "",
    `${entities.length === 1 ? "1 entity" : `${entities.length} entities`}, used by the module ${module}.`,
    "",
    "Next:",
    ...steps.map((step) => `  ${step}`),
  ].join("\n");
}
