import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../model/app-error.ts";
import { readMigrations } from "../../production/check-production.ts";
import { folderName, type Iteration } from "../../prototype/iterations.ts";
import { compareFolder, listFiles, writeFileAtomically } from "../files.ts";
import { shownFolder, writeIterationInto } from "../iterations-folder.ts";
import type { Draft } from "./draft.ts";

/** In the project's folder. */
export const productionFolder = "production";
const migrationsFolder = "migrations";

/** The migrations in the files, which must be whole. */
export async function recordedMigrations(folder: string, cwd: string): Promise<readonly Iteration[]> {
  const paths = (await listFiles(folder)).filter((path) => path.startsWith(`${migrationsFolder}/`));
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const files = new Map(paths.map((path, index) => [path, texts[index] ?? ""]));
  const { iterations, findings } = readMigrations(files, shownFolder(cwd, folder, migrationsFolder));
  if (findings.length > 0) throw new AppError(findings);
  return iterations;
}

/** Paths in the folder that are new or get other bytes. */
export async function changesIn(folder: string, { migration, files }: Draft): Promise<readonly string[]> {
  const { created, changed } = await compareFolder(folder, files);
  const added = migration === undefined ? [] : [`${migrationsFolder}/${folderName(migration.iteration)}`];
  return [...added, ...[...created, ...changed].sort()];
}

/** The migration's folder appears whole, then each other file does: a run that was killed is finished by the next. */
export async function writeDraft(folder: string, draft: Draft, changes: readonly string[]): Promise<void> {
  if (draft.migration !== undefined) {
    await writeIterationInto(join(folder, migrationsFolder), draft.migration.iteration);
  }
  for (const [path, text] of draft.files) {
    if (changes.includes(path)) await writeFileAtomically(join(folder, path), text);
  }
}
