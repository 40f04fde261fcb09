import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { parse } from "yaml";
import { z } from "zod";
import { listFiles, syncFolder, writeFileAtomically } from "../src/cli/files.ts";

/** One step of a life: what people write, and the commands that they run then. */
const step = z.strictObject({
  title: z.string(),
  text: z.string().optional(),
  /** Definitions as they are for now: path in the project → content. */
  write: z.record(z.string(), z.string()).default({}),
  /** Definitions that get their final content: that of the project before the life began. */
  finish: z.array(z.string()).default([]),
  run: z.array(z.union([z.string(), z.strictObject({ command: z.string(), exit: z.number() })])).default([]),
});
const life = z.strictObject({ title: z.string(), steps: z.array(step) });
type Step = z.infer<typeof step>;

const schema = fileURLToPath(new URL("../bin/schema.js", import.meta.url));
const examples = fileURLToPath(new URL("../../examples/", import.meta.url));

/** A life that did not go as it is told. */
class Failure extends Error {}

/** Ends the command that runs. */
const interrupt = new AbortController();

/** Plays the life of an example, told in its `demo.yaml`, and ends where it began. */
async function main(name: string | undefined): Promise<number> {
  if (name === undefined) {
    print(`Usage: npm run example <name or folder>\nExamples: ${(await readdir(examples)).join(", ")}`);
    return 2;
  }
  const project = name.includes("/") ? resolve(name) : join(examples, name);
  const { title, steps } = life.parse(parse(await readFile(join(project, "demo.yaml"), "utf8")));
  const before = await contents(project);
  print(bold(title));
  try {
    await removeGenerated(project);
    for (const [index, step] of steps.entries()) {
      print(heading(step, index + 1));
      await writeDefinitions(step, project, before);
      for (const entry of step.run) await run(entry, project);
    }
  } catch (error) {
    await restore(project, before);
    throw error;
  }
  print(`\n${bold(compare(before, await contents(project)))}`);
  return 0;
}

/** What commands write; a life begins without it. */
async function removeGenerated(project: string): Promise<void> {
  const modules = await readdir(join(project, "modules")).catch(() => []);
  const generated = [
    ".schema",
    "docs/schema",
    "production",
    "supabase/migrations",
    ...modules.map((module) => `modules/${module}/iterations`),
  ];
  for (const folder of generated) await rm(join(project, folder), { recursive: true, force: true });
}

function heading({ title, text }: Step, number: number): string {
  return `\n${bold(`${number}. ${title}`)}${text === undefined ? "" : `\n\n${text.trimEnd()}`}`;
}

async function writeDefinitions(
  { write, finish }: Step,
  project: string,
  before: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const final = finish.map((path) => [path, String(before.get(path) ?? "")] as const);
  for (const [path, content] of [...Object.entries(write), ...final]) {
    print(`\n${dim(path)}\n${indent(content.trimEnd())}`);
    await writeFileAtomically(join(project, path), content);
  }
}

async function run(entry: Step["run"][number], project: string): Promise<void> {
  const { command, exit } = typeof entry === "string" ? { command: entry, exit: 0 } : entry;
  print(`\n${bold(`$ ${command}`)}`);
  const start = performance.now();
  const actual = await runSchema(command, project);
  if (process.stdout.isTTY) print(dim(`${((performance.now() - start) / 1000).toFixed(1)} s`));
  if (actual !== exit) throw new Failure(`The command ended with exit code ${actual}, not ${exit}.`);
}

async function runSchema(command: string, cwd: string): Promise<number | string> {
  const [program, ...args] = splitWords(command);
  if (program !== "schema") throw new Error(`A life is made of \`schema\` commands, not of ${program}.`);
  const child = spawn(process.execPath, [schema, ...args, "--no-input"], { cwd, stdio: "inherit" });
  const end = () => child.kill();
  interrupt.signal.addEventListener("abort", end);
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  interrupt.signal.removeEventListener("abort", end);
  interrupt.signal.throwIfAborted();
  return code ?? signal ?? "unknown";
}

/** Words as a shell splits them, with single quotes around those that hold spaces. */
function splitWords(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ""));
}

/** Everything as it was before. The embedded databases go: they hold a part of the life that failed. */
async function restore(project: string, before: ReadonlyMap<string, Buffer>): Promise<void> {
  await rm(join(project, ".schema"), { recursive: true, force: true });
  await syncFolder(project, before);
}

/** The project's files, without the embedded databases. */
async function contents(project: string): Promise<ReadonlyMap<string, Buffer>> {
  const paths = (await listFiles(project)).filter((path) => !path.startsWith(".schema/"));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(project, path))] as const)),
  );
}

function compare(before: ReadonlyMap<string, Buffer>, after: ReadonlyMap<string, Buffer>): string {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = paths.filter((path) => before.get(path)?.equals(after.get(path) ?? Buffer.of()) !== true);
  if (changed.length > 0) return `Changed:\n${indent(changed.join("\n"))}`;
  return `All ${after.size} files are what they were before, byte for byte.`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}

function bold(text: string): string {
  return process.stdout.isTTY ? styleText("bold", text) : text;
}

function dim(text: string): string {
  return process.stdout.isTTY ? styleText("dim", text) : text;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupt.abort());
try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  if (!interrupt.signal.aborted && !(error instanceof Failure)) throw error;
  const words = interrupt.signal.aborted ? "Interrupted." : (error as Failure).message;
  print(`\n${words} All files are put back as they were.`);
  process.exitCode = 1;
}
