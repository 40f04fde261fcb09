import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Extensions, PGlite, PGliteOptions } from "@electric-sql/pglite";
import { AppError, exitCode } from "../model/app-error.ts";
import { imagesOfPackage, keepImage, readImage } from "./cluster-image.ts";
import { type Connection, parseBigint, typeOid } from "./connection.ts";
import { lockFolder } from "./folder-lock.ts";

/** Extensions that `CREATE EXTENSION` finds when nothing else is said; together they cost a tenth of a second. */
export const defaultExtensions: readonly string[] = [
  "btree_gin",
  "btree_gist",
  "citext",
  "cube",
  "earthdistance",
  "fuzzystrmatch",
  "hstore",
  "intarray",
  "ltree",
  "pg_trgm",
  "pgcrypto",
  "tablefunc",
  "unaccent",
  "uuid-ossp",
  "vector",
];

/** Those that are packages of their own. */
const packages: Readonly<Record<string, () => Promise<object>>> = {
  vector: () => import("@electric-sql/pglite-pgvector"),
};

export interface PgliteOptions {
  /** Folder of the database; in memory when absent. */
  readonly dataDir?: string | undefined;
  /** Run when the database is made. */
  readonly preamble?: readonly string[] | undefined;
  /** Keeps the image of an empty cluster where the package has none for this PGlite: it saves seconds at every later start. */
  readonly cacheDir?: string | undefined;
  /** PostgreSQL's names of extensions that come with it. */
  readonly extensions?: readonly string[] | undefined;
}

/** Starts the embedded PostgreSQL, in memory or in a folder that is then locked against other processes. */
export async function openPglite(options: PgliteOptions = {}): Promise<Connection> {
  if (options.dataDir === undefined) return await connectPglite(await startInMemory(options));
  const extensions = await loadExtensions(options.extensions ?? defaultExtensions);
  return await openFolder({ ...options, dataDir: options.dataDir, extensions });
}

/** The embedded PostgreSQL itself, for a tool that speaks its protocol: `pg_dump`. */
export async function startInMemory(
  options: Pick<PgliteOptions, "extensions" | "cacheDir"> = {},
): Promise<PGlite> {
  const extensions = await loadExtensions(options.extensions ?? defaultExtensions);
  return await startNew({ extensions }, options.cacheDir);
}

interface Folder extends Omit<PgliteOptions, "extensions"> {
  readonly dataDir: string;
  readonly extensions: Extensions;
}

/** A folder is filled beside its place and then renamed, so a kill while it is made leaves nothing half made. */
async function openFolder({ dataDir, preamble = [], cacheDir, extensions }: Folder): Promise<Connection> {
  const lock = await lockFolder(dataDir);
  try {
    await removeUnfinished(dataDir);
    if (!existsSync(join(dataDir, "PG_VERSION"))) {
      const unfinished = `${dataDir}.new-${process.pid}`;
      await mkdir(unfinished, { recursive: true });
      const made = await startNew({ dataDir: unfinished, extensions }, cacheDir);
      for (const statement of preamble) await made.exec(statement);
      await made.close();
      await rm(dataDir, { recursive: true, force: true });
      await rename(unfinished, dataDir);
    }
    return await connectPglite(await start({ dataDir, extensions }), lock);
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error instanceof AppError ? error : unusableFolder(dataDir, error);
  }
}

async function removeUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dirname(dataDir))) {
    if (name.startsWith(`${basename(dataDir)}.new-`)) {
      await rm(join(dirname(dataDir), name), { recursive: true, force: true });
    }
  }
}

function unusableFolder(dataDir: string, cause: unknown): AppError {
  return new AppError(
    {
      code: "database/unusable-folder",
      severity: "error",
      message: `The embedded database ${dataDir} cannot be opened: ${cause instanceof Error ? cause.message : cause}`,
      help: "A prototype's database can be made again from its iterations: delete the folder and run the command again.",
    },
    { exit: exitCode.unreachable, cause },
  );
}

async function start(options: PGliteOptions): Promise<PGlite> {
  const { PGlite } = await import("@electric-sql/pglite");
  const parsers = { [typeOid.bigint]: parseBigint, [typeOid.date]: (text: string) => text };
  return await PGlite.create({ ...options, parsers });
}

async function loadExtensions(names: readonly string[]): Promise<Extensions> {
  const entries = names.map(async (name) => {
    const entry = name.replaceAll("-", "_");
    const module = await (packages[name]?.() ?? import(`@electric-sql/pglite/contrib/${entry}`));
    return [entry, (module as Extensions)[entry]] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Extensions;
}

/** A new cluster: from its image, else made and its image kept in the cache. A damaged image is made again. */
async function startNew(options: PGliteOptions, cacheDir: string | undefined): Promise<PGlite> {
  const image = await readImage([imagesOfPackage, ...(cacheDir === undefined ? [] : [cacheDir])]);
  if (image !== undefined) return await start({ ...options, loadDataDir: image });
  const cluster = await start(options);
  if (cacheDir !== undefined) await keepImage(cluster, cacheDir);
  return cluster;
}

export async function connectPglite(db: PGlite, lock?: AsyncDisposable): Promise<Connection> {
  const version = await db.query<{ version: string }>(
    "SELECT current_setting('server_version_num') AS version",
  );
  return {
    version: Number(version.rows[0]?.version),
    embedded: true,
    query: async <Row extends object>(sql: string, params: readonly unknown[] = []) =>
      (await db.query<Row>(sql, [...params])).rows,
    execute: async (sql) => void (await db.exec(sql)),
    // Its drivers' place for what a server reads from its client.
    copyIn: async (target, rows) =>
      void (await db.query(`COPY ${target} FROM '/dev/blob'`, [], { blob: new Blob([...rows]) })),
    [Symbol.asyncDispose]: async () => {
      await db.close();
      await lock?.[Symbol.asyncDispose]();
    },
  };
}
