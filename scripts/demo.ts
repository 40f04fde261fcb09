import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { parse } from "yaml";
import { z } from "zod";
import { listFiles } from "../src/cli/files.ts";

/** One step of a life: what people write, and the commands that they run then. */
const step = z.strictObject({
  title: z.string(),
  text: z.string().optional(),
  /** Definitions as they are at this point: path in the project → content. */
  write: z.record(z.string(), z.string()).default({}),
  run: z.array(z.union([z.string(), z.strictObject({ command: z.string(), exit: z.number() })])).default([]),
});
const life = z.strictObject({ title: z.string(), steps: z.array(step) });
type Step = z.infer<typeof step>;

const schema = fileURLToPath(new URL("../bin/schema.js", import.meta.url));
const examples = fileURLToPath(new URL("../../examples/", import.meta.url));

/** Ends the command that runs; the definitions are put back then. */
const interrupt = new AbortController();

/** Plays the life of an example, told in its `demo.yaml`, and ends where it began: with the committed files. */
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
      if (!(await play(step, index + 1, project))) return 1;
    }
  } finally {
    await writeDefinitions(project, steps);
  }
  return conclude(before, await contents(project));
}

/** What commands write; a life begins without it. */
async function removeGenerated(project: string): Promise<void> {
  const modules = await readdir(join(project, "modules")).catch(() => []);
  const generated = [
    ".schema",
    "docs/schema",
    "production",
    ...modules.map((module) => `modules/${module}/iterations`),
  ];
  for (const folder of generated) await rm(join(project, folder), { recursive: true, force: true });
}

/** False when a command did not end as the story says. */
async function play({ title, text, write, run }: Step, number: number, project: string): Promise<boolean> {
  print(`\n${bold(`${number}. ${title}`)}${text === undefined ? "" : `\n\n${text.trimEnd()}`}`);
  for (const [path, content] of Object.entries(write)) {
    print(`\n${dim(path)}\n${indent(content.trimEnd())}`);
    await writeText(join(project, path), content);
  }
  for (const entry of run) {
    const { command, exit } = typeof entry === "string" ? { command: entry, exit: 0 } : entry;
    print(`\n${bold(`$ ${command}`)}`);
    const start = performance.now();
    const actual = await runSchema(command, project);
    if (process.stdout.isTTY) print(dim(`${((performance.now() - start) / 1000).toFixed(1)} s`));
    if (actual === exit) continue;
    print(`\nThe command ended with exit code ${actual}, not ${exit}. The definitions are put back.`);
    return false;
  }
  return true;
}

async function runSchema(command: string, cwd: string): Promise<number | string> {
  const [program, ...args] = splitWords(command);
  if (program !== "schema") throw new Error(`A life is made of \`schema\` commands, not of ${program}.`);
  const child = spawn(process.execPath, [schema, ...args, "--no-input"], {
    cwd,
    stdio: "inherit",
    signal: interrupt.signal,
  });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  return code ?? signal ?? "unknown";
}

/** Words as a shell splits them, with single quotes around those that hold spaces. */
function splitWords(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ""));
}

/** Leaves the definitions as the last step has them, however the life ended. */
async function writeDefinitions(project: string, steps: readonly Step[]): Promise<void> {
  const last = Object.assign({}, ...steps.map(({ write }) => write)) as Record<string, string>;
  for (const [path, content] of Object.entries(last)) await writeText(join(project, path), content);
}

async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function contents(project: string): Promise<ReadonlyMap<string, string>> {
  const paths = (await listFiles(project)).filter((path) => !path.startsWith(".schema/"));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await readFile(join(project, path), "base64")] as const),
    ),
  );
}

function conclude(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changed = paths.filter((path) => before.get(path) !== after.get(path));
  const same = `All ${after.size} files are what they were before, byte for byte.`;
  print(`\n${bold(changed.length === 0 ? same : `Changed:\n${indent(changed.join("\n"))}`)}`);
  return 0;
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
  if (!interrupt.signal.aborted) throw error;
  print("\nInterrupted. The definitions are put back.");
  process.exitCode = 1;
}
