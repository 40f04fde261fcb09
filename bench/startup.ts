import { execFileSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

// Compares the start of `schema --version` with that of an empty Node process. The goal is 1.5 times.
const schema = fileURLToPath(new URL("../bin/schema.js", import.meta.url));
const rounds = 40;

function milliseconds(args: readonly string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, args, { stdio: "ignore" });
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const empty: number[] = [];
const version: number[] = [];
// Alternating, so that a busy machine slows both.
for (let round = 0; round < rounds; round += 1) {
  empty.push(milliseconds(["-e", "0"]));
  version.push(milliseconds([schema, "--version"]));
}
const ratio = median(version) / median(empty);
process.stdout.write(
  `node -e 0: ${median(empty).toFixed(1)} ms, schema --version: ${median(version).toFixed(1)} ms, ratio ${ratio.toFixed(2)}\n`,
);
