import { access, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { shortenName } from "../model/names.ts";
import type { Connection } from "../postgres/connection.ts";
import { openPglite } from "../postgres/pglite.ts";
import { ident } from "../postgres/quote.ts";
import { connectServer } from "../postgres/server.ts";

/** The development database of one module: its own, so that modules do not meet before they are merged. */
export interface DevelopmentDatabase {
  /** As the user is told: a folder or a database name. */
  readonly name: string;
  exists(): Promise<boolean>;
  /** Makes it when it does not exist. */
  open(): Promise<Connection>;
  drop(): Promise<void>;
}

/** A PostgreSQL in this process, kept in the folder `<databases>/<module>`. Only one process may have it open. */
export function embeddedDatabase(databases: string, module: string, cacheDir: string): DevelopmentDatabase {
  const dataDir = join(databases, module);
  return {
    name: dataDir,
    exists: () =>
      access(dataDir).then(
        () => true,
        () => false,
      ),
    open: () => openPglite({ dataDir, cacheDir }),
    drop: async () => {
      const aside = `${dataDir}.dropped`; // a kill while its files go must not leave half a database
      await rm(aside, { recursive: true, force: true });
      await rename(dataDir, aside).catch(ignoreMissing);
      await rm(aside, { recursive: true, force: true });
    },
  };
}

/** The database `<database of the URL>_<module>` on a server. */
export function serverDatabase(url: string, module: string): DevelopmentDatabase {
  const base = new URL(url);
  const name = shortenName(`${decodeURIComponent(base.pathname.slice(1)) || base.username}_${module}`);
  const own = new URL(url);
  own.pathname = `/${encodeURIComponent(name)}`;
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
        if (!(await exists(server))) await server.execute(`CREATE DATABASE ${ident(name)}`);
      });
      return await connectServer(own.href);
    },
    drop: () => onServer((server) => server.execute(`DROP DATABASE IF EXISTS ${ident(name)} WITH (FORCE)`)),
  };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
