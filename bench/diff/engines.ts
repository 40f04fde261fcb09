import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";

const execute = promisify(execFile);

/** What the process of an engine says at its end. */
const measurement = z.object({
  milliseconds: z.number(),
  statements: z.number(),
  /** Peak of the whole process, in kilobytes. */
  maxRSS: z.number(),
});
export type Measurement = z.infer<typeof measurement>;

const here = dirname(fileURLToPath(import.meta.url));
/** The peers stand beside their own package.json, not among the compiled files. */
const folder = join(repository(here), "bench", "diff");

/** The program of each engine: URLs in, a measurement out. */
const programs = {
  schema: join(here, "engine.js"),
  "pg-delta": join(folder, "peers", "pg-delta.mjs"),
  migra: join(folder, "peers", "migra.mjs"),
};
export type Engine = keyof typeof programs;
export const engines: readonly Engine[] = ["schema", "pg-delta", "migra"];

/** The peers are no dependency of the project: they are installed here, for the bench alone. */
export async function installPeers(): Promise<void> {
  if (existsSync(join(folder, "node_modules", ".package-lock.json"))) return;
  await execute("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder });
}

/** One run, in a process of its own. */
export async function measure(engine: Engine, ...urls: readonly string[]): Promise<Measurement> {
  const { stdout } = await execute(process.execPath, [programs[engine], ...urls], { cwd: folder });
  return measurement.parse(JSON.parse(stdout));
}

function repository(path: string): string {
  return existsSync(join(path, "package.json")) ? path : repository(dirname(path));
}
