import { AppError, type ExitCode, exitCode } from "../../model/app-error.ts";
import { type Finding, findingToJson, renderFinding } from "../../model/finding.ts";
import type { Module } from "../../model/model.ts";
import { folderName } from "../../prototype/iterations.ts";
import { checkPrototype } from "../../prototype/state.ts";
import { readIterations } from "../iterations-folder.ts";
import { count } from "./report.ts";
import { openDatabase, type Session } from "./session.ts";

interface ModuleStatus {
  readonly module: string;
  readonly iterations: readonly string[];
  /** Those that the database has; absent where there is no database yet. */
  readonly applied?: readonly string[] | undefined;
  readonly findings: readonly Finding[];
}

/** How files, definitions and development databases stand to each other. Changes nothing. */
export async function status(
  session: Session,
  modules: readonly Module[],
  options: { readonly json?: true },
): Promise<ExitCode> {
  const { io } = session;
  const all: ModuleStatus[] = [];
  for (const module of modules) all.push(await statusOf(session, module));
  const ok = all.every(({ findings }) => findings.length === 0);
  if (options.json) {
    const shown = all.map((one) => ({ ...one, findings: one.findings.map(findingToJson) }));
    io.out(JSON.stringify({ version: 1, ok, modules: shown }, null, 2));
  } else {
    io.out(all.length === 0 ? "The project has no modules yet." : all.map(describe).join("\n\n"));
  }
  return ok ? exitCode.ok : exitCode.findings;
}

async function statusOf(session: Session, module: Module): Promise<ModuleStatus> {
  const { project, io, engine } = session;
  const chain = await readIterations(project.root, module.name, io.cwd);
  const iterations = chain.iterations.map(folderName);
  const findings = await checkPrototype(module, project.config, chain, engine);
  const base = { module: module.name, iterations };
  if (chain.findings.length > 0 || !(await session.database(module).exists())) return { ...base, findings };
  try {
    await using database = await openDatabase(session, module);
    const applied = database.applied.map(folderName);
    return { ...base, applied, findings: [...findings, ...database.drift] };
  } catch (error) {
    if (!(error instanceof AppError) || error.exit === exitCode.unreachable) throw error;
    return { ...base, findings: [...findings, ...error.findings] };
  }
}

function describe({ module, iterations, applied, findings }: ModuleStatus): string {
  const lines = iterations.map(
    (name) => `  ${name}${applied === undefined || applied.includes(name) ? "" : "  pending"}`,
  );
  const database =
    applied === undefined
      ? "no database yet"
      : applied.length === iterations.length
        ? "database up to date"
        : `database lacks ${count(iterations.length - applied.length, "iteration")}: schema prototype ${module} up`;
  return [
    `${module}: ${count(iterations.length, "iteration")}, ${database}`,
    ...lines,
    ...findings.map(renderFinding),
  ].join("\n");
}
