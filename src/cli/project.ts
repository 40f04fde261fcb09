import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { AppError, exitCode } from "../model/app-error.ts";
import { hasErrors, renderFinding } from "../model/finding.ts";
import type { Project } from "../model/model.ts";
import { readProject } from "../model/read-project.ts";
import type { Io } from "./io.ts";

export const configFile = "schema.config.yaml";

/** The project folder: `--dir`, else the nearest folder upwards that holds `schema.config.yaml`. */
export function findProjectRoot(io: Io, dir?: string): string {
  const start = resolve(io.cwd, dir ?? ".");
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, configFile))) return folder;
    if (dir !== undefined || dirname(folder) === folder) break;
  }
  throw new AppError(
    {
      code: "cli/no-project",
      severity: "error",
      message: `There is no ${configFile} in ${start}${dir === undefined ? " or any folder above it" : ""}.`,
      help: "Change to a project's folder, name it with --dir, or start one with `schema init <dir>`.",
    },
    { exit: exitCode.unreachable },
  );
}

/** Reads and checks the project's definitions. Warnings are noted; errors are thrown, all at once. */
export async function loadProject(io: Io, dir?: string): Promise<Project> {
  const { project, findings } = await readProject(findProjectRoot(io, dir), { relativeTo: io.cwd });
  if (project === undefined || hasErrors(findings)) throw new AppError(findings);
  for (const finding of findings) io.note(renderFinding(finding));
  return project;
}
