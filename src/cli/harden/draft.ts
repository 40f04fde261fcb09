import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../model/app-error.ts";
import { type Finding, hasErrors, renderFinding } from "../../model/finding.ts";
import type { Entity } from "../../model/model.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import { sameCatalog } from "../../postgres/catalog-differences.ts";
import type { Plan } from "../../postgres/plan.ts";
import { proveMigration } from "../../postgres/prove-migration.ts";
import { openShadow } from "../../postgres/shadow.ts";
import { type Delivery, openDelivery } from "../../production/delivery.ts";
import { deploymentGuide } from "../../production/deployment/guide.ts";
import { productionFiles, proofsFile } from "../../production/files.ts";
import type { HardenedProject } from "../../production/harden-project.ts";
import { migrationSql } from "../../production/migration-sql.ts";
import { preamble } from "../../production/platform.ts";
import type { ProofResult } from "../../production/proof.ts";
import { type ProofRecord, proofSubject, readProofRecord } from "../../production/proof-record.ts";
import { proveProduction } from "../../production/prove.ts";
import { folderName, type Iteration, nextIteration } from "../../prototype/iterations.ts";
import { nameFromChanges } from "../../prototype/names.ts";
import { type Engine, replay } from "../../prototype/state.ts";
import type { Io } from "../io.ts";
import { shownFolder } from "../iterations-folder.ts";
import { packageVersion } from "../package.ts";
import { consent } from "../prototype/consent.ts";
import { planWithRenames } from "../prototype/renames.ts";
import { stateFolder } from "../state-folder.ts";
import { productionFolder, recordedMigrations } from "./production-folder.ts";

export interface DraftOptions {
  readonly name?: string;
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly allow?: readonly string[];
  readonly prove: boolean;
  readonly dryRun?: true;
}

/** What production would be: planned and proven, but nowhere yet. */
export interface Draft {
  readonly migration?: Migration | undefined;
  /** What was proven, now or in an earlier run on this very schema; absent when that was not asked for. */
  readonly record?: ProofRecord | undefined;
  /** The files of the folder `production` but for its migrations. */
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

export interface Migration {
  readonly iteration: Iteration;
  readonly plan: Plan;
  /** How to deploy it and how to go back. */
  readonly guide: string;
}

/** Fails when anything cannot be proven, so that nothing of it is written. */
export async function makeDraft(hardened: HardenedProject, options: DraftOptions, io: Io): Promise<Draft> {
  const { root, config } = hardened.project;
  const cacheDir = join(await stateFolder(root), "cache");
  await using shadow = await openShadow({ cacheDir, preamble: preamble(config.platform) });
  const engine = { shadow, cacheDir };
  const recorded = await recordedMigrations(join(root, productionFolder), io.cwd);
  const delivery = await openDelivery(hardened.hardened, recorded, engine);
  noteOrThrow(delivery.findings, io);
  const migration = await nextMigration(hardened, recorded, delivery, engine, options, io);
  const record = await proofRecord(hardened, options, engine, io);
  const shownRoot = shownFolder(io.cwd, root);
  const migrations = [...recorded, ...(migration === undefined ? [] : [migration.iteration])];
  const state = { target: delivery.target, migrations, record };
  const files = productionFiles(hardened, state, shownRoot === "" ? "" : `${shownRoot}/`);
  return { migration, record, files, findings: [...hardened.findings, ...delivery.findings] };
}

async function nextMigration(
  { hardened, project: { config } }: HardenedProject,
  recorded: readonly Iteration[],
  { prelude, postlude, base, from, target }: Delivery,
  engine: Engine,
  options: DraftOptions,
  io: Io,
): Promise<Migration | undefined> {
  if (sameCatalog(from, target) && prelude.length === 0) return undefined;
  const module = { view: hardened.context.model };
  // The first migration is for a database that nobody uses yet.
  const mode = recorded.length === 0 ? "offline" : "online";
  const settings = { mode, targetVersion: config.postgres } as const;
  const planned = await planWithRenames(from, target, { module, config, options, settings, io });
  if (options.dryRun === undefined) {
    const hazards = planned.statements.flatMap((statement) => statement.hazards);
    await consent(hazards, options.allow ?? [], io);
  }
  io.note("Proving the migration on rows of its own …");
  const { plan, findings } = await proveMigration(engine.shadow, {
    base,
    plan: planned,
    target,
  });
  noteOrThrow([...planned.findings, ...findings], io);
  const made = {
    name: options.name ?? suggestedName(recorded, plan),
    up: migrationSql(prelude, plan.statements, mode, postlude),
    down: migrationSql([], plan.reverse, mode),
  };
  const iteration = nextIteration(recorded, made);
  await refuseOtherText(iteration, recorded, target, engine);
  return { iteration, plan, guide: deploymentGuide({ iteration, plan, mode, prelude }) };
}

/** What the files hold is what was proven. */
async function refuseOtherText(
  iteration: Iteration,
  recorded: readonly Iteration[],
  target: Catalog,
  engine: Engine,
): Promise<void> {
  if (sameCatalog(await replay([...recorded, iteration], engine), target)) return;
  throw new Error(`The text of ${folderName(iteration)} does not make the schema that its statements made.`);
}

function suggestedName(recorded: readonly Iteration[], plan: Plan): string {
  if (recorded.length === 0) return "create";
  return plan.statements.length === 0 ? "settings" : nameFromChanges(plan.statements);
}

/** The proofs of the schema: those on record, else run now where that is wanted. */
export async function proofRecord(
  hardened: HardenedProject,
  options: { readonly prove: boolean },
  engine: Engine,
  io: Io,
): Promise<ProofRecord | undefined> {
  return (await proofsOnRecord(hardened)) ?? (options.prove ? await prove(hardened, engine, io) : undefined);
}

/** What this program proved of this very schema before, which need not be shown again. */
async function proofsOnRecord({ hardened, project }: HardenedProject): Promise<ProofRecord | undefined> {
  const path = join(project.root, productionFolder, proofsFile);
  const record = readProofRecord(await readFile(path, "utf8").catch(() => undefined));
  const isCurrent = record?.by === proverName() && record.of === proofSubject(hardened);
  return isCurrent && record.proofs.every(({ held }) => held) ? record : undefined;
}

function proverName(): string {
  return `schema ${packageVersion()}`;
}

async function prove({ hardened }: HardenedProject, { shadow }: Engine, io: Io): Promise<ProofRecord> {
  io.note("Proving the schema on rows of its own …");
  const { on, proofs } = await proveProduction(shadow, hardened.statements, hardened.context);
  const failed = proofs.filter(({ held }) => !held);
  const { entities } = hardened.context.model;
  if (failed.length > 0) throw new AppError(failed.map((result) => proofFailed(result, entities)));
  return { by: proverName(), on, of: proofSubject(hardened), proofs };
}

/** What a proof speaks of begins with its table; that of a table without rows names it after its schema. */
function proofFailed({ proof, subject, seen, at }: ProofResult, entities: readonly Entity[]): Finding {
  const shown = entities.find(
    ({ table }) => subject.startsWith(`${table}: `) || subject.includes(`.${table} could not be filled`),
  );
  return {
    code: "production/proof-failed",
    severity: "error",
    message: `The proof ${proof} failed. ${subject}: ${seen}`,
    at: at ?? shown?.origins[0]?.at,
    help:
      at === undefined
        ? "Nothing was written. Change the definitions; if they are right, report what you see here."
        : "Nothing was written. Change it, or say at the top of the file why it may: `-- opens: …`.",
  };
}

function noteOrThrow(findings: readonly Finding[], io: Io): void {
  if (hasErrors(findings)) throw new AppError(findings);
  for (const finding of findings) io.note(renderFinding(finding));
}
