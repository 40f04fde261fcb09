import { join } from "node:path";
import { AppError, exitCode } from "../../model/app-error.ts";
import { hasErrors } from "../../model/finding.ts";
import type { Config, Entity, Project } from "../../model/model.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import type { Connection } from "../../postgres/connection.ts";
import { lockDatabase, refuseReadOnly } from "../../postgres/exclusive.ts";
import { readCatalog } from "../../postgres/read-catalog.ts";
import type { ColumnHint } from "../../postgres/seed/believable.ts";
import { connectServer } from "../../postgres/server.ts";
import { openShadow, type Shadow } from "../../postgres/shadow.ts";
import { hardenProject } from "../../production/harden-project.ts";
import { preamble } from "../../production/platform.ts";
import { deletesSoftly, madeFields, systemFields } from "../../production/system-fields.ts";
import { cacheFolder } from "../diff/compare.ts";
import { parseSide, sideName } from "../diff/side.ts";
import { productionFolder, recordedMigrations } from "../harden/production-folder.ts";
import type { Io } from "../io.ts";
import { readIterations } from "../iterations-folder.ts";
import { loadProject } from "../project.ts";
import { findModule, openDatabase, openSession } from "../prototype/session.ts";
import { toolSchemas } from "../tool-schemas.ts";

export interface TargetFlags {
  readonly stage?: string | undefined;
  readonly to?: string | undefined;
  /** An SQL file is to be written. */
  readonly file?: string | undefined;
  readonly dir?: string | undefined;
}

interface Known {
  /** As messages name it; never with a password. */
  readonly name: string;
  readonly hints: ReadonlyMap<string, ColumnHint>;
}

/** A database that gets rows, or the schema that rows for a file are made for. */
export type Target = (DatabaseTarget | FileTarget) & AsyncDisposable;

export interface DatabaseTarget extends Known {
  readonly kind: "database";
  readonly connection: Connection;
  readonly catalog: Catalog;
}

export interface FileTarget extends Known {
  readonly kind: "file";
  readonly shadow: Shadow;
  /** What makes the schema. */
  readonly statements: readonly string[];
}

const production = "production";

export async function openTarget(flags: TargetFlags, io: Io): Promise<Target> {
  const { stage, to, file } = flags;
  if (to !== undefined) return await openServer(to, flags, io);
  const project = await loadProject(io, flags.dir);
  if (stage === undefined) {
    throw usage("What is to be filled?", "Name a module, as in schema seed crm, or a database with --to.");
  }
  if (file !== undefined) return await openFile(stage, project, file, io);
  if (stage === production && !project.modules.some(({ name }) => name === stage)) {
    throw usage("Production has no database here.", "Name one with --to, or write a file with --sql.");
  }
  return await openDevelopment(stage, project, io);
}

async function openServer(to: string, flags: TargetFlags, io: Io): Promise<Target> {
  const side = await parseSide(to, io);
  if (side.kind !== "server") {
    throw usage("--to names no database on a server.", "Write postgresql://… or env:VARIABLE.");
  }
  const project = await projectIfAny(flags, io);
  const hints = project === undefined ? new Map<string, ColumnHint>() : hintsFor(flags.stage, project);
  const connection = await connectServer(side.url);
  try {
    await refuseReadOnly(connection);
    const lock = await lockDatabase(connection);
    const catalog = await readCatalog(connection, { ignoreSchemas: toolSchemas, roles: false });
    const dispose = async () => {
      await lock[Symbol.asyncDispose]();
      await connection[Symbol.asyncDispose]();
    };
    return {
      kind: "database",
      name: sideName(side),
      hints,
      connection,
      catalog,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
}

/** Definitions help where there are some; a database needs none. */
async function projectIfAny({ stage, dir }: TargetFlags, io: Io): Promise<Project | undefined> {
  try {
    return await loadProject(io, dir);
  } catch (error) {
    const isNone = error instanceof AppError && error.findings.some(({ code }) => code === "cli/no-project");
    if (isNone && stage === undefined && dir === undefined) return undefined;
    throw error;
  }
}

async function openDevelopment(stage: string, project: Project, io: Io): Promise<Target> {
  const module = findModule(project, stage);
  const session = await openSession(project, io);
  try {
    const database = await openDatabase(session, module);
    const dispose = async () => {
      await database[Symbol.asyncDispose]();
      await session[Symbol.asyncDispose]();
    };
    const target = {
      kind: "database",
      name: `${module.name}'s development database`,
      hints: hintsFor(stage, project),
      connection: database.connection,
      catalog: database.actual,
      [Symbol.asyncDispose]: dispose,
    } as const;
    if (database.pending.length === 0) return target;
    await database[Symbol.asyncDispose]();
    throw new AppError({
      code: "seed/behind",
      severity: "error",
      message: `The development database of ${module.name} lacks iterations.`,
      help: `Apply them first: schema prototype ${module.name} up`,
    });
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

async function openFile(stage: string, project: Project, file: string, io: Io): Promise<Target> {
  const statements = await statementsOf(stage, project, io);
  const shadow = await openShadow({
    cacheDir: await cacheFolder(project, io),
    preamble: preamble(project.config.platform),
  });
  const dispose = () => shadow[Symbol.asyncDispose]();
  return {
    kind: "file",
    name: file,
    hints: hintsFor(stage, project),
    shadow,
    statements,
    [Symbol.asyncDispose]: dispose,
  };
}

async function statementsOf(stage: string, project: Project, io: Io): Promise<readonly string[]> {
  const isModule = project.modules.some(({ name }) => name === stage);
  if (stage === production && !isModule) {
    const migrations = await recordedMigrations(join(project.root, productionFolder), io.cwd);
    return migrations.map(({ up }) => up);
  }
  const { iterations, findings } = await readIterations(
    project.root,
    findModule(project, stage).name,
    io.cwd,
  );
  if (findings.length > 0) throw new AppError(findings);
  return iterations.map(({ up }) => up);
}

/** What a module's definitions say of columns, or all of them together. */
export function hintsFor(stage: string | undefined, project: Project): ReadonlyMap<string, ColumnHint> {
  const module = project.modules.find(({ name }) => name === stage);
  if (module !== undefined) {
    return hintsOf(module.view.entities, project.config, { made: () => [], starts: () => false });
  }
  if (stage !== undefined && stage !== production) findModule(project, stage);
  const { hardened, findings } = hardenProject(project);
  if (hasErrors(findings)) return new Map();
  const { context } = hardened;
  return hintsOf(context.model.entities, project.config, {
    made: (entity) => [
      ...madeFields(entity, context),
      // A row may not refer to one that is deleted, so all are there.
      ...(deletesSoftly(entity, context) ? [systemFields.deletedAt] : []),
    ],
    starts: (entity) => context.isOn("state-machine", entity),
  });
}

/** What triggers of a hardened database do; a prototype has none. */
interface Enforced {
  made(entity: Entity): readonly string[];
  /** Whether new rows must have one of the values that their states start with. */
  starts(entity: Entity): boolean;
}

function hintsOf(
  entities: readonly Entity[],
  { schema }: Config,
  enforced: Enforced,
): ReadonlyMap<string, ColumnHint> {
  return new Map(
    entities.flatMap((entity) => {
      const made = new Set(enforced.made(entity));
      return entity.fields.map(({ name, nullable, examples, values, starts, shape }) => [
        `${schema}.${entity.table}.${name}`,
        {
          examples,
          values: enforced.starts(entity) ? (starts ?? values) : values,
          shape,
          required: !nullable,
          made: made.has(name),
        },
      ]);
    }),
  );
}

function usage(message: string, help: string): AppError {
  return new AppError({ code: "cli/usage", severity: "error", message, help }, { exit: exitCode.usage });
}
