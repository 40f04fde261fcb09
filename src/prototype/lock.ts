import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError, exitCode } from "../model/app-error.ts";

/** Locks that this process holds: a lock file with its id that is not among them is an earlier process's. */
const held = new Set<string>();

/**
 * A file that keeps other runs away from a folder: it holds the process id of its owner. A lock whose process is gone
 * (it was killed) is taken over.
 */
export class FileLock implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Fails at once when another run holds the lock; `what` is what it protects, in the user's words. */
  static async acquire(path: string, what: string): Promise<FileLock> {
    await mkdir(dirname(path), { recursive: true });
    for (;;) {
      if (await placeLock(path)) {
        held.add(path);
        return new FileLock(path);
      }
      const owner = await readOwner(path);
      if (owner === undefined) continue; // it was released in between
      if (owner === process.pid ? held.has(path) : isAlive(owner)) {
        throw busy(what, `process ${owner}, which holds ${path}`);
      }
      await removeStale(path, owner);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    held.delete(this.#path);
    await rm(this.#path, { force: true });
  }
}

/** Someone else is at work on the same thing. */
export function busy(what: string, who: string): AppError {
  return new AppError(
    {
      code: "prototype/busy",
      severity: "error",
      message: `Another run is working on ${what}: ${who}.`,
      help: "Wait until it has ended, then run the command again.",
    },
    { exit: exitCode.unreachable },
  );
}

/** Linking a complete file makes the lock appear with its content, or not at all. */
async function placeLock(path: string): Promise<boolean> {
  const own = beside(path);
  await writeFile(own, String(process.pid));
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function readOwner(path: string): Promise<number | undefined> {
  try {
    return Number(await readFile(path, "utf8"));
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Of several runs that see the same stale lock, one moves it away; a fresh lock caught by mistake is put back. */
async function removeStale(path: string, owner: number): Promise<void> {
  const aside = beside(path);
  try {
    await rename(path, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  if ((await readOwner(aside)) !== owner) await link(aside, path);
  await rm(aside, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM"); // alive, and someone else's
  }
}

function beside(path: string): string {
  return `${path}.${randomBytes(4).toString("hex")}.tmp`;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
