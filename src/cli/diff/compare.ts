import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { AppError } from "../../model/app-error.ts";
import { hasErrors } from "../../model/finding.ts";
import type { Project } from "../../model/model.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import {
  type CatalogFilter,
  cutFindings,
  filterCatalog,
  idleExcludes,
  unknownSchemas,
} from "../../postgres/filter.ts";
import { evenInNotNullNames, withoutNotNullNames } from "../../postgres/not-null-names.ts";
import {
  type HazardKind,
  hazardKinds,
  type Plan,
  type PlanOptions,
  type RenameQuestion,
} from "../../postgres/plan.ts";
import { splitName } from "../../postgres/rename-in-sql.ts";
import { openShadow } from "../../postgres/shadow.ts";
import { preamble } from "../../production/platform.ts";
import { refused, withoutConsent } from "../../prototype/consent.ts";
import { parseRename } from "../../prototype/renames.ts";
import type { Io } from "../io.ts";
import { addPlanOptions } from "../plan-options.ts";
import { loadProject } from "../project.ts";
import { settleRenames } from "../prototype/renames.ts";
import { stateFolder } from "../state-folder.ts";
import { provePlan } from "./prove.ts";
import type { DiffResult } from "./report.ts";
import { isStage, parseSide, type Reading, readSides, type Side } from "./side.ts";

/** What two sides are compared by, in every command that does. */
export interface CompareOptions {
  readonly from: string;
  readonly to: string;
  readonly dir?: string;
  readonly allow?: readonly string[];
  readonly schemas?: readonly string[];
  readonly exclude?: readonly string[];
  readonly owners: boolean;
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly offline?: true;
  readonly targetVersion?: number;
  readonly prove: boolean;
}

export function addCompareOptions(command: Command): Command {
  const sides = command
    .requiredOption("--from <side>", "where the plan starts")
    .requiredOption("--to <side>", "where the plan leads");
  return addPlanOptions(sides)
    .option("--schemas <patterns>", "compare only these schemas, like crm,app_*", listed)
    .option("--exclude <patterns>", "leave out schemas or objects, like audit,crm.tmp_*", listed)
    .option("--no-owners", "leave out who owns what: everything belongs to whoever applies the plan")
    .addOption(
      new Option("--online", "for a database in use: what takes long locks nobody out (default)").conflicts(
        "offline",
      ),
    )
    .option("--offline", "for a database that nobody uses meanwhile: all in one transaction")
    .addOption(
      new Option(
        "--target-version <number>",
        "PostgreSQL that the plan is for: 14 to 18 (default: the server's, or the project's)",
      ).argParser(parseVersion),
    )
    .option("--no-prove", "leave out the proof, and with it the measured locks")
    .option("--no-input", "never ask")
    .option("--dir <folder>", "the folder of the project whose stages are compared");
}

/** Both sides of a comparison, and the throwaway PostgreSQL that it needs. */
export interface Workbench extends Reading, AsyncDisposable {
  readonly sides: readonly [from: Side, to: Side];
}

export async function openWorkbench(
  options: Pick<CompareOptions, "from" | "to" | "dir">,
  io: Io,
): Promise<Workbench> {
  const sides = [await parseSide(options.from, io), await parseSide(options.to, io)] as const;
  const project = sides.some(isStage) ? await loadProject(io, options.dir) : undefined;
  const cacheDir = await cacheFolder(project, io);
  const shadow = await openShadow({
    cacheDir,
    preamble: project === undefined ? [] : preamble(project.config.platform),
  });
  const dispose = () => shadow[Symbol.asyncDispose]();
  return { io, engine: { shadow, cacheDir }, project, sides, [Symbol.asyncDispose]: dispose };
}

export interface Comparison extends DiffResult {
  /** Both sides as they were read. */
  readonly read: readonly [source: Catalog, target: Catalog];
}

/** The plan from one side to the other, its renames settled, proven where that is wanted. */
export async function compare(workbench: Workbench, options: CompareOptions): Promise<Comparison> {
  const { io, engine, project, sides } = workbench;
  const { catalogs, version } = await readSides(sides, workbench);
  const [from, to] = comparable(catalogs, options);
  const settings: PlanOptions = {
    mode: options.offline ? "offline" : "online",
    targetVersion: options.targetVersion ?? version ?? project?.config.postgres,
  };
  const asked = (options.rename ?? []).map((text) => renameIn(from, text));
  const answers = { declared: [], asked, dropped: options.drop, hint: "", settings, io };
  const planned = await settleRenames(from, to, answers);
  const proof = options.prove
    ? await provePlan(planned, asTold(from, to, settings), engine)
    : { plan: planned, findings: [] };
  if (hasErrors(proof.findings)) throw new AppError([...planned.findings, ...proof.findings]);
  const findings = [
    ...idleExcludes(catalogs, options),
    ...planned.findings,
    ...proof.findings,
    ...withoutAllow(proof.plan, options),
  ];
  return { read: catalogs, plan: proof.plan, findings, proved: options.prove };
}

/** Beside the project's other caches; without a project, where the user's programs keep theirs. */
export async function cacheFolder(
  project: Pick<Project, "root"> | undefined,
  io: Io,
): Promise<string | undefined> {
  if (project !== undefined) return join(await stateFolder(project.root), "cache");
  const { XDG_CACHE_HOME: caches, HOME: home } = io.env;
  if (caches) return resolve(caches, "schema-lifecycle");
  return home ? resolve(home, ".cache", "schema-lifecycle") : undefined;
}

/** What of both sides is compared. */
export function comparable(
  catalogs: readonly [Catalog, Catalog],
  filter: CatalogFilter,
): readonly [Catalog, Catalog] {
  const [from, to] = [filterCatalog(catalogs[0], filter), filterCatalog(catalogs[1], filter)];
  const findings = [...unknownSchemas(catalogs, filter), ...cutFindings([from, to])];
  if (findings.length > 0) throw new AppError(findings);
  return evenInNotNullNames(from.catalog, to.catalog);
}

/** `crm.accounts=people` renames a table where there is one of that name, and else a column. */
function renameIn({ objects }: Catalog, text: string): RenameQuestion {
  const names = splitName(text.replace(/=.*$/s, ""));
  const isTable = names.length === 2 && objects.has(`table:${JSON.stringify(names)}`);
  return parseRename(text, { schema: isTable || names.length === 3 ? (names[0] ?? "") : "public" });
}

/** That rows are read, and might be refused, is only told: it harms nobody. */
const harmless: readonly HazardKind[] = ["scans-table", "may-fail"];

function withoutAllow({ statements }: Plan, { allow = [] }: CompareOptions) {
  // Who said that something is renamed has consented to it.
  const others = statements.filter(({ change }) => !change.startsWith("rename "));
  const open = withoutConsent(
    others.flatMap(({ hazards }) => hazards),
    allow,
    hazardKinds.filter((kind) => !harmless.includes(kind)),
  );
  return open.length === 0 ? [] : refused(open).findings;
}

export function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(",").map((part) => part.trim())].filter((part) => part !== "");
}

/** Before PostgreSQL 18 a plan says nothing of the names of NOT NULL. */
function asTold(
  from: Catalog,
  to: Catalog,
  { targetVersion = 18 }: PlanOptions,
): readonly [Catalog, Catalog] {
  return targetVersion < 18 ? [withoutNotNullNames(from), withoutNotNullNames(to)] : [from, to];
}

function parseVersion(text: string): number {
  if (/^1[4-8]$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a number from 14 to 18.");
}
