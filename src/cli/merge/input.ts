import { resolve } from "node:path";
import { AppError } from "../../model/app-error.ts";
import type { Finding } from "../../model/finding.ts";
import { hasErrors } from "../../model/finding.ts";
import type { Decision, Model, Module, Project } from "../../model/model.ts";
import { configPath, decisionsPath, readProjectFiles } from "../../model/project-files.ts";
import { readProjectFromFiles } from "../../model/read-project.ts";
import { cacheFolder } from "../diff/compare.ts";
import { existingRoot, usualPostgres } from "../import/project.ts";
import type { Io } from "../io.ts";
import { loadProject } from "../project.ts";
import { readPrototypes } from "./prototypes.ts";

/** What is merged, and the decisions on record. */
export interface MergeInput {
  /** Absolute folder of `decisions.yaml`. */
  readonly root: string;
  readonly business: Model;
  readonly modules: readonly Module[];
  readonly decisions: readonly Decision[];
  /** What was found while prototypes were read. */
  readonly findings: readonly Finding[];
}

interface InputOptions {
  readonly from: readonly string[];
  readonly dir?: string;
}

/** The project's modules; with `--from` those prototypes too, each in the place of a module of its name. */
export async function readMergeInput({ from, dir }: InputOptions, io: Io): Promise<MergeInput> {
  const isProject = from.length === 0 || existingRoot(io, dir) !== undefined;
  const project = isProject ? await loadProject(io, dir) : await withoutDefinitions(io, dir);
  if (from.length === 0) return { ...project, findings: [] };
  const cacheDir = await cacheFolder(isProject ? project : undefined, io);
  const { schema, postgres } = project.config;
  const { business } = project;
  const { modules, findings } = await readPrototypes({ from, business, schema, postgres, cacheDir }, io);
  const read = new Set(modules.map(({ name }) => name));
  const others = project.modules.filter(({ name }) => !read.has(name));
  return { ...project, modules: [...others, ...modules], findings };
}

/** A folder without a project holds decisions at most. */
async function withoutDefinitions(io: Io, dir: string | undefined): Promise<Project> {
  const root = resolve(io.cwd, dir ?? ".");
  const { files, shown } = await readProjectFiles(root, io.cwd);
  const config = `name: prototypes\npostgres: ${usualPostgres}\n`;
  const decisions = files.get(decisionsPath);
  const kept = new Map([
    [configPath, config],
    ...(decisions === undefined ? [] : [[decisionsPath, decisions] as const]),
  ]);
  const { project, findings } = readProjectFromFiles(root, kept, shown);
  if (project === undefined || hasErrors(findings)) throw new AppError(findings);
  return project;
}
