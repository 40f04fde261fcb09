import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { shortenName } from "../model/names.ts";
import type { Connection } from "../postgres/connection.ts";
import { statementError } from "../postgres/database-error.ts";
import { lockFolder } from "../postgres/folder-lock.ts";
import { openPglite, type PgliteOptions } from "../postgres/pglite.ts";
import { ident } from "../postgres/quote.ts";
import { connectServer } from "../postgres/server.ts";

/** The development database of one module: its own, so that modules do not meet before they are merged. */
export interface DevelopmentDatabase {
  /** As the user is told: a folder or a database's name. */
  readonly name: string;
  exists(): Promise<boolean>;
  /** Makes it when it does not exist. */
  open(): Promise<Connection>;
  drop(): Promise<void>;
}

/** A PostgreSQL in this process, kept in a folder. Only one process may have it open. */
export function embeddedDatabase(
  folder: string,
  module: string,
  options: Pick<PgliteOptions, "preamble" | "cacheDir">,
): DevelopmentDatabase {
  const dataDir = join(folder, module);
  return {
    name: dataDir,
    exists: async () => existsSync(dataDir),
    open: () => openPglite({ ...options, dataDir }),
    drop: async () => {
      if (!existsSync(dataDir)) return;
      await using _noOtherRun = await lockFolder(dataDir);
      const aside = `${dataDir}.dropped`; // a kill while its files go must not leave half a database
      await rm(aside, { recursive: true, force: true });
      await rename(dataDir, aside);
      await rm(aside, { recursive: true, force: true });
    },
  };
}

/** The database `<database of the URL>_<module>` on a server. */
export function serverDatabase(
  url: string,
  module: string,
  preamble: readonly string[],
): DevelopmentDatabase {
  const name = moduleDatabaseName(url, module);
  const exists = async (server: Connection) =>
    (await server.query("SELECT FROM pg_database WHERE datname = $1", [name])).length > 0;
  const onServer = async <T>(work: (server: Connection) => Promise<T>): Promise<T> => {
    await using server = await connectServer(url);
    return await work(server);
  };
  return {
    name,
    exists: () => onServer(exists),
    open: async () => {
      await onServer(async (server) => {
        if (await exists(server)) return;
        await administer(server, `CREATE DATABASE ${ident(name)}`);
        await using made = await connectServer(withDatabase(url, name));
        for (const statement of preamble) await administer(made, statement);
      });
      return await connectServer(withDatabase(url, name));
    },
    drop: () =>
      onServer((server) => administer(server, `DROP DATABASE IF EXISTS ${ident(name)} WITH (FORCE)`)),
  };
}

/** Making and dropping databases, and what a platform brings, takes rights that not every user has. */
async function administer(server: Connection, sql: string): Promise<void> {
  try {
    await server.execute(sql);
  } catch (error) {
    throw statementError(error, sql, "prototype/database-refused", "The server refuses");
  }
}

function moduleDatabaseName(url: string, module: string): string {
  if (!URL.canParse(url)) return module; // connecting tells what is wrong with the URL
  const { pathname, username } = new URL(url);
  return shortenName(`${decodeURIComponent(pathname.slice(1)) || username}_${module}`);
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}
