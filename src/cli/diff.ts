import { join, resolve } from "node:path";
import { AppError, type ExitCode, exitCode } from "../model/app-error.ts";
import { hasErrors } from "../model/finding.ts";
import type { Project } from "../model/model.ts";
import type { Catalog } from "../postgres/catalog.ts";
import { type CatalogFilter, filterCatalog } from "../postgres/filter.ts";
import type { Plan, RenameQuestion } from "../postgres/plan.ts";
import { splitName } from "../postgres/rename-in-sql.ts";
import { openShadow } from "../postgres/shadow.ts";
import { preamble } from "../production/platform.ts";
import { refused, withoutConsent } from "../prototype/consent.ts";
import { parseRename } from "../prototype/renames.ts";
import { provePlan } from "./diff/prove.ts";
import { type DiffResult, printJson, printSql, printSummary } from "./diff/report.ts";
import { isStage, noteAll, parseSide, readSides, type Side } from "./diff/side.ts";
import type { Io } from "./io.ts";
import { addPlanOptions } from "./plan-options.ts";
import type { DefineCommand } from "./program.ts";
import { loadProject } from "./project.ts";
import { settleRenames } from "./prototype/renames.ts";
import { stateFolder } from "./state-folder.ts";

interface DiffOptions {
  readonly from: string;
  readonly to: string;
  readonly dir?: string;
  readonly json?: true;
  readonly summary?: true;
  readonly exitCode?: true;
  readonly allow?: readonly string[];
  readonly schemas?: readonly string[];
  readonly exclude?: readonly string[];
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly prove: boolean;
}

const help = `
Either side is one of
  postgresql://…       a database; env:NAME takes its URL from the environment, where no one else sees the password
  schema.sql, sql/     an SQL file, or all .sql files of a folder, in any order; pg_dump's output too
  empty                a database with nothing in it
  prototype:<module>   what the module's iterations make
  production           what the recorded migrations make
The plan is proven on a throwaway PostgreSQL and printed; nothing is changed on either side. Who owns what is not compared.

Examples:
  schema diff --from env:DATABASE_URL --to schema.sql
  schema diff --from env:DATABASE_URL --to production | psql --set ON_ERROR_STOP=1 "$DATABASE_URL"
  schema diff --from production --to env:DATABASE_URL --exit-code --summary
  schema diff --from old.sql --to new.sql --rename accounts.tel=phone --allow deletes-data`;

export const define: DefineCommand = (command, { io, run }) => {
  addPlanOptions(command)
    .requiredOption("--from <side>", "where the plan starts")
    .requiredOption("--to <side>", "where the plan leads")
    .option("--summary", "print what changes, without SQL")
    .option("--exit-code", "exit with 1 when there is a difference")
    .option("--schemas <patterns>", "compare only these schemas, like crm,app_*", listed)
    .option("--exclude <patterns>", "leave out schemas or objects, like audit,crm.tmp_*", listed)
    .option("--no-prove", "leave out the proof, and with it the measured locks")
    .option("--no-input", "never ask")
    .option("--dir <folder>", "the folder of the project whose stages are compared")
    .option("--json", "print the result as JSON")
    .addHelpText("after", help)
    .action(run((options: DiffOptions) => diff(options, io)));
};

async function diff(options: DiffOptions, io: Io): Promise<ExitCode> {
  const sides = [await parseSide(options.from, io), await parseSide(options.to, io)] as const;
  const project = sides.some(isStage) ? await loadProject(io, options.dir) : undefined;
  const result = await compare(sides, project, options, io);
  print(result, options, io);
  const different = result.plan.statements.length > 0;
  return hasErrors(result.findings) || (different && options.exitCode) ? exitCode.findings : exitCode.ok;
}

async function compare(
  sides: readonly [Side, Side],
  project: Project | undefined,
  options: DiffOptions,
  io: Io,
): Promise<DiffResult> {
  const cacheDir = await cacheFolder(project, io);
  const platform = project !== undefined && sides.some(({ kind }) => kind === "production");
  await using shadow = await openShadow({
    cacheDir,
    preamble: platform ? preamble(project.config.platform) : [],
  });
  const engine = { shadow, cacheDir };
  const [from, to] = filtered(await readSides(sides, { io, engine, project }), options);
  const asked = (options.rename ?? []).map((text) => renameIn(from, text));
  const planned = await settleRenames(from, to, { declared: [], asked, dropped: options.drop, hint: "", io });
  const proof = options.prove
    ? await provePlan(planned, [from, to], engine)
    : { plan: planned, findings: [] };
  if (hasErrors(proof.findings)) throw new AppError([...planned.findings, ...proof.findings]);
  const findings = [...planned.findings, ...proof.findings, ...withoutAllow(proof.plan, options)];
  return { plan: proof.plan, findings, proved: options.prove };
}

/** Beside the project's other caches; without a project, where the user's programs keep theirs. */
async function cacheFolder(project: Project | undefined, io: Io): Promise<string | undefined> {
  if (project !== undefined) return join(await stateFolder(project.root), "cache");
  const { XDG_CACHE_HOME: caches, HOME: home } = io.env;
  if (caches) return resolve(caches, "schema-lifecycle");
  return home ? resolve(home, ".cache", "schema-lifecycle") : undefined;
}

function filtered(catalogs: readonly [Catalog, Catalog], filter: CatalogFilter): readonly [Catalog, Catalog] {
  const [from, to] = [filterCatalog(catalogs[0], filter), filterCatalog(catalogs[1], filter)];
  const findings = new Map([...from.findings, ...to.findings].map((finding) => [finding.message, finding]));
  if (findings.size > 0) throw new AppError([...findings.values()]);
  return [from.catalog, to.catalog];
}

/** `crm.accounts=people` renames a table where there is one of that name, and else a column. */
function renameIn({ objects }: Catalog, text: string): RenameQuestion {
  const names = splitName(text.replace(/=.*$/s, ""));
  const isTable = names.length === 2 && objects.has(`table:${JSON.stringify(names)}`);
  return parseRename(text, { schema: isTable || names.length === 3 ? (names[0] ?? "") : "public" });
}

function withoutAllow({ statements }: Plan, { allow = [] }: DiffOptions) {
  const open = withoutConsent(
    statements.flatMap(({ hazards }) => hazards),
    allow,
  );
  return open.length === 0 ? [] : refused(open).findings;
}

function print(result: DiffResult, options: DiffOptions, io: Io): void {
  if (options.json) {
    printJson(result, io);
    return;
  }
  if (options.summary) printSummary(result, io);
  else printSql(result, io);
  noteAll(result.findings, io);
  if (result.plan.statements.length === 0) io.note("No difference. (Who owns what is not compared.)");
  else if (result.proved) io.note(proofInWords(result));
}

function proofInWords({ findings }: DiffResult): string {
  const rows = findings.some(({ code }) => code === "proof/rows-refuse") ? "empty tables" : "generated rows";
  return `Proven on ${rows}: the plan leads to the target, its reverse leads back, and up again.`;
}

function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(",").map((part) => part.trim())].filter((part) => part !== "");
}
