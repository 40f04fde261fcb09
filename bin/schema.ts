#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { main } from "../src/cli/program.ts";
import { terminal } from "../src/cli/terminal.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const argv = process.argv.slice(2);
process.exitCode = await main(argv, version, terminal(argv));
