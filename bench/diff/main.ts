import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { type Server, startServer } from "../../tests/support/servers.ts";
import { nativeDump } from "../corpus/native-dump.ts";
import { type Databases, makeDatabases } from "./databases.ts";
import { type Engine, engines, installPeers, type Measurement, measure } from "./engines.ts";

// Compares the planner with its peers on 1,000 tables, with itself on 10,000, and its reading with pg_dump's. Needs a
// pg_dump that is at least as new as the server.
const version = 15;
const [few, many] = [1000, 10_000];
const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, "no-growth": { type: "boolean", default: false } },
});
const rounds = Number(values.rounds);

interface Scenario {
  readonly title: string;
  readonly from: keyof Databases;
  readonly to: keyof Databases;
}

const scenarios: readonly Scenario[] = [
  { title: "nothing to do", from: "original", to: "copy" },
  { title: "5 changes per table", from: "original", to: "changed" },
  { title: "create all", from: "nothing", to: "original" },
];

const missed: string[] = [];

await using server = await startServer(version);
await installPeers();
const databases = await makeDatabases(server, few);
print(
  `PostgreSQL ${version}, ${few} tables of 9 columns, 2 indexes, 1 foreign key. Medians of ${rounds} runs.`,
);
const times = new Map<Scenario, number>();
for (const scenario of scenarios) times.set(scenario, await compareEngines(scenario, databases));
await compareReading(databases);
if (!values["no-growth"]) await compareGrowth(server, times);
print(missed.length === 0 ? "All goals are met." : `Missed: ${missed.join("; ")}.`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** Engines take turns, so that a busy machine slows all of them. Returns the project's own seconds. */
async function compareEngines({ title, from, to }: Scenario, databases: Databases): Promise<number> {
  const results: Record<Engine, Measurement[]> = { schema: [], "pg-delta": [], migra: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const engine of engines) results[engine].push(await measure(engine, databases[from], databases[to]));
  }
  print(`\n${title}`);
  for (const engine of engines) {
    const statements = results[engine][0]?.statements;
    print(
      `  ${engine.padEnd(8)} ${seconds(results[engine]).toFixed(2).padStart(6)} s  ${megabytes(results[engine]).toFixed(0).padStart(5)} MB  ${statements} statements`,
    );
  }
  const own = seconds(results.schema);
  judge(`${title}: time to pg-delta's`, own / seconds(results["pg-delta"]), 0.5);
  print(`  time to migra's: ${(own / seconds(results.migra)).toFixed(2)}`);
  judge(`${title}: megabytes`, megabytes(results.schema), 300);
  return own;
}

async function compareReading({ original }: Databases): Promise<void> {
  const dump = await nativeDump(version);
  const [own, dumps]: [Measurement[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    own.push(await measure("schema", original));
    const start = performance.now();
    await dump(original);
    dumps.push((performance.now() - start) / 1000);
  }
  print(
    `\nreading a Catalog\n  schema   ${seconds(own).toFixed(2)} s\n  pg_dump  ${median(dumps).toFixed(2)} s`,
  );
  judge("reading: time to pg_dump's", seconds(own) / median(dumps), 0.5);
}

async function compareGrowth(server: Server, times: ReadonlyMap<Scenario, number>): Promise<void> {
  const databases = await makeDatabases(server, many);
  print(`\n${many} tables`);
  for (const [{ title, from, to }, before] of times) {
    const own: Measurement[] = [];
    for (let round = 0; round < rounds; round += 1)
      own.push(await measure("schema", databases[from], databases[to]));
    const size = megabytes(own).toFixed(0);
    print(`  ${title}: ${seconds(own).toFixed(2)} s, ${size} MB, ${own[0]?.statements} statements`);
    judge(`${title}: growth of time`, seconds(own) / before, 12);
  }
}

/** A figure with its goal. */
function judge(title: string, value: number, limit: number): void {
  const isMissed = !(value <= limit);
  if (isMissed) missed.push(title);
  print(`  ${title}: ${value.toFixed(2)} (goal: at most ${limit}${isMissed ? "; missed" : ""})`);
}

function seconds(measurements: readonly Measurement[]): number {
  return median(measurements.map(({ milliseconds }) => milliseconds)) / 1000;
}

function megabytes(measurements: readonly Measurement[]): number {
  return median(measurements.map(({ maxRSS }) => maxRSS)) / 1024;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
