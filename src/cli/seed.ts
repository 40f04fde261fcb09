import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { AppError, type ExitCode, exitCode } from "../model/app-error.ts";
import { writeFileAtomically } from "./files.ts";
import type { Io } from "./io.ts";
import type { DefineCommand } from "./program.ts";
import { fillDatabase, fillFile, type SeedResult } from "./seed/fill.ts";
import { exitOfSeed, printSeed, printSeedJson } from "./seed/report.ts";
import { openTarget } from "./seed/target.ts";

interface SeedFlags {
  readonly to?: string;
  readonly sql?: string;
  readonly rows?: RowsFlag;
  readonly seed: number;
  readonly append?: true;
  readonly dryRun?: true;
  readonly dir?: string;
  readonly json?: true;
}

/** What `--rows` said, all of its uses together. */
interface RowsFlag {
  readonly rows?: number | undefined;
  readonly byTable: ReadonlyMap<string, number>;
}

const help = `
Fills every table with believable rows that satisfy all its constraints: the same rows every time, on any day. What the
tables are is read from the database; definitions add examples, listed values and what is required.

Rows: --rows 1000 puts 1000 rows into tables that no other table refers to, a third of that into the tables that those
refer to, and so on, never less than 10. --rows accounts=50 says it for one table; --rows countries=0 leaves a table as it
is, and rows refer to what is in it. Where a unique key has fewer values than wanted there are fewer rows, and it is told.

All of it is one transaction: where a table cannot be filled, it is named, with the reason, and nothing is written.
Tables that triggers fill, such as an audit log, are left to them.

Examples:
  schema seed crm                                   the module's development database
  schema seed crm --rows 1000 --rows accounts=50
  schema seed --to env:DATABASE_URL --append        any database; the URL from the environment
  schema seed production --to env:STAGING_URL       with what all modules define
  schema seed production --sql seed.sql             a file for psql, no database needed`;

export const define: DefineCommand = (command, { io, run }) => {
  command
    .argument("[stage]", "name of a module, or production")
    .option("--to <database>", "a database on a server: postgresql://… or env:VARIABLE")
    .option("--sql <file>", "write a file for psql and fill no database")
    .option(
      "--rows <n>",
      "rows of the largest tables, or of one: accounts=50; may be repeated (default: 100)",
      rows,
    )
    .option("--seed <n>", "another number makes other rows", wholeNumber, 1)
    .option("--append", "add to the rows that are there")
    .option("--dry-run", "show how many rows each table would get, write nothing")
    .option("--no-input", "never ask")
    .option("--dir <folder>", "the project's folder")
    .option("--json", "print the result as JSON")
    .addHelpText("after", help)
    .action(run((stage: string | undefined, flags: SeedFlags) => seed(stage, flags, io)));
};

async function seed(stage: string | undefined, flags: SeedFlags, io: Io): Promise<ExitCode> {
  const wanted = {
    rows: flags.rows?.rows ?? 100,
    byTable: flags.rows?.byTable ?? new Map(),
    seed: flags.seed,
    append: flags.append === true,
    dryRun: flags.dryRun === true,
  };
  if (flags.sql !== undefined && flags.to !== undefined) {
    throw usage("--sql writes a file and --to fills a database: give one of them.");
  }
  await using target = await openTarget({ stage, to: flags.to, file: flags.sql, dir: flags.dir }, io);
  const result =
    target.kind === "file" ? await fillFile(target, wanted) : await fillDatabase(target, wanted, io);
  if (flags.sql !== undefined && result.sql !== undefined) {
    await writeFileAtomically(resolve(io.cwd, flags.sql), result.sql);
  }
  print(result, flags, io);
  return exitOfSeed(result);
}

function print(result: SeedResult, flags: SeedFlags, io: Io): void {
  if (flags.json) printSeedJson(result, io);
  else printSeed(result, io);
}

function rows(text: string, before: RowsFlag = { byTable: new Map() }): RowsFlag {
  const [, table, number = ""] = /^(?:(.+)=)?(\d{1,9})$/s.exec(text) ?? [];
  if (number === "") throw new InvalidArgumentError("It must be a whole number, or <table>=<number>.");
  if (table === undefined) return { ...before, rows: Number(number) };
  return { ...before, byTable: new Map([...before.byTable, [table, Number(number)]]) };
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

function usage(message: string): AppError {
  return new AppError(
    { code: "cli/usage", severity: "error", message, help: "See schema seed --help." },
    { exit: exitCode.usage },
  );
}
