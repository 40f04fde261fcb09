import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { Option } from "commander";
import { definitionsUnusable, runChecks } from "../check/check.ts";
import { type ReportFormat, reportFormats, reports } from "../check/report.ts";
import { type CheckOutcome, held } from "../check/rule.ts";
import { type ExitCode, exitCode } from "../model/app-error.ts";
import { readProject } from "../model/read-project.ts";
import { openShadow } from "../postgres/shadow.ts";
import { preamble } from "../production/platform.ts";
import { listFiles } from "./files.ts";
import type { Io } from "./io.ts";
import { packageVersion } from "./package.ts";
import type { DefineCommand } from "./program.ts";
import { findProjectRoot } from "./project.ts";
import { stateFolder } from "./state-folder.ts";

interface CheckOptions {
  readonly dir?: string;
  readonly format: ReportFormat;
  readonly json?: true;
}

export const define: DefineCommand = (command, { io, run }) => {
  command
    .option("--dir <folder>", "the project's folder")
    .addOption(new Option("--format <format>", "how to report").choices(reportFormats).default("text"))
    .option("--json", "the same as --format json")
    .option("--no-input", "never ask")
    .action(run((options: CheckOptions) => check(options, io)));
};

async function check(options: CheckOptions, io: Io): Promise<ExitCode> {
  const format = options.json ? "json" : options.format;
  const root = findProjectRoot(io, options.dir);
  const outcomes = await checkProject(root, placesRelativeTo(format, io));
  io.out(reports[format]({ outcomes, version: packageVersion() }));
  return outcomes.every(held) ? exitCode.ok : exitCode.findings;
}

/** People read places from where they are; code hosts want them from the top of the repository. */
function placesRelativeTo(format: ReportFormat, io: Io): string {
  const forHost = format === "github" || format === "sarif";
  return forHost ? resolve(io.cwd, io.env.GITHUB_WORKSPACE ?? ".") : io.cwd;
}

async function checkProject(root: string, relativeTo: string): Promise<readonly CheckOutcome[]> {
  const { project, findings } = await readProject(root, { relativeTo });
  if (project === undefined) return definitionsUnusable(findings);
  const cacheDir = join(await stateFolder(root), "cache");
  await using shadow = await openShadow({ cacheDir, preamble: preamble(project.config.platform) });
  const shownRoot = relative(relativeTo, root).split(sep).join("/");
  return await runChecks({
    project,
    definitionFindings: findings,
    shownRoot: shownRoot === "" ? "" : `${shownRoot}/`,
    read: (folder) => readTexts(join(root, folder)),
    shadow,
    cacheDir,
  });
}

/** The files of a folder as they were written: git may have changed the line ends. */
async function readTexts(folder: string): Promise<ReadonlyMap<string, string>> {
  const texts = (await listFiles(folder)).map(
    async (path) => [path, (await readFile(join(folder, path), "utf8")).replaceAll("\r\n", "\n")] as const,
  );
  return new Map(await Promise.all(texts));
}
