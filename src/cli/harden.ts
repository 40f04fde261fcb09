import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { Option } from "commander";
import { AppError, type ExitCode, exitCode } from "../model/app-error.ts";
import { type Finding, findingToJson, hasErrors, renderFinding } from "../model/finding.ts";
import { sameCatalog } from "../postgres/catalog.ts";
import type { Plan } from "../postgres/plan.ts";
import { proveMigration } from "../postgres/prove-migration.ts";
import { fillWithRows } from "../postgres/rows.ts";
import { openShadow } from "../postgres/shadow.ts";
import { readMigrations } from "../production/check-production.ts";
import { type Delivery, openDelivery } from "../production/delivery.ts";
import { productionFiles } from "../production/files.ts";
import { type HardenedProject, hardenProject } from "../production/harden-project.ts";
import { migrationSql } from "../production/migration-sql.ts";
import { platformOf } from "../production/platform.ts";
import type { ProofResult } from "../production/proof.ts";
import { proveProduction } from "../production/prove.ts";
import { parseAllow } from "../prototype/consent.ts";
import { folderName, type Iteration, iterationFiles, nextIteration } from "../prototype/iterations.ts";
import { iterationName, nameFromChanges } from "../prototype/names.ts";
import type { Engine } from "../prototype/state.ts";
import { compareFolder, listFiles, writeFileAtomically } from "./files.ts";
import type { Io } from "./io.ts";
import type { DefineCommand } from "./program.ts";
import { loadProject } from "./project.ts";
import { consent } from "./prototype/consent.ts";
import { planWithRenames } from "./prototype/renames.ts";
import { count, describeStatements, statementToJson } from "./prototype/report.ts";
import { stateFolder } from "./state-folder.ts";

interface HardenOptions {
  readonly dir?: string;
  readonly name?: string | undefined;
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly allow?: readonly string[];
  readonly prove: boolean;
  readonly dryRun?: true;
  readonly json?: true;
}

const help = `
Merges all modules, completes and hardens the entities, proves on a throwaway PostgreSQL that the schema keeps its promises,
and writes production/: schema.sql for an empty database, the next migration for one that has the migrations before it,
report.md with what came from where and why.

Examples:
  schema harden
  schema harden --dry-run
  schema harden --rename accounts.tel=phone
  schema harden --drop accounts.fax --allow deletes-data`;

export const define: DefineCommand = (command, { io, run }) => {
  command
    .option("--name <slug>", "name of the new migration, like add-phone")
    .option(
      "--rename <from=to>",
      "a column (table.from=to) or table got another name; may be repeated",
      collect,
    )
    .option(
      "--drop <name>",
      "a column (table.column) or table is gone, not renamed; may be repeated",
      collect,
    )
    .addOption(new Option("--allow <hazards>", "consent to hazards: deletes-data").argParser(parseAllow))
    .option("--no-prove", "leave the proofs of the schema out; migrations are always proven")
    .option("--dry-run", "show what would be done, change nothing")
    .option("--no-input", "never ask")
    .option("--dir <folder>", "the project's folder")
    .option("--json", "print the result as JSON")
    .addHelpText("after", help)
    .action(run((options: HardenOptions) => hardenCommand(options, io)));
};

/** What the command found out, before anything is written. */
interface Draft {
  readonly migration?: { readonly iteration: Iteration; readonly plan: Plan } | undefined;
  readonly proofs?: readonly ProofResult[] | undefined;
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

async function hardenCommand(options: HardenOptions, io: Io): Promise<ExitCode> {
  const name = options.name === undefined ? undefined : iterationName(options.name);
  const project = await loadProject(io, options.dir);
  const hardened = hardenProject(project);
  if (hasErrors(hardened.findings)) throw new AppError(hardened.findings);
  for (const finding of hardened.findings) io.note(renderFinding(finding));
  const draft = await makeDraft(hardened, { ...options, name }, io);
  const folder = join(project.root, "production");
  const written = options.dryRun ? await changesIn(folder, draft) : await write(folder, draft);
  print(draft, written, shown(folder, io), options, io);
  return exitCode.ok;
}

async function makeDraft(hardened: HardenedProject, options: HardenOptions, io: Io): Promise<Draft> {
  const { root, config } = hardened.project;
  const cacheDir = join(await stateFolder(root), "cache");
  await using shadow = await openShadow({ cacheDir, preamble: platformOf(config).preamble });
  const recorded = await recordedMigrations(join(root, "production"), io);
  const delivery = await openDelivery(hardened.hardened, recorded, { shadow, cacheDir });
  const migration = await nextMigration(hardened, recorded, delivery, { shadow, cacheDir }, options, io);
  const proofs = options.prove ? await prove(hardened, { shadow, cacheDir }, io) : undefined;
  const shownRoot = shown(root, io);
  const files = productionFiles(hardened, proofs, shownRoot === "" ? "" : `${shownRoot}/`);
  return { migration, proofs, files, findings: hardened.findings };
}

async function recordedMigrations(folder: string, io: Io): Promise<readonly Iteration[]> {
  const paths = (await listFiles(folder)).filter((path) => path.startsWith("migrations/"));
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), "utf8")));
  const files = new Map(paths.map((path, index) => [path, texts[index] ?? ""]));
  const { iterations, findings } = readMigrations(files, `${shown(folder, io)}/migrations`);
  if (findings.length > 0) throw new AppError(findings);
  return iterations;
}

async function nextMigration(
  { hardened, project }: HardenedProject,
  recorded: readonly Iteration[],
  { prelude, base, from, target }: Delivery,
  { shadow }: Engine,
  options: HardenOptions,
  io: Io,
): Promise<Draft["migration"]> {
  if (sameCatalog(from, target) && prelude.length === 0) return undefined;
  const view = hardened.context.model;
  const planned = await planWithRenames(from, target, {
    module: { view },
    config: project.config,
    options,
    io,
  });
  if (options.dryRun === undefined) {
    const hazards = planned.statements.flatMap((statement) => statement.hazards);
    await consent(hazards, options.allow ?? [], io);
  }
  io.note("Proving the migration on rows of its own …");
  const { plan, findings } = await proveMigration(shadow, {
    base,
    plan: planned,
    target,
    fill: async (db, catalog) => void (await fillWithRows(db, catalog)),
  });
  if (hasErrors([...plan.findings, ...findings])) throw new AppError([...plan.findings, ...findings]);
  const suggested = recorded.length === 0 ? "create" : nameFromChanges(plan.statements) || "settings";
  const iteration = nextIteration(recorded, {
    name: options.name ?? suggested,
    up: migrationSql(prelude, plan.statements),
    down: migrationSql([], plan.reverse),
  });
  return { iteration, plan };
}

async function prove(
  { hardened }: HardenedProject,
  { shadow }: Engine,
  io: Io,
): Promise<readonly ProofResult[]> {
  io.note("Proving the schema on rows of its own …");
  const proofs = await proveProduction(shadow, hardened.statements, hardened.context);
  const failed = proofs.filter(({ held }) => !held);
  if (failed.length > 0) throw new AppError(failed.map(proofFailed));
  return proofs;
}

function proofFailed({ proof, subject, seen }: ProofResult): Finding {
  return {
    code: "production/proof-failed",
    severity: "error",
    message: `The proof ${proof} failed. ${subject}: ${seen}.`,
    help: "Nothing was written. Change the definitions, or report it if they are right.",
  };
}

/** Paths under `production` that are new or get other bytes. */
async function changesIn(folder: string, { migration, files }: Draft): Promise<readonly string[]> {
  const { created, changed } = await compareFolder(folder, files);
  const added = migration === undefined ? [] : [`migrations/${folderName(migration.iteration)}`];
  return [...added, ...[...created, ...changed].sort()];
}

/** The migration's folder appears whole, then the other files, each at once. */
async function write(folder: string, draft: Draft): Promise<readonly string[]> {
  const changes = await changesIn(folder, draft);
  if (draft.migration !== undefined)
    await writeMigration(join(folder, "migrations"), draft.migration.iteration);
  for (const [path, text] of draft.files) {
    if (changes.includes(path)) await writeFileAtomically(join(folder, path), text);
  }
  return changes;
}

async function writeMigration(folder: string, iteration: Iteration): Promise<void> {
  const beside = join(folder, `.${folderName(iteration)}.tmp`);
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  for (const [file, text] of iterationFiles(iteration)) await writeFile(join(beside, file), text);
  await rename(beside, join(folder, folderName(iteration)));
}

function print(
  { migration, proofs, findings }: Draft,
  written: readonly string[],
  folder: string,
  options: HardenOptions,
  io: Io,
): void {
  if (options.json) {
    io.out(
      JSON.stringify(
        {
          version: 1,
          ok: true,
          dryRun: options.dryRun === true,
          migration: migration === undefined ? null : folderName(migration.iteration),
          up: migration?.plan.statements.map(statementToJson) ?? [],
          down: migration?.plan.reverse.map(statementToJson) ?? [],
          proofs: proofs ?? null,
          written: written.map((path) => `${folder}/${path}`),
          findings: findings.map(findingToJson),
        },
        null,
        2,
      ),
    );
    return;
  }
  if (proofs !== undefined) io.note(`${count(proofs.length, "proof")} held.`);
  if (migration !== undefined && options.dryRun) io.out(describeStatements(migration.plan.statements));
  if (written.length === 0) io.out(`${folder}: nothing changed.`);
  else
    io.out(written.map((path) => `${options.dryRun ? "would write" : "wrote"} ${folder}/${path}`).join("\n"));
  if (written.length > 0 && !options.dryRun)
    io.note(`Next: read ${folder}/report.md, then commit ${folder}.`);
}

function shown(folder: string, io: Io): string {
  return relative(io.cwd, folder).split(sep).join("/");
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
