/** Hardens a copy of the CRM example twice: with nothing made before and no cache, then with nothing changed. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const schema = fileURLToPath(new URL("../../bin/schema.js", import.meta.url));
const example = fileURLToPath(new URL("../../../examples/crm", import.meta.url));
const made = new Set(["production", ".schema"]);

/** Tells the processor time of the whole process, its threads included, behind all other output. */
const tellCpu =
  'data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();console.log("\\n"+(user+system)/1e6)})';

function harden(title: string, dir: string, goal: number): void {
  const start = performance.now();
  const command = [
    "--import",
    tellCpu,
    schema,
    "harden",
    "--dir",
    dir,
    "--no-input",
    "--allow",
    "deletes-data",
  ];
  const output = execFileSync(process.execPath, command, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const seconds = (performance.now() - start) / 1000;
  const cpu = Number(output.trimEnd().split("\n").at(-1));
  const missed = seconds > goal;
  if (missed) process.exitCode = 1;
  process.stdout.write(
    `${title}: ${seconds.toFixed(1)} s (${cpu.toFixed(1)} s processor), goal ${goal} s${missed ? ": missed" : ""}\n`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "bench-harden-"));
try {
  const crm = join(folder, "crm");
  cpSync(example, crm, { recursive: true, filter: (path) => !made.has(basename(path)) });
  harden("cold", crm, 10);
  harden("nothing changed", crm, 3);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
