import { AppError, type ExitCode, exitCode } from "../../model/app-error.ts";
import type { Module } from "../../model/model.ts";
import { hazardsIn } from "../../prototype/consent.ts";
import { revertIteration } from "../../prototype/history.ts";
import { folderName } from "../../prototype/iterations.ts";
import { consent } from "./consent.ts";
import { toJson } from "./report.ts";
import { openDatabase, type Session } from "./session.ts";

export interface DownOptions {
  readonly allow?: readonly string[];
  readonly dryRun?: true;
  readonly json?: true;
}

/** Takes the last iterations back from the database. Their files stay, so they are pending afterwards. */
export async function down(
  session: Session,
  module: Module,
  howMany: number,
  options: DownOptions,
): Promise<ExitCode> {
  const { io } = session;
  await using database = await openDatabase(session, module);
  if (database.drift.length > 0) throw new AppError(database.drift);
  if (howMany > database.applied.length) throw tooMany(howMany, database.applied.length, module);
  const reverted = database.applied.slice(database.applied.length - howMany).reverse();
  const hazards = reverted.flatMap(({ down }) => hazardsIn(down));
  if (options.dryRun === undefined) {
    await consent(hazards, options.allow ?? [], io);
    for (const iteration of reverted) {
      io.note(`Reverting ${folderName(iteration)} …`);
      await revertIteration(database.connection, iteration);
    }
  }
  const names = reverted.map(folderName);
  if (options.json) {
    io.out(toJson({ module: module.name, dryRun: options.dryRun === true, reverted: names, hazards }));
  } else if (options.dryRun) {
    io.out(
      reverted.map((iteration) => `-- ${folderName(iteration)}/down.sql\n${iteration.down}`).join("\n\n"),
    );
  } else {
    io.out(`${module.name}: reverted ${names.join(", ")}.`);
    io.note(`Their files stay. Next: \`schema prototype ${module.name} up\` applies them again.`);
  }
  return exitCode.ok;
}

function tooMany(howMany: number, applied: number, module: Module): AppError {
  return new AppError(
    {
      code: "prototype/too-many",
      severity: "error",
      message: `The database of ${module.name} has ${applied} applied iterations, so ${howMany} cannot be reverted.`,
      help: `schema prototype ${module.name} status shows them.`,
    },
    { exit: exitCode.usage },
  );
}
