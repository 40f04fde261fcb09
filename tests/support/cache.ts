import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPglite } from "../../src/postgres/pglite.ts";

/** Keeps the image of an empty PostgreSQL from one run of the tests to the next. */
export const cacheDir = fileURLToPath(new URL("../../node_modules/.cache/schema-lifecycle", import.meta.url));

/** Before all tests: makes the image, so that no test file spends seconds on it. */
export async function setup(): Promise<void> {
  await (await openPglite({ cacheDir }))[Symbol.asyncDispose]();
}

/** Gives a project, or another folder, that image; nothing else that was found out before. */
export async function seedCache(project: string, folder = ".schema/cache"): Promise<void> {
  for (const file of (await readdir(cacheDir)).filter((name) => name.startsWith("pglite-"))) {
    await cp(join(cacheDir, file), join(project, folder, file));
  }
}
