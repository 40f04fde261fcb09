import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError, exitCode } from "../model/app-error.ts";

/**
 * Keeps a database folder to one process, because PGlite does not: two processes in one folder destroy it. The lock is
 * a file beside the folder that holds the process's id; the lock of a process that died is taken over.
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const lock = `${folder}.lock`;
  // A name of its own for every call: two calls in one process may meet here too.
  const mine = `${lock}.${randomUUID()}`;
  await mkdir(dirname(folder), { recursive: true });
  if (existsSync(lock)) await takeOver(lock, `${mine}.stale`, folder);
  // A hard link appears whole or not at all: no reader ever sees a lock without its process id.
  await writeFile(mine, String(process.pid));
  try {
    await link(mine, lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw inUse(folder, await holder(lock));
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(lock, { force: true }) };
}

/** Moves a dead process's lock out of the way. What was moved is looked at again: another process may have been faster. */
async function takeOver(lock: string, aside: string, folder: string): Promise<void> {
  const before = await holder(lock);
  if (isAlive(before)) throw inUse(folder, before);
  await rename(lock, aside).catch(() => undefined);
  const moved = await holder(aside);
  if (isAlive(moved)) await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true });
  if (isAlive(moved)) throw inUse(folder, moved);
}

async function holder(lock: string): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(lock, "utf8").catch(() => ""), 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function inUse(folder: string, pid: number | undefined): AppError {
  const who = pid === process.pid ? "this process" : `process ${pid ?? "unknown"}`;
  return new AppError(
    {
      code: "database/in-use",
      severity: "error",
      message: `The embedded database ${folder} is open in ${who}.`,
      help: `Wait until it has finished. If no such program runs any more, delete ${folder}.lock.`,
    },
    { exit: exitCode.unreachable },
  );
}
