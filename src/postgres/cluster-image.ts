import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip as gunzipCallback } from "node:zlib";
import type { PGlite } from "@electric-sql/pglite";
import { packageRoot } from "../model/package-root.ts";
import { readCached, writeCached } from "./cache.ts";

const gunzip = promisify(gunzipCallback);

/**
 * Where the package has the image of an empty cluster, so that nobody waits for `initdb`, which takes seconds in WASM and
 * makes the same everywhere. A PGlite of another version than it was made with finds none there.
 */
export const imagesOfPackage = join(packageRoot(), "images");

/** Names the PostgreSQL that PGlite carries; part of the name of everything cached. */
export function pgliteVersion(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve("@electric-sql/pglite");
  const { version } = require(join(dirname(entry), "..", "package.json")) as { version: string };
  return version;
}

/** The data folder of an empty cluster as a tar archive, from the first folder that has it whole. */
export async function readImage(folders: readonly string[]): Promise<Blob | undefined> {
  for (const folder of folders) {
    const kept = await readCached(imageIn(folder));
    // The checksum of gzip tells whether the file is whole.
    const tar = kept && (await gunzip(kept).catch(() => undefined));
    if (tar !== undefined) return new Blob([new Uint8Array(tar)]);
  }
  return undefined;
}

/** Keeps a cluster that nobody used yet. */
export async function keepImage(cluster: PGlite, folder: string): Promise<void> {
  const image = await cluster.dumpDataDir("gzip");
  await writeCached(imageIn(folder), new Uint8Array(await image.arrayBuffer()));
}

function imageIn(folder: string): string {
  return join(folder, `pglite-${pgliteVersion()}.tar.gz`);
}
