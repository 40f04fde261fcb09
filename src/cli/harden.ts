import { join } from "node:path";
import { Option } from "commander";
import { AppError, type ExitCode, exitCode } from "../model/app-error.ts";
import { hasErrors, renderFinding } from "../model/finding.ts";
import { hardenProject } from "../production/harden-project.ts";
import { iterationName } from "../prototype/names.ts";
import { addCarryOptions, type CarryOptions, carryTo } from "./harden/carry-to.ts";
import { countRows } from "./harden/count-rows.ts";
import { type DraftOptions, makeDraft } from "./harden/draft.ts";
import { changesIn, lockProduction, productionFolder, writeDraft } from "./harden/production-folder.ts";
import type { PrototypesFrom } from "./harden/prototypes.ts";
import { draftToJson, renderDraft } from "./harden/report.ts";
import { safeguardReport } from "./harden/safeguard-report.ts";
import type { Io } from "./io.ts";
import { shownFolder } from "./iterations-folder.ts";
import { addPlanOptions } from "./plan-options.ts";
import type { DefineCommand } from "./program.ts";
import { loadProject } from "./project.ts";
import { stateFolder } from "./state-folder.ts";

interface HardenOptions extends DraftOptions, CarryOptions {
  readonly dir?: string;
  readonly json?: true;
  readonly report?: "hipaa";
  readonly from?: PrototypesFrom;
}

const help = `
Merges all modules, completes and hardens the entities, proves on a throwaway PostgreSQL that the schema keeps its promises,
and writes production/: schema.sql for an empty database, the next migration for one that has the migrations before it,
report.md with what came from where and why, tests/promises.sql with what it promises as pgTAP tests.

Examples:
  schema harden
  schema harden --dry-run
  schema harden --rename accounts.tel=phone
  schema harden --drop accounts.fax --allow deletes-data
  schema harden --report hipaa
  schema harden --from
  schema harden --from billing=env:BILLING_URL --from crm=.schema/databases/crm
  schema harden --from --carry-to env:PRODUCTION_URL --dry-run
  schema harden --from --carry-to env:PRODUCTION_URL --fill accounts.status=Active --prefer accounts=crm

--from without a name counts in the project's own prototypes. Each demand of production is a query: how many rows are in
its way, keys of some, and SQL that fills in a value or puts the rows aside, to be run by you.

--carry-to moves the rows into a database that has the production schema, in one transaction. Rows with one key become one
where they do not contradict each other. What production does not take stands in schema_quarantine.rows there, with the
reason. The prototypes stay as they are; what is carried already is not carried again.`;

export const define: DefineCommand = (command, { io, run }) => {
  addCarryOptions(addPlanOptions(command))
    .option("--name <slug>", "name of the new migration, like add-phone")
    .option("--no-prove", "leave the proofs of the schema out; a migration is always proven")
    .option("--dry-run", "show what would be done, change nothing")
    .addOption(
      new Option(
        "--report <safeguards>",
        "print what the schema shows for the technical safeguards of a law, write nothing",
      ).choices(["hipaa"]),
    )
    .option(
      "--from [module=source]",
      "count what of a prototype's rows production would refuse; may be repeated",
      (value: string, before: PrototypesFrom | undefined) => [
        ...(Array.isArray(before) ? before : []),
        value,
      ],
    )
    .option("--no-input", "never ask")
    .option("--dir <folder>", "the project's folder")
    .option("--json", "print the result as JSON")
    .addHelpText("after", help)
    .action(run((options: HardenOptions) => harden(options, io)));
};

async function harden(options: HardenOptions, io: Io): Promise<ExitCode> {
  if (options.name !== undefined) iterationName(options.name);
  const project = await loadProject(io, options.dir);
  const hardened = hardenProject(project);
  if (hasErrors(hardened.findings)) throw new AppError(hardened.findings);
  for (const finding of hardened.findings) io.note(renderFinding(finding));
  if (options.report !== undefined) {
    io.out(await safeguardReport(hardened, options, io));
    return exitCode.ok;
  }
  if (options.carryTo !== undefined) return await carryTo(hardened, options, io);
  if (options.from !== undefined) return await countRows(hardened, { ...options, from: options.from }, io);
  await using _lock = await lockProduction(await stateFolder(project.root));
  const draft = await makeDraft(hardened, options, io);
  const folder = join(project.root, productionFolder);
  const changes = await changesIn(folder, draft);
  if (options.dryRun === undefined) await writeDraft(folder, draft, changes);
  const result = { draft, changes, folder: shownFolder(io.cwd, folder), dryRun: options.dryRun === true };
  if (options.json) io.out(draftToJson(result));
  else renderDraft(result, io);
  return exitCode.ok;
}
