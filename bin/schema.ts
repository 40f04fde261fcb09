#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { main } from "../src/cli/program.ts";
import { terminal } from "../src/cli/terminal.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const argv = process.argv.slice(2);
// Whoever reads the output may have seen enough: `schema check | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(argv, version, terminal(argv));
