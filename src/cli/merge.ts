import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MergeResult } from "../merger/conflict.ts";
import { mergeModules } from "../merger/merge.ts";
import { recordDecisions } from "../merger/record-decisions.ts";
import { type ExitCode, exitCode } from "../model/app-error.ts";
import { hasErrors, renderFinding } from "../model/finding.ts";
import type { Decision, Project } from "../model/model.ts";
import { writeFileAtomically } from "./files.ts";
import type { Io } from "./io.ts";
import { askDecision, type DecisionFlags, decisionsFromFlags, refuseUseless } from "./merge-decisions.ts";
import { count, mergeToJson, renderConflict, renderMerge } from "./merge-report.ts";
import type { DefineCommand } from "./program.ts";
import { loadProject } from "./project.ts";

interface MergeOptions extends DecisionFlags {
  readonly dir?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export const define: DefineCommand = (command, { io, run }) => {
  command
    .option("--dir <folder>", "the project's folder")
    .option("--decide <conflict=choice>", "settle a conflict; may be repeated", append)
    .option(
      "--why <reason>",
      "the reason of each --decide, in their order; one alone is the reason of all",
      append,
    )
    .option("--by <name>", "who decides")
    .option("--dry-run", "write nothing")
    .option("--json", "print the result as JSON")
    .option("--no-input", "never ask")
    .action(run((options: MergeOptions) => merge(options, io)));
};

function append(value: string, list: readonly string[] = []): readonly string[] {
  return [...list, value];
}

async function merge(options: MergeOptions, io: Io): Promise<ExitCode> {
  const project = await loadProject(io, options.dir);
  const given = decisionsFromFlags(options, mergeWith(project, []));
  refuseUseless(given, mergeWith(project, given));
  const save = (decisions: readonly Decision[]) => record(decisions, project, options, io);
  await save(given);
  const asked = io.interactive ? await askOpenConflicts(project, given, options, io, save) : [];
  return report(mergeWith(project, [...given, ...asked]), options, io);
}

/** The project's modules merged with its decisions, of which these take the place of older ones. */
function mergeWith(project: Project, decisions: readonly Decision[]): MergeResult {
  const fresh = new Set(decisions.map(({ conflict }) => conflict));
  const kept = project.decisions.filter(({ conflict }) => !fresh.has(conflict));
  return mergeModules(project.business, project.modules, [...kept, ...decisions]);
}

/** Asks until nothing is open. Each answer is saved at once, so that none is lost when the next one is not given. */
async function askOpenConflicts(
  project: Project,
  given: readonly Decision[],
  options: MergeOptions,
  io: Io,
  save: (decisions: readonly Decision[]) => Promise<void>,
): Promise<readonly Decision[]> {
  const answers: Decision[] = [];
  for (;;) {
    const [conflict] = mergeWith(project, [...given, ...answers]).conflicts;
    if (conflict === undefined) return answers;
    const settles = (answer: Decision) =>
      mergeWith(project, [...given, ...answers, answer]).resolved.some(({ decision }) => decision === answer);
    const answer = await askDecision(io, conflict, settles, options.by);
    await save([answer]);
    answers.push(answer);
  }
}

const decisionsFile = "decisions.yaml";

async function record(
  decisions: readonly Decision[],
  project: Project,
  options: MergeOptions,
  io: Io,
): Promise<void> {
  if (decisions.length === 0 || options.dryRun) return;
  const path = join(project.root, decisionsFile);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  await writeFileAtomically(path, recordDecisions(text, decisions));
  io.note(
    `Recorded in ${decisionsFile}: ${decisions.map(({ conflict, choose }) => `${conflict} → ${choose}`).join("; ")}.`,
  );
}

function report(result: MergeResult, options: MergeOptions, io: Io): ExitCode {
  const ok = result.conflicts.length === 0 && !hasErrors(result.findings);
  if (options.json) {
    io.out(JSON.stringify(mergeToJson(result, ok), null, 2));
  } else {
    io.out(renderMerge(result));
    for (const finding of result.findings) io.note(renderFinding(finding));
    for (const conflict of result.conflicts) io.note(`\n${renderConflict(conflict)}`);
  }
  io.note(nextStep(result, ok));
  return ok ? exitCode.ok : exitCode.findings;
}

function nextStep({ conflicts }: MergeResult, ok: boolean): string {
  if (conflicts.length > 0) {
    return `\n${count(conflicts.length, "conflict needs a decision", "conflicts need a decision")}. Then: schema merge`;
  }
  return ok ? "Next: schema harden" : "Correct the errors, then: schema merge";
}
