import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Hash of texts, for names of cached files. */
export function contentHash(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex").slice(0, 32);
}

/** A cached file, or undefined where there is none that can be read. */
export async function readCached(path: string): Promise<Buffer | undefined> {
  return await readFile(path).catch(() => undefined);
}

/**
 * Keeps a file in a cache. A cache only saves time, so a folder that cannot be written (read-only, full) is no error.
 * Never seen half written: written beside its place and renamed.
 */
export async function writeCached(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, content);
    await rename(beside, path);
  } catch {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

/** What a question was answered with before, or is now; answers are JSON. A damaged file counts as none. */
export async function keptAnswer<Answer>(
  path: string | undefined,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  const cached = path && (await readCached(path));
  try {
    // Written below, under a name that holds the hash of the question.
    if (cached) return JSON.parse(cached.toString("utf8")) as Answer;
  } catch {
    // Asked again.
  }
  const found = await answer();
  if (path) await writeCached(path, JSON.stringify(found));
  return found;
}
