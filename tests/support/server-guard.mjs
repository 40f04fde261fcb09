// Runs one PostgreSQL server for as long as its stdin is open. The pipe closes when the test process ends, however
// it ends: no server and no data folder is ever left behind.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const { command, args, options, remove } = JSON.parse(process.argv[2]);
const server = spawn(command, args, { ...options, stdio: ["ignore", "ignore", "inherit"] });

let wanted = true;
process.stdin.resume().on("close", () => {
  wanted = false;
  server.kill("SIGQUIT"); // at once, without a checkpoint
});
server.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  process.stdin.destroy();
});
server.on("exit", () => {
  if (!wanted) rmSync(remove, { recursive: true, force: true });
  process.stdin.destroy();
});
