import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import {
  type Chain,
  folderName,
  type Iteration,
  iterationFiles,
  readChain,
} from "../prototype/iterations.ts";
import { listFiles } from "./files.ts";

/** The folder of a module's iterations. */
export function iterationsFolder(root: string, module: string): string {
  return join(root, "modules", module, "iterations");
}

/** `modules/crm/iterations/0003_add-phone`, as seen from where the command was started. */
export function shownFolder(cwd: string, ...path: readonly string[]): string {
  return relative(cwd, join(...path))
    .split(sep)
    .join("/");
}

/** Reads the iterations of a module; paths in findings are relative to `cwd`. */
export async function readIterations(root: string, module: string, cwd: string): Promise<Chain> {
  const folder = iterationsFolder(root, module);
  const paths = await listFiles(folder);
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const files = new Map(paths.map((path, index) => [path, texts[index] ?? ""]));
  return readChain(files, module, shownFolder(cwd, folder));
}

/** Writes an iteration of a module. */
export async function writeIteration(root: string, module: string, iteration: Iteration): Promise<void> {
  await writeIterationInto(iterationsFolder(root, module), iteration);
}

/** Writes an iteration's folder beside its place and renames it there: it appears whole or not at all. */
export async function writeIterationInto(
  folder: string,
  iteration: Iteration,
  besides: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const beside = join(folder, `.${folderName(iteration)}.tmp`);
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  for (const [file, text] of [...iterationFiles(iteration), ...besides])
    await writeFile(join(beside, file), text);
  await rename(beside, join(folder, folderName(iteration)));
}
