import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../model/app-error.ts";
import { lockFolder } from "../../postgres/folder-lock.ts";
import { readMigrations } from "../../production/check-production.ts";
import { proofsFile } from "../../production/files.ts";
import { folderName, type Iteration } from "../../prototype/iterations.ts";
import { compareFolder, listFiles, writeFileAtomically } from "../files.ts";
import { shownFolder, writeIterationInto } from "../iterations-folder.ts";
import type { Draft } from "./draft.ts";

/** In the project's folder. */
export const productionFolder = "production";
const migrationsFolder = "migrations";
/** Beside up.sql and down.sql. */
const guideFile = "deploy.md";

/** Two runs at once would make the same migration twice. */
export async function lockProduction(state: string): Promise<AsyncDisposable> {
  try {
    return await lockFolder(join(state, productionFolder));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError({
      code: "production/busy",
      severity: "error",
      message: "Another `schema harden` is at work in this project.",
      help: "Wait until it is done.",
    });
  }
}

/** The migrations in the files, which must be whole. */
export async function recordedMigrations(folder: string, cwd: string): Promise<readonly Iteration[]> {
  const paths = (await listFiles(folder)).filter((path) => path.startsWith(`${migrationsFolder}/`));
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const files = new Map(paths.map((path, index) => [path, texts[index] ?? ""]));
  const { iterations, findings } = readMigrations(files, shownFolder(cwd, folder, migrationsFolder));
  if (findings.length > 0) throw new AppError(findings);
  return iterations;
}

/** What writing does, as paths in the folder. */
export interface Changes {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/** Proofs that were not run on this schema go; other files in the folder are not ours. */
export async function changesIn(folder: string, { migration, files }: Draft): Promise<Changes> {
  const { created, changed, removed } = await compareFolder(folder, files);
  const added = migration === undefined ? [] : [`${migrationsFolder}/${folderName(migration.iteration)}`];
  return {
    written: [...added, ...[...created, ...changed].sort()],
    removed: removed.filter((path) => path === proofsFile),
  };
}

/** The migration's folder appears whole, then each other file does: a run that was killed is finished by the next. */
export async function writeDraft(folder: string, draft: Draft, { written, removed }: Changes): Promise<void> {
  if (draft.migration !== undefined) {
    const { iteration, guide } = draft.migration;
    await writeIterationInto(join(folder, migrationsFolder), iteration, new Map([[guideFile, guide]]));
  }
  for (const path of removed) await rm(join(folder, path));
  for (const [path, text] of draft.files) {
    if (written.includes(path)) await writeFileAtomically(join(folder, path), text);
  }
}
