import { InvalidArgumentError } from "commander";
import { AppError, type ExitCode, exitCode } from "../model/app-error.ts";
import type { Module, Project } from "../model/model.ts";
import type { Io } from "./io.ts";
import { addPlanOptions } from "./plan-options.ts";
import type { DefineCommand } from "./program.ts";
import { loadProject } from "./project.ts";
import { down } from "./prototype/down.ts";
import { iterate } from "./prototype/iterate.ts";
import { reset } from "./prototype/reset.ts";
import { findModule, openSession, type Session } from "./prototype/session.ts";
import { status } from "./prototype/status.ts";
import { up } from "./prototype/up.ts";

interface PrototypeOptions {
  readonly dir?: string;
  readonly name?: string;
  readonly dryRun?: true;
  readonly allow?: readonly string[];
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly yes?: true;
  readonly json?: true;
}

const actions = ["iterate", "status", "up", "down", "reset"] as const;
type Action = (typeof actions)[number];

/** Options that only some actions know. */
const optionsOf: Readonly<
  Record<"name" | "allow" | "rename" | "drop" | "yes" | "dryRun", readonly Action[]>
> = {
  name: ["iterate"],
  rename: ["iterate"],
  drop: ["iterate"],
  allow: ["iterate", "down"],
  yes: ["reset"],
  dryRun: ["iterate", "up", "down", "reset"],
};

const help = `
Without an action, what changed in the definitions becomes the module's next iteration: it is proven on a throwaway
PostgreSQL, written to modules/<module>/iterations and applied to the development database.

Actions:
  status    iterations, the database, changes not yet recorded (all modules when none is named)
  up        apply the iterations that the database lacks (all modules when none is named)
  down [n]  take the last n iterations back from the database; their files stay
  reset     drop the development database and make it again from the iterations

Examples:
  schema prototype                                      status of all modules
  schema prototype crm --name add-phone                 the next iteration
  schema prototype crm --rename accounts.tel=phone      a column got another name
  schema prototype crm --drop accounts.tel --allow deletes-data
  schema prototype crm down 2`;

export const define: DefineCommand = (command, { io, run }) => {
  addPlanOptions(command)
    .argument("[module]", "name of the module")
    .argument("[action]", "status, up, down or reset; may also stand before the module")
    .argument("[n]", "with down: how many iterations to take back", wholeNumber)
    .option("--name <slug>", "name of the new iteration, like add-phone")
    .option("-y, --yes", "with reset: do not ask")
    .option("--dry-run", "show what would be done, change nothing")
    .option("--no-input", "never ask")
    .option("--dir <folder>", "the project's folder")
    .option("--json", "print the result as JSON")
    .addHelpText("after", help)
    .action(
      run(
        (
          first: string | undefined,
          second: string | undefined,
          n: number | undefined,
          options: PrototypeOptions,
        ) => prototype([first, second], n, options, io),
      ),
    );
};

async function prototype(
  words: readonly (string | undefined)[],
  n: number | undefined,
  options: PrototypeOptions,
  io: Io,
): Promise<ExitCode> {
  const project = await loadProject(io, options.dir);
  const { module, action } = understand(words, project);
  for (const [option, known] of Object.entries(optionsOf)) {
    if (option in options && !known.includes(action)) throw notForAction(option, action);
  }
  if (n !== undefined && action !== "down") throw usage(`${action} takes no number.`);
  await using session = await openSession(project, io);
  return await perform(action, module, n ?? 1, options, session);
}

async function perform(
  action: Action,
  module: Module | undefined,
  n: number,
  options: PrototypeOptions,
  session: Session,
): Promise<ExitCode> {
  const modules = module === undefined ? session.project.modules : [module];
  if (action === "status") return await status(session, modules, options);
  if (action === "up") return await up(session, modules, options);
  if (module === undefined) throw usage(`Which module? Write schema prototype <module> ${action}.`);
  if (action === "down") return await down(session, module, n, options);
  if (action === "reset") return await reset(session, module, options);
  return await iterate(session, module, options);
}

/** `crm status` and `status crm` mean the same. A module may be called like an action. */
function understand(
  words: readonly (string | undefined)[],
  project: Project,
): { module: Module | undefined; action: Action } {
  const [first, second] = words;
  const isModule = project.modules.some(({ name }) => name === first);
  const [module, action] = isAction(first) && !isModule ? [second, first] : [first, second];
  if (action !== undefined && !isAction(action)) {
    throw usage(`There is no action "${action}".`, `Actions: ${actions.slice(1).join(", ")}.`);
  }
  return {
    module: module === undefined ? undefined : findModule(project, module),
    action: action ?? (module === undefined ? "status" : "iterate"),
  };
}

function isAction(word: string | undefined): word is Action {
  return word !== "iterate" && actions.some((action) => action === word);
}

function notForAction(option: string, action: Action): AppError {
  const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return usage(
    action === "iterate" ? `${flag} belongs to another action.` : `${action} does not know ${flag}.`,
  );
}

function usage(message: string, help = "See schema prototype --help."): AppError {
  return new AppError({ code: "cli/usage", severity: "error", message, help }, { exit: exitCode.usage });
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number above 0.");
}
