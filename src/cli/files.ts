import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** What writing did, as paths relative to the folder, sorted. */
export interface Written {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Writes one file beside its place and renames it there, so a reader or a crash never sees half of it. */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const beside = besideOf(path);
  try {
    await writeBeside(beside, content);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Writes files, all or none: first all beside their places, then each into it. What was there comes back when one is refused. */
export async function writeFilesTogether(files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const written = [...files.keys()].map((path) => ({ path, beside: besideOf(path) }));
  const before = new Map<string, Buffer | undefined>();
  try {
    for (const { path, beside } of written) await writeBeside(beside, files.get(path) ?? "");
    for (const { path, beside } of written) {
      const text = await readOptional(path);
      await rename(beside, path);
      before.set(path, text);
    }
  } catch (error) {
    for (const { beside } of written) await rm(beside, { force: true });
    for (const [path, text] of before)
      await (text === undefined ? rm(path, { force: true }) : writeFileAtomically(path, text));
    throw error;
  }
}

function besideOf(path: string): string {
  return `${path}.${randomBytes(4).toString("hex")}.tmp`;
}

async function writeBeside(beside: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(beside), { recursive: true });
  await writeFile(beside, content);
}

/**
 * Makes `folder` hold exactly `files` (paths relative to it, with `/`): writes what differs, removes what is not
 * listed. Files that already hold the right bytes are not touched.
 */
export async function syncFolder(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<Written> {
  const changes = await compareFolder(folder, files);
  for (const path of [...changes.created, ...changes.changed]) {
    await writeFileAtomically(join(folder, path), files.get(path) as string | Uint8Array);
  }
  for (const path of changes.removed) await rm(join(folder, path));
  return changes;
}

/** What `syncFolder` would do. */
export async function compareFolder(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<Written> {
  const created: string[] = [];
  const changed: string[] = [];
  for (const [path, content] of files) {
    const existing = await readOptional(join(folder, path));
    if (existing === undefined) created.push(path);
    else if (!existing.equals(Buffer.from(content as string))) changed.push(path);
  }
  const removed = (await listFiles(folder)).filter((path) => !files.has(path));
  return { created: created.sort(), changed: changed.sort(), removed: removed.sort() };
}

/** All files under a folder, relative with `/`, sorted; none when the folder does not exist. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing([]));
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

async function readOptional(path: string): Promise<Buffer | undefined> {
  return await readFile(path).catch((error: NodeJS.ErrnoException) => {
    // Node.js says no path of what is a folder.
    return ignoreMissing(undefined)(Object.assign(error, { path }));
  });
}

function ignoreMissing<T>(fallback: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT") return fallback;
    throw error;
  };
}
