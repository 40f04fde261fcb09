import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { AppError, exitCode } from "../../model/app-error.ts";
import type { Connection } from "../../postgres/connection.ts";
import { openPglite } from "../../postgres/pglite.ts";
import { connectServer } from "../../postgres/server.ts";
import type { ImportSource } from "../import/source.ts";
import { type Prototype, parsePrototype } from "../merge/prototypes.ts";
import type { Session } from "../prototype/session.ts";

/** Prototypes as `--from` names them; `true` for those of the project. */
export type PrototypesFrom = readonly string[] | true;

/** A database with rows, opened when its turn has come. */
export interface Opened {
  readonly module: string;
  open(): Promise<Connection>;
}

export async function openPrototypes(from: PrototypesFrom, session: Session): Promise<readonly Opened[]> {
  return from === true ? await ownPrototypes(session) : await namedPrototypes(from, session);
}

async function ownPrototypes(session: Session): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  for (const module of session.project.modules) {
    const database = session.database(module);
    if (await database.exists()) opened.push({ module: module.name, open: () => database.open() });
  }
  if (opened.length > 0) return opened;
  throw usage(
    "No module of this project has a prototype's database here.",
    "Name one: --from <module>=<database>.",
  );
}

async function namedPrototypes(from: readonly string[], session: Session): Promise<readonly Opened[]> {
  const parsed: Prototype[] = [];
  for (const text of from) parsed.push(await parsePrototype(text, parsed, session.io));
  return parsed.map(({ module, source }) => ({ module, open: openerOf(source, session) }));
}

/** Opens a database on a server, or an embedded one that is there. */
export function openerOf(
  source: ImportSource,
  { io, engine: { cacheDir } }: Session,
): () => Promise<Connection> {
  if (source.kind === "server") return () => connectServer(source.url);
  const dataDir = resolve(io.cwd, source.path);
  if (existsSync(join(dataDir, "PG_VERSION"))) return () => openPglite({ dataDir, cacheDir });
  throw usage(
    `${source.path} is no database with rows.`,
    "Name a database (postgresql://… or env:VARIABLE), or the folder of an embedded one.",
  );
}

function usage(message: string, help: string): AppError {
  return new AppError({ code: "cli/usage", severity: "error", message, help }, { exit: exitCode.usage });
}
