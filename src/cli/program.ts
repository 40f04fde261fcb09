import { Command, CommanderError } from "commander";
import { AppError, type ExitCode, exitCode } from "../model/app-error.ts";
import { type Finding, findingToJson } from "../model/finding.ts";
import type { Io } from "./io.ts";

/** Describes options and arguments of one command and what it does. One file per command exports one as `define`. */
export type DefineCommand = (command: Command, context: CommandContext) => void;

export interface CommandContext {
  readonly io: Io;
  /** Wraps a command's work: its exit code becomes the process's. Arguments and options arrive as commander passes them. */
  run<Args extends unknown[]>(work: (...args: Args) => Promise<ExitCode>): (...args: Args) => Promise<void>;
}

interface CommandEntry {
  readonly summary: string;
  load(): Promise<{ readonly define: DefineCommand }>;
}

/** Every command. Its code is loaded only when it runs. */
export const commandList: Readonly<Record<string, CommandEntry>> = {
  init: { summary: "write a small working project", load: () => import("./init.ts") },
  concept: {
    summary: "diagrams, field lists and relationships from the definitions",
    load: () => import("./concept.ts"),
  },
  prototype: {
    summary: "grow a module's working tables, iteration by iteration",
    load: () => import("./prototype.ts"),
  },
  merge: {
    summary: "merge the modules' partial entities and settle conflicts",
    load: () => import("./merge.ts"),
  },
  harden: {
    summary: "make the production schema, its migration and the proof that it holds",
    load: () => import("./harden.ts"),
  },
  diff: {
    summary: "the SQL plan between two schemas: databases, SQL files, stages of the project",
    load: () => import("./diff.ts"),
  },
  apply: {
    summary: "change a database so that it is as another schema, with the plan that diff shows",
    load: () => import("./apply.ts"),
  },
  seed: {
    summary: "fill a database with believable rows that satisfy every constraint",
    load: () => import("./seed.ts"),
  },
  import: {
    summary: "write the definitions of an existing database",
    load: () => import("./import.ts"),
  },
  check: { summary: "hold all of it in CI", load: () => import("./check.ts") },
};

const exitCodeHelp = `
Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 database or file unreachable.`;

/** Runs one command line (without `node` and the script) and tells what to exit with. */
export async function main(argv: readonly string[], version: string, io: Io): Promise<ExitCode> {
  let exit: ExitCode = exitCode.ok;
  const context: CommandContext = {
    io,
    run:
      (work) =>
      async (...args) => {
        exit = await work(...args);
      },
  };
  try {
    const program = await buildProgram(argv, version, context);
    await program.parseAsync(argv, { from: "user" });
    return exit;
  } catch (error) {
    return fail(error, argv, io);
  }
}

async function buildProgram(
  argv: readonly string[],
  version: string,
  context: CommandContext,
): Promise<Command> {
  const program = configure(new Command("schema"), context.io)
    .description(
      "One set of entity definitions, from diagram to prototype tables to a hardened PostgreSQL schema.",
    )
    .version(version, "--version")
    .addHelpText("after", exitCodeHelp);
  const wanted = argv.find((argument) => !argument.startsWith("-"));
  for (const [name, entry] of Object.entries(commandList)) {
    const command = configure(program.command(name), context.io)
      .description(entry.summary)
      .addHelpText("after", exitCodeHelp);
    if (name === wanted || wanted === "help") (await entry.load()).define(command, context);
  }
  return program;
}

function configure(command: Command, io: Io): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.out(text.replace(/\n$/, "")),
      writeErr: (text) => io.note(text.replace(/\n$/, "")),
    });
}

/** Tells of an expected failure, as JSON where that was asked for. Anything else is a bug and goes up. */
function fail(error: unknown, argv: readonly string[], io: Io): ExitCode {
  if (error instanceof CommanderError) return failedUsage(error, argv, io);
  const failure = error instanceof AppError ? error : refusedBySystem(error);
  if (failure === undefined) throw error;
  if (argv.includes("--json")) io.out(failureAsJson(failure.findings));
  else io.note(failure.message);
  return failure.exit;
}

/** A file or folder that the operating system would not read or write: no right to it, no space, not there. */
function refusedBySystem(error: unknown): AppError | undefined {
  if (!(error instanceof Error && "syscall" in error && "path" in error && "code" in error)) return undefined;
  const reason = error.message.replace(/^\w+: /, "").replace(/, .*$/s, "");
  // What is written appears by a rename, from a name that says nothing to anybody.
  const path = "dest" in error ? error.dest : error.path;
  return new AppError(
    {
      code: "cli/file-refused",
      severity: "error",
      message: `${path}: ${reason} (${error.code}).`,
      help: "Files are written whole or not at all, so the command can be run again once that is settled.",
    },
    { exit: exitCode.unreachable, cause: error },
  );
}

/** Commander has already written its words to stderr. */
function failedUsage({ exitCode: code, message }: CommanderError, argv: readonly string[], io: Io): ExitCode {
  if (code === 0) return exitCode.ok;
  if (argv.includes("--json")) {
    const words = message.replace(/^error: /, "");
    io.out(failureAsJson([{ code: "cli/usage", severity: "error", message: words }]));
  }
  return exitCode.usage;
}

function failureAsJson(findings: readonly Finding[]): string {
  return JSON.stringify({ version: 1, ok: false, findings: findings.map(findingToJson) }, null, 2);
}
