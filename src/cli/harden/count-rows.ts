import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { AppError, type ExitCode, exitCode } from "../../model/app-error.ts";
import { findingToJson } from "../../model/finding.ts";
import type { Connection } from "../../postgres/connection.ts";
import { elaborate } from "../../postgres/elaborate.ts";
import { openPglite } from "../../postgres/pglite.ts";
import { connectServer } from "../../postgres/server.ts";
import { keyCollisions } from "../../production/counting/collisions.ts";
import { type Counted, countRefused } from "../../production/counting/count.ts";
import { isRefused, renderCounts } from "../../production/counting/render.ts";
import type { HardenedProject } from "../../production/harden-project.ts";
import type { Io } from "../io.ts";
import { type Prototype, parsePrototype } from "../merge/prototypes.ts";
import { toJson } from "../prototype/report.ts";
import { openSession, type Session } from "../prototype/session.ts";

/** Prototypes as `--from` names them; `true` for those of the project. */
export type CountedFrom = readonly string[] | true;

interface Opened {
  readonly module: string;
  open(): Promise<Connection>;
}

/** Prints what of the prototypes' rows production would refuse; changes nothing. */
export async function countRows(
  { project, hardened, findings }: HardenedProject,
  { from, json }: { readonly from: CountedFrom; readonly json?: true },
  io: Io,
): Promise<ExitCode> {
  await using session = await openSession(project, io);
  const { shadow, cacheDir } = session.engine;
  const prototypes = from === true ? await ownPrototypes(session) : await namedPrototypes(from, cacheDir, io);
  const target = await elaborate(shadow, hardened.statements, { cacheDir });
  const destination = { target, schema: project.config.schema, model: hardened.context.model };
  const counted: Counted[] = [];
  for (const { module, open } of prototypes) {
    await using db = await open();
    const one = await countRefused(module, db, destination);
    if (one.answers.length === 0) throw nothingToCount(module, destination.schema);
    counted.push(one);
  }
  const collisions = keyCollisions(counted);
  const answers = counted.flatMap((each) => each.answers);
  const ok = collisions.length === 0 && !answers.some(isRefused);
  if (json) {
    const leftOut = counted.map(({ module, leftOut }) => ({ module, tables: leftOut }));
    io.out(toJson({ ok, counts: answers, collisions, leftOut, findings: findings.map(findingToJson) }));
  } else io.out(renderCounts(counted, collisions));
  return ok ? exitCode.ok : exitCode.findings;
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

async function namedPrototypes(
  from: readonly string[],
  cacheDir: string | undefined,
  io: Io,
): Promise<readonly Opened[]> {
  const parsed: Prototype[] = [];
  for (const text of from) parsed.push(await parsePrototype(text, parsed, io));
  return parsed.map(({ module, source }) => {
    if (source.kind === "server") return { module, open: () => connectServer(source.url) };
    const dataDir = resolve(io.cwd, source.path);
    if (existsSync(join(dataDir, "PG_VERSION")))
      return { module, open: () => openPglite({ dataDir, cacheDir }) };
    throw usage(
      `${source.path} holds no rows that can be counted.`,
      "Name a database (postgresql://… or env:VARIABLE), or the folder of an embedded prototype.",
    );
  });
}

/** Otherwise the wrong database would look as if all were well. */
function nothingToCount(module: string, schema: string): AppError {
  return new AppError({
    code: "production/nothing-to-count",
    severity: "error",
    message: `The prototype of ${module} has none of production's tables in its schema ${schema}.`,
    help: "Look whether --from names the right database; what is in other schemas is not counted.",
  });
}

function usage(message: string, help: string): AppError {
  return new AppError({ code: "cli/usage", severity: "error", message, help }, { exit: exitCode.usage });
}
