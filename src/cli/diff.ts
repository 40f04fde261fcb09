import { type ExitCode, exitCode } from "../model/app-error.ts";
import { hasErrors } from "../model/finding.ts";
import { addCompareOptions, type CompareOptions, compare, openWorkbench } from "./diff/compare.ts";
import { noDifference, printJson, printSql, printSummary, proofInWords } from "./diff/report.ts";
import { noteAll, sidesHelp } from "./diff/side.ts";
import type { Io } from "./io.ts";
import type { DefineCommand } from "./program.ts";

interface DiffOptions extends CompareOptions {
  readonly json?: true;
  readonly summary?: true;
  readonly exitCode?: true;
}

const help = `
Either side is one of
${sidesHelp}
The plan is proven on a throwaway PostgreSQL and printed; nothing is changed on either side. What belongs to the
user who reads a database, or who would load a file, belongs to whoever applies the plan.

Examples:
  schema diff --from env:DATABASE_URL --to schema.sql
  schema diff --from env:DATABASE_URL --to production | psql --set ON_ERROR_STOP=1 "$DATABASE_URL"
  schema diff --from production --to env:DATABASE_URL --exit-code --summary
  schema diff --from old.sql --to new.sql --rename accounts.tel=phone --allow deletes-data`;

export const define: DefineCommand = (command, { io, run }) => {
  addCompareOptions(command)
    .option("--summary", "print what changes, without SQL")
    .option("--exit-code", "exit with 1 when there is a difference")
    .option("--json", "print the result as JSON")
    .addHelpText("after", help)
    .action(run((options: DiffOptions) => diff(options, io)));
};

async function diff(options: DiffOptions, io: Io): Promise<ExitCode> {
  await using workbench = await openWorkbench(options, io);
  const result = await compare(workbench, options);
  const different = result.plan.statements.length > 0;
  if (options.json) printJson(result, io);
  else {
    if (options.summary) printSummary(result, io);
    else printSql(result, io);
    noteAll(result.findings, io);
    if (!different) io.note(noDifference);
    else if (result.proved) io.note(proofInWords(result));
  }
  return hasErrors(result.findings) || (different && options.exitCode) ? exitCode.findings : exitCode.ok;
}
