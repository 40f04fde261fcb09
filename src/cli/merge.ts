import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MergeResult } from "../merger/conflict.ts";
import { mergeModules } from "../merger/merge.ts";
import { recordDecisions } from "../merger/record-decisions.ts";
import { type ExitCode, exitCode } from "../model/app-error.ts";
import { hasErrors, renderFinding } from "../model/finding.ts";
import type { Decision } from "../model/model.ts";
import { decisionsPath } from "../model/project-files.ts";
import { writeFileAtomically } from "./files.ts";
import type { Io } from "./io.ts";
import { type MergeInput, readMergeInput } from "./merge/input.ts";
import { askDecision, type DecisionFlags, decisionsFromFlags, refuseUseless } from "./merge-decisions.ts";
import { count, mergeToJson, renderConflict, renderMerge } from "./merge-report.ts";
import type { DefineCommand } from "./program.ts";

interface MergeOptions extends DecisionFlags {
  readonly from: readonly string[];
  readonly dir?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

const help = `
Where modules differ, a written rule settles it, or a person decides; decisions are recorded in decisions.yaml.
--from reads a module's prototype as it is, in place of its definitions: a database (postgresql://… or env:NAME), or an SQL
file or folder. Without a project, the prototypes alone are merged.

Examples:
  schema merge
  schema merge --decide 'type account.zip=varchar(10)' --why 'Postal codes start with zeros.'
  schema merge --from billing=env:BILLING_URL --from crm=crm.sql`;

export const define: DefineCommand = (command, { io, run }) => {
  command
    .option("--from <module=source>", "merge what a module's prototype has; may be repeated", append, [])
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
    .addHelpText("after", help)
    .action(run((options: MergeOptions) => merge(options, io)));
};

function append(value: string, list: readonly string[] = []): readonly string[] {
  return [...list, value];
}

async function merge(options: MergeOptions, io: Io): Promise<ExitCode> {
  const input = await readMergeInput(options, io);
  const given = decisionsFromFlags(options, mergeWith(input, []));
  refuseUseless(given, mergeWith(input, given));
  const save = (decisions: readonly Decision[]) => record(decisions, input, options, io);
  await save(given);
  const asked = io.interactive ? await askOpenConflicts(input, given, options, io, save) : [];
  return report(mergeWith(input, [...given, ...asked]), options, io);
}

/** The modules merged with the decisions on record, of which these take the place of older ones. */
function mergeWith(input: MergeInput, decisions: readonly Decision[]): MergeResult {
  const fresh = new Set(decisions.map(({ conflict }) => conflict));
  const kept = input.decisions.filter(({ conflict }) => !fresh.has(conflict));
  const result = mergeModules(input.business, input.modules, [...kept, ...decisions]);
  return { ...result, findings: [...input.findings, ...result.findings] };
}

/** Asks until nothing is open. Each answer is saved at once, so that none is lost when the next one is not given. */
async function askOpenConflicts(
  input: MergeInput,
  given: readonly Decision[],
  options: MergeOptions,
  io: Io,
  save: (decisions: readonly Decision[]) => Promise<void>,
): Promise<readonly Decision[]> {
  const answers: Decision[] = [];
  for (;;) {
    const [conflict] = mergeWith(input, [...given, ...answers]).conflicts;
    if (conflict === undefined) return answers;
    const settles = (answer: Decision) =>
      mergeWith(input, [...given, ...answers, answer]).resolved.some(({ decision }) => decision === answer);
    const answer = await askDecision(io, conflict, settles, options.by);
    await save([answer]);
    answers.push(answer);
  }
}

async function record(
  decisions: readonly Decision[],
  { root }: MergeInput,
  options: MergeOptions,
  io: Io,
): Promise<void> {
  if (decisions.length === 0 || options.dryRun) return;
  const path = join(root, decisionsPath);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  await writeFileAtomically(path, recordDecisions(text, decisions));
  io.note(
    `Recorded in ${decisionsPath}: ${decisions.map(({ conflict, choose }) => `${conflict} → ${choose}`).join("; ")}.`,
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
  io.note(nextStep(result, ok, options));
  return ok ? exitCode.ok : exitCode.findings;
}

function nextStep({ conflicts }: MergeResult, ok: boolean, options: MergeOptions): string {
  if (conflicts.length > 0) {
    return `\n${count(conflicts.length, "conflict needs a decision", "conflicts need a decision")}. Then: ${again(options)}`;
  }
  if (ok && options.from.length > 0) return "The modules merge.";
  return ok ? "Next: schema harden" : `Correct the errors, then: ${again(options)}`;
}

function again({ from }: MergeOptions): string {
  return from.length === 0 ? "schema merge" : "schema merge --from …, as before";
}
