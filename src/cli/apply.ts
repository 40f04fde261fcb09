import { AppError, type ExitCode, exitCode } from "../model/app-error.ts";
import { hasErrors } from "../model/finding.ts";
import { refuseReadOnly } from "../postgres/exclusive.ts";
import { refusePooler } from "../postgres/pooler.ts";
import { connectServer } from "../postgres/server.ts";
import { changeDatabase } from "./apply/change-database.ts";
import { type ApplyResult, exitOf, printApplyJson, printOutcome } from "./apply/report.ts";
import {
  addCompareOptions,
  type CompareOptions,
  type Comparison,
  compare,
  openWorkbench,
  type Workbench,
} from "./diff/compare.ts";
import { noDifference, printSql, printSummary, proofInWords, summary } from "./diff/report.ts";
import { noteAll, sideName, sidesHelp } from "./diff/side.ts";
import type { Io } from "./io.ts";
import type { DefineCommand } from "./program.ts";

interface ApplyOptions extends CompareOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly summary?: true;
}

const help = `
Changes a database, so that it is as the other side. --from is a database; either side is one of
${sidesHelp}
The plan is what schema diff prints with the same options: proven on a throwaway PostgreSQL, shown, and executed when you
say yes and the database is still as it was. A lock that others hold is waited for shortly and tried again. Where it
stops, what is done is named; the same command then goes on from what is there.

Examples:
  schema apply --from env:DATABASE_URL --to production
  schema apply --from env:DATABASE_URL --to schema.sql --yes --json
  schema apply --from env:DATABASE_URL --to schema.sql --rename accounts.tel=phone --allow deletes-data`;

export const define: DefineCommand = (command, { io, run }) => {
  addCompareOptions(command)
    .option("--summary", "print what changes, without SQL")
    .option("--dry-run", "only show the plan, as schema diff does")
    .option("--yes", "do not ask before the database is changed")
    .option("--json", "print the result as JSON")
    .addHelpText("after", help)
    .action(run((options: ApplyOptions) => apply(options, io)));
};

async function apply(options: ApplyOptions, io: Io): Promise<ExitCode> {
  await using workbench = await openWorkbench(options, io);
  const url = databaseUrl(workbench);
  await refuseUnusable(url);
  const comparison = await compare(workbench, options);
  if (!options.json) showPlan(comparison, options, io);
  const result = await execute(comparison, { url, workbench, options });
  if (options.json) printApplyJson(result, io);
  else showOutcome(result, comparison, workbench);
  return exitOf(result);
}

function databaseUrl({ sides: [from] }: Workbench): string {
  if (from.kind === "server") return from.url;
  throw new AppError(
    {
      code: "apply/no-database",
      severity: "error",
      message: `${sideName(from)} is no database on a server, so nothing can be applied to it.`,
      help: "--from names the database that is changed, as postgresql://… or env:VARIABLE; --to what it becomes.",
    },
    { exit: exitCode.usage },
  );
}

async function refuseUnusable(url: string): Promise<void> {
  const connect = () => connectServer(url);
  await using db = await connect();
  await refuseReadOnly(db);
  await refusePooler(db, connect);
}

/** As `schema diff` shows it. */
function showPlan(comparison: Comparison, options: ApplyOptions, io: Io): void {
  if (options.summary) printSummary(comparison, io);
  else printSql(comparison, io);
  noteAll(comparison.findings, io);
  if (comparison.plan.statements.length === 0) io.note(noDifference);
  else if (comparison.proved) io.note(proofInWords(comparison));
}

interface Context {
  readonly url: string;
  readonly workbench: Workbench;
  readonly options: ApplyOptions;
}

async function execute(comparison: Comparison, context: Context): Promise<ApplyResult> {
  const nothing = comparison.plan.statements.length === 0 || hasErrors(comparison.findings);
  if (nothing || context.options.dryRun) return comparison;
  await consent(comparison, context);
  return await changeDatabase({ ...context, comparison });
}

async function consent(
  comparison: Comparison,
  { workbench: { io, sides }, options }: Context,
): Promise<void> {
  if (options.yes) return;
  const question = `${summary(comparison)}\n\nApply this to ${sideName(sides[0])}?`;
  if (io.interactive && (await io.ask.confirm(question))) return;
  throw new AppError(
    {
      code: "apply/not-agreed",
      severity: "error",
      message: "Nothing was changed.",
      ...(!io.interactive && { help: "Add --yes to apply the plan without being asked." }),
    },
    { exit: exitCode.usage },
  );
}

/** What was found about the plan itself has been shown with it. */
function showOutcome(result: ApplyResult, comparison: Comparison, { io, sides }: Workbench): void {
  noteAll(
    result.findings.filter((finding) => !comparison.findings.includes(finding)),
    io,
  );
  if (result.plan.statements.length > 0)
    printOutcome(result, { from: sideName(sides[0]), to: sideName(sides[1]) }, io);
}
