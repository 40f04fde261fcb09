import { AppError, type ExitCode, exitCode } from "../../model/app-error.ts";
import type { Module } from "../../model/model.ts";
import { folderName } from "../../prototype/iterations.ts";
import { count, toJson } from "./report.ts";
import { applyPending, openDatabase, type Session, soundChain } from "./session.ts";

export interface ResetOptions {
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Drops the development database, whatever state it is in, and makes it again from the iterations. */
export async function reset(session: Session, module: Module, options: ResetOptions): Promise<ExitCode> {
  const { io } = session;
  const chain = await soundChain(session, module);
  const database = session.database(module);
  if (options.dryRun === undefined) {
    if ((await database.exists()) && options.yes === undefined) await confirm(module, session);
    await database.drop();
    await using fresh = await openDatabase(session, module);
    await applyPending(session, fresh);
  }
  const applied = chain.map(folderName);
  if (options.json) io.out(toJson({ module: module.name, dryRun: options.dryRun === true, applied }));
  else if (options.dryRun)
    io.out(`Would drop ${database.name} and apply ${count(applied.length, "iteration")}.`);
  else io.out(`${module.name}: made the database again with ${count(applied.length, "iteration")}.`);
  return exitCode.ok;
}

async function confirm(module: Module, { io }: Session): Promise<void> {
  const question = `Drop the development database of ${module.name} with all rows in it?`;
  if (io.interactive && (await io.ask.confirm(question))) return;
  throw new AppError({
    code: "prototype/reset",
    severity: "error",
    message: `The development database of ${module.name} and all rows in it would be deleted.`,
    help: "If that is meant, add --yes.",
  });
}
