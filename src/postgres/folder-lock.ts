import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
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
  await writeFile(mine, String(process.pid));
  try {
    if (existsSync(lock)) await removeStale(lock, mine, folder);
    await take(mine, lock, folder);
  } finally {
    await rm(mine, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(lock, { force: true }) };
}

/** Makes `lock` out of `mine`. A hard link appears whole or not at all: no reader ever sees a lock without its process id. */
async function take(mine: string, lock: string, folder: string): Promise<void> {
  try {
    await link(mine, lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw inUse(folder, lock, await holder(lock));
  }
}

/**
 * Removes the lock of a process that died. It does so under a lock of its own: of two that saw the same dead process,
 * the slower would otherwise remove the lock that the faster has just taken.
 */
async function removeStale(lock: string, mine: string, folder: string): Promise<void> {
  const guard = `${lock}.stale`;
  await take(mine, guard, folder);
  try {
    const before = await holder(lock);
    if (isAlive(before)) throw inUse(folder, lock, before);
    await rm(lock, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
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

function inUse(folder: string, lock: string, pid: number | undefined): AppError {
  const who = pid === process.pid ? "this process" : `process ${pid ?? "unknown"}`;
  return new AppError(
    {
      code: "database/in-use",
      severity: "error",
      message: `The embedded database ${folder} is open in ${who}.`,
      help: `Wait until it has finished. If no such program runs any more, delete ${lock}.`,
    },
    { exit: exitCode.unreachable },
  );
}
