import { AppError, type ExitCode, exitCode } from "../../model/app-error.ts";
import { hasErrors, renderFinding } from "../../model/finding.ts";
import type { Module } from "../../model/model.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import { sameCatalog } from "../../postgres/catalog-differences.ts";
import type { Plan } from "../../postgres/plan.ts";
import { proveMigration } from "../../postgres/prove-migration.ts";
import { sqlWithHazards } from "../../prototype/consent.ts";
import { adoptIteration, applyIteration } from "../../prototype/history.ts";
import { folderName, type Iteration, nextIteration } from "../../prototype/iterations.ts";
import { iterationName, nameFromChanges } from "../../prototype/names.ts";
import { parseRename } from "../../prototype/renames.ts";
import { elaborateDefinitions, replay } from "../../prototype/state.ts";
import { iterationsFolder, shownFolder, writeIteration } from "../iterations-folder.ts";
import { consent } from "./consent.ts";
import { planWithRenames } from "./renames.ts";
import { describeStatements, statementToJson, toJson } from "./report.ts";
import { applyPending, type OpenDatabase, openDatabase, type Session, soundChain } from "./session.ts";

export interface IterateOptions {
  readonly name?: string | undefined;
  readonly allow?: readonly string[];
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly dryRun?: true;
  readonly json?: true;
}

/** What the next iteration would be: proven, but nowhere yet. */
interface Draft {
  readonly iteration: Iteration;
  readonly plan: Plan;
  /** The catalog that it leads to. */
  readonly target: Catalog;
}

/** Makes the next iteration of what changed in the definitions, and brings the development database to it. */
export async function iterate(session: Session, module: Module, options: IterateOptions): Promise<ExitCode> {
  const name = options.name === undefined ? undefined : iterationName(options.name);
  for (const rename of options.rename ?? []) parseRename(rename, session.project.config); // before anything is started
  if (options.dryRun) {
    const draft = await makeDraft(session, module, await soundChain(session, module), { ...options, name });
    print(session, module, draft, [], options);
    return exitCode.ok;
  }
  await using database = await openDatabase(session, module);
  refuseDrift(database, await elaborateDefinitions(module, session.project.config, session.engine));
  const applied = [...(await applyPending(session, database))];
  const draft = await makeDraft(session, module, database.chain, { ...options, name });
  if (draft !== undefined) {
    await record(session, module, database, draft);
    applied.push(draft.iteration);
  }
  print(session, module, draft, applied, options);
  return exitCode.ok;
}

async function makeDraft(
  session: Session,
  module: Module,
  chain: readonly Iteration[],
  options: IterateOptions,
): Promise<Draft | undefined> {
  const { engine, io, project } = session;
  const recorded = await replay(chain, engine);
  const target = await elaborateDefinitions(module, project.config, engine);
  if (sameCatalog(recorded, target)) return undefined;
  const planned = await planWithRenames(recorded, target, { module, config: project.config, options, io });
  if (options.dryRun === undefined) {
    await consent(
      planned.statements.flatMap(({ hazards }) => hazards),
      options.allow ?? [],
      io,
    );
  }
  const plan = await prove(session, chain, planned, target);
  const name = options.name ?? (await askName(nameFromChanges(plan.statements), options, session));
  const iteration = nextIteration(chain, {
    name,
    up: sqlWithHazards(plan.statements),
    down: sqlWithHazards(plan.reverse),
  });
  return { iteration, plan, target };
}

async function prove(
  { engine, io }: Session,
  chain: readonly Iteration[],
  plan: Plan,
  target: Catalog,
): Promise<Plan> {
  io.note("Proving it on rows of its own …");
  const proof = await proveMigration(engine.shadow, {
    base: chain.map(({ up }) => up),
    plan,
    target,
  });
  const findings = [...plan.findings, ...proof.findings];
  if (hasErrors(findings)) throw new AppError(findings);
  for (const finding of findings) io.note(renderFinding(finding));
  return proof.plan;
}

async function askName(suggested: string, options: IterateOptions, { io }: Session): Promise<string> {
  if (!io.interactive || options.dryRun) return suggested;
  return iterationName(await io.ask.input("Name of the iteration", suggested));
}

/** Its files appear inside the transaction that applies it: when that fails, there are none; when it is killed, the next run goes on. */
async function record(
  session: Session,
  module: Module,
  database: OpenDatabase,
  { iteration }: Draft,
): Promise<void> {
  const write = () => writeIteration(session.project.root, module.name, iteration);
  const bring = database.drift.length > 0 ? adoptIteration : applyIteration;
  await bring(database.connection, iteration, write);
  await replay([...database.chain, iteration], session.engine); // cached for the next run, while PostgreSQL is warm
}

/** A change by hand is fine once the definitions say the same: the database is then where the iteration leads. */
function refuseDrift(database: OpenDatabase, target: Catalog): void {
  if (database.drift.length === 0) return;
  if (database.pending.length === 0 && sameCatalog(database.actual, target)) return;
  throw new AppError(database.drift);
}

function print(
  session: Session,
  module: Module,
  draft: Draft | undefined,
  applied: readonly Iteration[],
  options: IterateOptions,
): void {
  const { io, project } = session;
  const folder = (iteration: Iteration) =>
    shownFolder(io.cwd, iterationsFolder(project.root, module.name), folderName(iteration));
  if (options.json) {
    io.out(
      toJson({
        module: module.name,
        dryRun: options.dryRun === true,
        iteration:
          draft === undefined ? null : { folder: folder(draft.iteration), hash: draft.iteration.hash },
        up: draft?.plan.statements.map(statementToJson) ?? [],
        down: draft?.plan.reverse.map(statementToJson) ?? [],
        applied: applied.map(folderName),
      }),
    );
    return;
  }
  if (draft === undefined)
    io.out(`${module.name}: nothing to do, the iterations record all that is defined.`);
  else io.out(`${folder(draft.iteration)}\n\n${describeStatements(draft.plan.statements)}`);
  if (draft !== undefined) io.note(proofInWords(draft.plan));
  if (options.dryRun) return;
  if (applied.length > 0) {
    io.note(`Applied ${applied.map(folderName).join(", ")} to the development database.`);
  }
  if (draft !== undefined) {
    io.note(`Next: commit ${folder(draft.iteration)}, or change the definitions and run this again.`);
  }
}

function proofInWords({ statements }: Plan): string {
  const kept = statements.every(({ hazards }) => hazards.every(({ kind }) => kind !== "deletes-data"));
  return `Proven on generated rows: up, down and up again lead where they should${kept ? ", and every row survives" : ""}.`;
}
