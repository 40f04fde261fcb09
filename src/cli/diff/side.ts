import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError, exitCode } from "../../model/app-error.ts";
import { type Finding, renderFinding } from "../../model/finding.ts";
import type { Project } from "../../model/model.ts";
import { suggest } from "../../model/names.ts";
import { type Catalog, emptyCatalog, keyOf, makeCatalog } from "../../postgres/catalog.ts";
import type { Connection } from "../../postgres/connection.ts";
import { asSeenBy } from "../../postgres/owners.ts";
import { mentionedRoles, readComparable } from "../../postgres/respell.ts";
import { connectServer } from "../../postgres/server.ts";
import { serverAddress } from "../../postgres/server-url.ts";
import { shadowSuperuser } from "../../postgres/stand-in.ts";
import { withoutMaintain } from "../../postgres/without-maintain.ts";
import type { Iteration } from "../../prototype/iterations.ts";
import { type Engine, replay } from "../../prototype/state.ts";
import { elaborateSql } from "../../sources/sql/elaborate-sql.ts";
import { readSqlSource } from "../../sources/sql/read-sql-source.ts";
import { productionFolder, recordedMigrations } from "../harden/production-folder.ts";
import type { Io } from "../io.ts";
import { readIterations } from "../iterations-folder.ts";
import { findModule } from "../prototype/session.ts";
import { toolSchemas } from "../tool-schemas.ts";

/** What is compared: one end of a plan. */
export type Side =
  | { readonly kind: "empty" }
  | { readonly kind: "server"; readonly url: string }
  | { readonly kind: "sql"; readonly path: string }
  | { readonly kind: "prototype"; readonly module: string }
  | { readonly kind: "production" };

/** The values of `--from` and `--to`, as help texts list them. */
export const sidesHelp = `  postgresql://…       a database; env:NAME takes its URL from the environment, where no one else sees the password
  schema.sql, sql/     an SQL file, or all .sql files of a folder, in any order; pg_dump's output too
  empty                a database with nothing in it
  prototype:<module>   what the module's iterations make
  production           what the recorded migrations make`;

export function isStage({ kind }: Side): boolean {
  return kind === "prototype" || kind === "production";
}

/** Understands a value of `--from` or `--to`. A file called like a stage is written `./production`. */
export async function parseSide(text: string, io: Io): Promise<Side> {
  if (text === "empty" || text === "production") return { kind: text };
  if (text.trim() === "") throw isBlank();
  const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (scheme === "env") return { kind: "server", url: fromEnvironment(rest, io) };
  if (looksLikeAddress(text)) return { kind: "server", url: text };
  if (scheme === "prototype" && rest !== "") return { kind: "prototype", module: rest };
  if (await isThere(resolve(io.cwd, text))) return { kind: "sql", path: text };
  throw notUnderstood(text);
}

/** Also what was meant to be one: it may hold a password, so it is not repeated in a message. */
function looksLikeAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|:.*@|(^|\s)(host|hostaddr|dbname|user|password|service)\s*=/is.test(text);
}

function fromEnvironment(name: string, io: Io): string {
  const url = io.env[name];
  if (url !== undefined && url.trim() !== "") return url;
  throw new AppError(
    {
      code: "database/no-url",
      severity: "error",
      message: `The environment variable ${name}, which should hold a database's URL, is ${url === undefined ? "not set" : "empty"}.`,
    },
    { exit: exitCode.unreachable },
  );
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

const help =
  "Name a database (postgresql://… or env:VARIABLE), an SQL file or folder, empty, prototype:<module>, or production.";

/** As of a shell variable that is not set. The path of nothing would be the current folder. */
function isBlank(): AppError {
  return new AppError(
    {
      code: "cli/unknown-side",
      severity: "error",
      message: "--from or --to is left empty.",
      help,
    },
    { exit: exitCode.usage },
  );
}

function notUnderstood(text: string): AppError {
  const word = text.replace(/:.*$/s, "");
  const meant = /[./\\]/.test(word) ? undefined : suggest(word, ["empty", "production", "prototype", "env"]);
  const isWord = meant !== undefined || word === "prototype";
  const named = { empty: "empty", production: "production", env: "env:<variable>" }[meant ?? ""];
  return new AppError(
    {
      code: isWord ? "cli/unknown-side" : "sql/no-file",
      severity: "error",
      message: isWord ? `"${text}" is nothing to compare.` : `There is no file or folder ${text}.`,
      help: isWord ? `Did you mean "${named ?? "prototype:<module>"}"? ${help}` : help,
    },
    { exit: isWord ? exitCode.usage : exitCode.unreachable },
  );
}

/** Where the sides of a comparison are read. */
export interface Reading {
  readonly io: Io;
  readonly engine: Engine;
  /** There when a stage is compared. */
  readonly project: Project | undefined;
}

/**
 * Reads both sides as the role sees them that applies the plan. Roles belong to a whole server, so of a server only those
 * that the other side makes are read.
 */
export async function readSides(sides: readonly [Side, Side], reading: Reading): Promise<ReadSides> {
  const [from, to] = sides;
  const server = await serverOf(from.kind === "server" ? from : to);
  const [source, target] = await readInOrder(sides, { ...reading, server });
  return {
    catalogs: [withoutAssumed(source, target), withoutAssumed(target, source)],
    version: from.kind === "server" ? server?.version : undefined,
  };
}

/** A role that the other side uses without making it is there on the server: to make it is no difference. */
function withoutAssumed(catalog: Catalog, other: Catalog): Catalog {
  const assumed = new Set(mentionedRoles(other).map(keyOf));
  const kept = [...catalog.objects.values()].filter(({ id }) => !assumed.has(keyOf(id)));
  return kept.length === catalog.objects.size ? catalog : makeCatalog(kept, catalog.unhandled);
}

export interface ReadSides {
  readonly catalogs: readonly [from: Catalog, to: Catalog];
  /** Major version of the server where the plan starts, if it is one. */
  readonly version?: number | undefined;
}

async function readInOrder(
  [from, to]: readonly [Side, Side],
  reading: ReadingFor,
): Promise<readonly [Catalog, Catalog]> {
  if (from.kind !== "server") {
    const source = await readSide(from, reading, []);
    return [source, await readSide(to, reading, rolesIn(source))];
  }
  const target = to.kind === "server" ? undefined : await readSide(to, reading, []);
  const source = await readSide(from, reading, target === undefined ? [] : rolesIn(target));
  return [source, target ?? (await readSide(to, reading, []))];
}

interface ReadingFor extends Reading {
  /** Where the plan is applied, if one of the sides says so. */
  readonly server: Server | undefined;
}

interface Server {
  readonly user: string | undefined;
  /** Major version. */
  readonly version: number;
}

async function serverOf(side: Side): Promise<Server | undefined> {
  if (side.kind !== "server") return undefined;
  await using db = await connectServer(side.url);
  return { user: await userOf(db), version: Math.floor(db.version / 10_000) };
}

async function userOf(db: Connection): Promise<string | undefined> {
  const [session] = await db.query<{ user: string }>("SELECT current_user AS user");
  return session?.user;
}

export function rolesIn(catalog: Catalog): readonly string[] {
  return [...catalog.objects.values()].flatMap(({ kind, id }) => (kind === "role" ? id.path : []));
}

async function readSide(side: Side, reading: ReadingFor, roles: readonly string[]): Promise<Catalog> {
  const { server } = reading;
  if (side.kind === "server") return await readServer(side.url, reading, roles);
  const catalog =
    side.kind === "empty"
      ? emptyCatalog
      : side.kind === "sql"
        ? await readFiles(side.path, reading)
        : await readStage(side, reading);
  return server !== undefined && server.version < 17 ? withoutMaintain(catalog) : catalog;
}

async function readFiles(path: string, { io, engine, server }: ReadingFor): Promise<Catalog> {
  const source = await readSqlSource(path, { relativeTo: io.cwd });
  const applier = server?.user;
  const { catalog, findings } = await elaborateSql(engine.shadow, source, { ...engine, applier });
  noteAll(findings, io);
  return catalog;
}

async function readStage(stage: Stage, reading: ReadingFor): Promise<Catalog> {
  const iterations = await iterationsOf(stage, reading);
  if (iterations.length === 0) reading.io.note(`Nothing is recorded for ${stageName(stage)}: it is empty.`);
  return asSeenBy(reading.server?.user ?? shadowSuperuser, await replay(iterations, reading.engine));
}

async function readServer(
  url: string,
  { engine, server }: ReadingFor,
  roles: readonly string[],
): Promise<Catalog> {
  await using db = await connectServer(url);
  const catalog = await readDatabase(db, engine, roles);
  const applier = server?.user;
  return applier === undefined || applier === (await userOf(db)) ? catalog : asSeenBy(applier, catalog);
}

/** What a database of the user holds, as it is compared. */
export async function readDatabase(
  db: Connection,
  { shadow, cacheDir }: Engine,
  roles: readonly string[],
): Promise<Catalog> {
  return await readComparable(db, shadow, { ignoreSchemas: toolSchemas, roles, cacheDir });
}

type Stage = Extract<Side, { readonly kind: "prototype" | "production" }>;

/** As messages name it; of an address without user and password. */
export function sideName(side: Side): string {
  if (side.kind === "server") return serverAddress(side.url);
  if (side.kind === "sql") return side.path;
  return side.kind === "empty" ? side.kind : stageName(side);
}

function stageName(stage: Stage): string {
  return stage.kind === "production" ? "production" : `prototype:${stage.module}`;
}

async function iterationsOf(stage: Stage, { io, project }: Reading): Promise<readonly Iteration[]> {
  if (project === undefined) throw new Error("A stage is read of a project.");
  if (stage.kind === "production") {
    return await recordedMigrations(join(project.root, productionFolder), io.cwd);
  }
  const module = findModule(project, stage.module);
  const { iterations, findings } = await readIterations(project.root, module.name, io.cwd);
  if (findings.length > 0) throw new AppError(findings);
  return iterations;
}

export function noteAll(findings: readonly Finding[], io: Io): void {
  for (const finding of findings) io.note(renderFinding(finding));
}
