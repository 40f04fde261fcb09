import { AppError, type ExitCode, exitCode } from "../../model/app-error.ts";
import type { Module } from "../../model/model.ts";
import { folderName } from "../../prototype/iterations.ts";
import { count, toJson } from "./report.ts";
import { applyPending, openDatabase, type Session } from "./session.ts";

export interface UpOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** Applies the iterations that the files have and the database lacks, of one module or all. */
export async function up(
  session: Session,
  modules: readonly Module[],
  options: UpOptions,
): Promise<ExitCode> {
  const results: { module: string; applied: readonly string[]; iterations: number }[] = [];
  for (const module of modules) {
    await using database = await openDatabase(session, module);
    if (database.drift.length > 0) throw new AppError(database.drift);
    const applied = options.dryRun ? database.pending : await applyPending(session, database);
    results.push({
      module: module.name,
      applied: applied.map(folderName),
      iterations: database.chain.length,
    });
  }
  const { io } = session;
  if (options.json) io.out(toJson({ dryRun: options.dryRun === true, modules: results }));
  else for (const result of results) io.out(describe(result, options.dryRun === true));
  return exitCode.ok;
}

function describe(
  result: { module: string; applied: readonly string[]; iterations: number },
  dryRun: boolean,
): string {
  const { module, applied, iterations } = result;
  if (applied.length === 0)
    return `${module}: nothing to apply, the database has ${count(iterations, "iteration")}.`;
  return `${module}: ${dryRun ? "would apply" : "applied"} ${applied.join(", ")}.`;
}
