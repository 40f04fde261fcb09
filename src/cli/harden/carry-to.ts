import { type Command, InvalidArgumentError } from "commander";
import { AppError, type ExitCode, exitCode } from "../../model/app-error.ts";
import { lockDatabase, refuseReadOnly } from "../../postgres/exclusive.ts";
import { readCatalog } from "../../postgres/read-catalog.ts";
import { type CarryRequest, carryRows } from "../../production/carrying/carry.ts";
import type { Fill } from "../../production/carrying/settle.ts";
import type { HardenedProject } from "../../production/harden-project.ts";
import { sideName } from "../diff/side.ts";
import { parseSource } from "../import/source.ts";
import type { Io } from "../io.ts";
import { count } from "../prototype/report.ts";
import { openSession } from "../prototype/session.ts";
import { toolSchemas } from "../tool-schemas.ts";
import { accountToJson, exitOfAccount, printAccount } from "./account.ts";
import { openerOf, openPrototypes, type PrototypesFrom } from "./prototypes.ts";

export interface CarryOptions {
  readonly from?: PrototypesFrom;
  readonly carryTo?: string;
  readonly fill?: readonly Fill[];
  readonly prefer?: ReadonlyMap<string, string>;
  readonly as?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export function addCarryOptions(command: Command): Command {
  return command
    .option(
      "--carry-to <database>",
      "move the rows of --from into this database, which has production's schema",
    )
    .option("--fill <table.column=value>", "for rows without a value there; may be repeated", fill)
    .option("--prefer <[table=]module>", "whose values stand where rows contradict; may be repeated", prefer)
    .option("--as <id>", "the user who carries: made the rows of which nobody says who did")
    .option("--yes", "do not ask before rows are carried");
}

/** Carries the rows of prototypes over, and says what became of each. */
export async function carryTo(
  { project, hardened }: HardenedProject,
  options: CarryOptions,
  io: Io,
): Promise<ExitCode> {
  const { from, carryTo = "", fill: fills = [], prefer: preferred = new Map(), as: actor } = options;
  const dryRun = options.dryRun === true;
  if (from === undefined) {
    throw usage(
      "--carry-to moves the rows of prototypes, and none is named.",
      "Add --from, or --from <module>=<database>.",
    );
  }
  const to = await parseSource(carryTo, io);
  await using session = await openSession(project, io);
  const open = openerOf(to, session);
  const sources = await openPrototypes(from, session);
  const modules = sources.map(({ module }) => module);
  checkPreferred(preferred, modules);
  const name = sideName(to);
  if (!dryRun) await consent(`Carry the rows of ${modules.join(", ")} to ${name}?`, options, io);
  await using target = await open();
  await refuseReadOnly(target);
  await using _lock = await lockDatabase(target);
  const catalog = await readCatalog(target, { ignoreSchemas: toolSchemas, roles: false });
  const told: CarryRequest["told"] = ({ module, source }, rows) => {
    if (io.interactive) io.note(`${source} in ${module}: ${count(rows, "row")} read`);
  };
  const request = { hardened, modules: project.modules, fills, preferred, actor, dryRun, told };
  const account = await carryRows(target, catalog, sources, request);
  if (options.json) io.out(accountToJson(account, { name, dryRun }));
  else printAccount(account, { name, dryRun }, io);
  return exitOfAccount(account);
}

function checkPreferred(preferred: ReadonlyMap<string, string>, modules: readonly string[]): void {
  for (const module of preferred.values()) {
    if (modules.includes(module)) continue;
    throw usage(
      `--prefer names ${module}, and no prototype of that module is carried.`,
      `Carried are: ${modules.join(", ")}.`,
    );
  }
}

async function consent(question: string, { yes }: CarryOptions, io: Io): Promise<void> {
  if (yes || (io.interactive && (await io.ask.confirm(question)))) return;
  throw new AppError(
    {
      code: "carry/not-agreed",
      severity: "error",
      message: "Nothing was carried.",
      ...(!io.interactive && {
        help: "Add --yes to carry without being asked, or --dry-run to see what would become of the rows.",
      }),
    },
    { exit: exitCode.usage },
  );
}

function fill(text: string, before: readonly Fill[] = []): readonly Fill[] {
  const [, table, column, value] = /^([^.=]+)\.([^.=]+)=(.*)$/s.exec(text) ?? [];
  if (table === undefined || column === undefined || value === undefined)
    throw new InvalidArgumentError("It must be <table>.<column>=<value>.");
  return [...before, { table, column, value }];
}

/** `*` stands for every table. */
function prefer(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, table = "*", module = ""] = /^(?:([^=]+)=)?([^=]+)$/s.exec(text) ?? [];
  if (module === "") throw new InvalidArgumentError("It must be <module>, or <table>=<module>.");
  return new Map([...before, [table, module]]);
}

function usage(message: string, help: string): AppError {
  return new AppError({ code: "cli/usage", severity: "error", message, help }, { exit: exitCode.usage });
}
