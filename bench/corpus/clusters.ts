import type { PGlite } from "@electric-sql/pglite";
import { pgDump } from "@electric-sql/pglite-tools/pg_dump";
import type { Connection } from "../../src/postgres/connection.ts";
import { connectPglite, defaultExtensions, startInMemory } from "../../src/postgres/pglite.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { Shadow } from "../../src/postgres/shadow.ts";
import { startServer } from "../../tests/support/servers.ts";
import { nativeDump } from "./native-dump.ts";

/** An empty database of its own, and PostgreSQL's word on what it holds. */
export interface Scratch {
  readonly db: Connection;
  /** `pg_dump --schema-only`. */
  dump(): Promise<string>;
}

/** A PostgreSQL on which cases run one after the other. */
export interface Cluster extends AsyncDisposable {
  readonly version: number;
  readonly title: string;
  /** What the work leaves behind, roles included, is gone in the next scratch. */
  scratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T>;
}

/** Extensions that suites use beyond the usual ones; all are part of PGlite. */
const extensions = [...defaultExtensions, "bloom", "file_fdw", "isn", "lo", "moddatetime", "seg", "tcn"];

/** PostgreSQL 18 in this process, judged by the WASM pg_dump. `cacheDir` keeps the image of an empty one. */
export async function embeddedCluster(cacheDir: string): Promise<Cluster> {
  let postgres: PGlite | undefined;
  const shadow = new Shadow(async () => {
    postgres = await startInMemory({ cacheDir, extensions });
    return await connectPglite(postgres);
  }, []);
  return {
    version: 18,
    title: "18 (PGlite)",
    scratch: async (work) =>
      await shadow.scratch((db) => work({ db, dump: async () => await embeddedDump(db, postgres) })),
    [Symbol.asyncDispose]: () => shadow[Symbol.asyncDispose](),
  };
}

/** It leaves its transaction and settings in the only session there is. */
async function embeddedDump(db: Connection, postgres: PGlite | undefined): Promise<string> {
  if (postgres === undefined) throw new Error("There is no PostgreSQL to dump.");
  const file = await pgDump({ pg: postgres, args: ["--schema-only"] });
  await db.execute("ROLLBACK");
  await db.execute("DISCARD ALL");
  return await file.text();
}

/** A server from npm's binaries, judged by the pg_dump that is installed here. */
export async function serverCluster(version: 15 | 18): Promise<Cluster> {
  const dump = await nativeDump(version);
  const server = await startServer(version);
  const admin = await connectServer(server.url());
  let count = 0;
  return {
    version,
    title: `${version} (server)`,
    scratch: async (work) => {
      const name = `corpus_${++count}`;
      const url = await server.createDatabase(name);
      try {
        await using db = await connectServer(url);
        await db.execute("SET statement_timeout = '60s'");
        return await work({ db, dump: async () => await dump(url) });
      } finally {
        await removeDatabase(admin, name, url);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await admin[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A subscription keeps its database from being dropped, and roles outlive it. */
async function removeDatabase(admin: Connection, name: string, url: string): Promise<void> {
  const subscriptions = await admin.query<{ sql: string }>(
    `SELECT format(e'ALTER SUBSCRIPTION %1$I DISABLE;ALTER SUBSCRIPTION %1$I SET (slot_name = NONE);DROP SUBSCRIPTION %1$I', subname) AS sql
     FROM pg_subscription JOIN pg_database AS d ON d.oid = subdbid WHERE datname = $1`,
    [name],
  );
  if (subscriptions.length > 0) {
    await using db = await connectServer(url);
    for (const statement of subscriptions.flatMap(({ sql }) => sql.split(";"))) await db.execute(statement);
  }
  await admin.execute(`DROP DATABASE ${name} WITH (FORCE)`);
  const roles = await admin.query<{ name: string }>(
    "SELECT quote_ident(rolname) AS name FROM pg_roles WHERE oid >= 16384",
  );
  for (const role of roles) await admin.execute(`DROP OWNED BY ${role.name} CASCADE`);
  for (const role of roles) await admin.execute(`DROP ROLE ${role.name}`);
}
