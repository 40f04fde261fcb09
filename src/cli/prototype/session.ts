import { join } from "node:path";
import { AppError, exitCode } from "../../model/app-error.ts";
import type { Finding } from "../../model/finding.ts";
import type { Module, Project } from "../../model/model.ts";
import { suggest } from "../../model/names.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import type { Connection } from "../../postgres/connection.ts";
import { withoutOwners } from "../../postgres/owners.ts";
import { readComparable } from "../../postgres/respell.ts";
import { openShadow } from "../../postgres/shadow.ts";
import { preamble } from "../../production/platform.ts";
import { type DevelopmentDatabase, embeddedDatabase, serverDatabase } from "../../prototype/database.ts";
import { findDrift } from "../../prototype/drift.ts";
import { applyIteration, historySchema, readHistory } from "../../prototype/history.ts";
import { folderName, type Iteration } from "../../prototype/iterations.ts";
import { compareHistory, type HistoryComparison } from "../../prototype/pending.ts";
import { type Engine, replay } from "../../prototype/state.ts";
import type { Io } from "../io.ts";
import { readIterations } from "../iterations-folder.ts";
import { stateFolder } from "../state-folder.ts";

/** What every action on a project's prototypes works with. */
export interface Session extends AsyncDisposable {
  readonly io: Io;
  readonly project: Project;
  readonly engine: Engine;
  database(module: Module): DevelopmentDatabase;
}

export async function openSession(project: Project, io: Io): Promise<Session> {
  const state = await stateFolder(project.root);
  const cacheDir = join(state, "cache");
  const brought = preamble(project.config.platform);
  const shadow = await openShadow({ cacheDir, preamble: brought });
  const url = developmentUrl(project, io);
  return {
    io,
    project,
    engine: { shadow, cacheDir },
    database: ({ name }) =>
      url === undefined
        ? embeddedDatabase(join(state, "databases"), name, { cacheDir, preamble: brought })
        : serverDatabase(url, name, brought),
    [Symbol.asyncDispose]: () => shadow[Symbol.asyncDispose](),
  };
}

export function findModule(project: Project, name: string): Module {
  const module = project.modules.find((candidate) => candidate.name === name);
  if (module !== undefined) return module;
  const names = project.modules.map((candidate) => candidate.name);
  const meant = suggest(name, names);
  throw new AppError(
    {
      code: "model/no-module",
      severity: "error",
      message: `There is no module "${name}".`,
      help:
        (meant === undefined ? "" : `Did you mean "${meant}"? `) +
        (names.length === 0 ? "The project has no modules yet." : `Modules: ${names.join(", ")}.`),
    },
    { exit: exitCode.usage },
  );
}

/** The iterations in the files, which must be whole. */
export async function soundChain(session: Session, module: Module): Promise<readonly Iteration[]> {
  const { iterations, findings } = await readIterations(session.project.root, module.name, session.io.cwd);
  if (findings.length > 0) throw new AppError(findings);
  return iterations;
}

/** An open development database whose history fits the files. While it is open, no other run changes either. */
export interface OpenDatabase extends HistoryComparison, AsyncDisposable {
  readonly connection: Connection;
  /** The iterations in the files, applied or not. */
  readonly chain: readonly Iteration[];
  readonly actual: Catalog;
  /** What someone changed by hand. */
  readonly drift: readonly Finding[];
}

export async function openDatabase(session: Session, module: Module): Promise<OpenDatabase> {
  const connection = await session.database(module).open();
  try {
    const chain = await soundChain(session, module);
    const comparison = compareHistory(await readHistory(connection), chain, module.name);
    if (comparison.findings.length > 0) throw new AppError(comparison.findings);
    const { shadow, cacheDir } = session.engine;
    const expected = await replay(comparison.applied, session.engine);
    const roles = [...expected.objects.values()].flatMap(({ kind, id }) => (kind === "role" ? id.path : []));
    const found = await readComparable(connection, shadow, {
      ignoreSchemas: [historySchema],
      cacheDir,
      roles,
    });
    // A database for development may belong to anybody.
    const actual = withoutOwners(found);
    const drift = findDrift(actual, withoutOwners(expected), module.name);
    const dispose = () => connection[Symbol.asyncDispose]();
    return { ...comparison, chain, connection, actual, drift, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
}

/** Applies what the database lacks, oldest first. */
export async function applyPending(session: Session, database: OpenDatabase): Promise<readonly Iteration[]> {
  for (const iteration of database.pending) {
    session.io.note(`Applying ${folderName(iteration)} …`);
    await applyIteration(database.connection, iteration);
  }
  return database.pending;
}

function developmentUrl(project: Project, io: Io): string | undefined {
  const variable = project.config.developmentUrlFrom;
  if (variable === undefined) return undefined;
  const url = io.env[variable];
  if (url !== undefined && url !== "") return url;
  throw new AppError(
    {
      code: "prototype/no-url",
      severity: "error",
      message: `The environment variable ${variable}, which should hold the development database's URL, is not set.`,
      help: `Set ${variable}, or remove \`development\` from schema.config.yaml to use the embedded database.`,
    },
    { exit: exitCode.unreachable },
  );
}
