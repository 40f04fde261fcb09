import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandList } from "../../src/cli/program.ts";
import { copyExample, runCli, TemporaryFolder } from "../support/cli.ts";

const cwd = "/";
const exitCodes = "Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 database or file unreachable.";

test.for([
  { argv: ["concpet"], says: "Did you mean concept?" },
  { argv: ["check", "--fromat", "json"], says: "Did you mean --format?" },
  { argv: ["check", "--format", "xml"], says: "Allowed choices are text, json, sarif, github." },
  { argv: ["--jsn"], says: "unknown option '--jsn'" },
  { argv: ["concept", "too", "many", "words"], says: "too many arguments" },
  { argv: [], says: "Usage: schema" },
])("wrong usage: schema $argv", async ({ argv, says }) => {
  const result = await runCli(argv, { cwd });
  expect(result).toMatchObject({ exit: 2, out: "", err: expect.stringContaining(says) });
});

test.for([
  { argv: ["--json"], message: "unknown option '--json'" },
  { argv: ["concpet", "--json"], message: "unknown command 'concpet'\n(Did you mean concept?)" },
  { argv: ["check", "--json", "--format"], message: expect.stringContaining("argument missing") },
])("wrong usage as JSON: schema $argv", async ({ argv, message }) => {
  const { exit, out } = await runCli(argv, { cwd });
  expect(exit).toBe(2);
  expect(JSON.parse(out)).toEqual({
    version: 1,
    ok: false,
    findings: [{ code: "cli/usage", severity: "error", message }],
  });
});

test("--version and --help go to stdout", async () => {
  expect(await runCli(["--version"], { cwd })).toEqual({ exit: 0, out: "0.0.0-test", err: "" });
  const help = await runCli(["--help"], { cwd });
  expect(help).toMatchObject({ exit: 0, err: "", out: expect.stringContaining(exitCodes) });
  for (const name of Object.keys(commandList))
    expect(help.out).toMatch(new RegExp(`^ {2}${name} .*\\w`, "m"));
});

test.for(Object.keys(commandList))(
  "%s: help, the options that all commands have, and the same help by `help`",
  async (name) => {
    const { exit, out } = await runCli([name, "--help"], { cwd });
    expect(exit).toBe(0);
    for (const part of ["--dir <folder>", "--json", "--no-input", exitCodes]) expect(out).toContain(part);
    expect(await runCli(["help", name], { cwd })).toEqual({ exit, out, err: "" });
  },
);

test.for(Object.keys(commandList).filter((name) => !["init", "diff", "apply", "import"].includes(name)))(
  "%s outside a project: exit 3, in words and as JSON",
  async (name) => {
    await using folder = await TemporaryFolder.create();
    const argv = [name, "--dir", folder.path];

    const words = await runCli(argv, { cwd: folder.path });
    expect(words).toMatchObject({ exit: 3, out: "" });
    expect(words.err).toContain("error[cli/no-project]: There is no schema.config.yaml");

    const { exit, out, err } = await runCli([...argv, "--json"], { cwd: folder.path });
    expect({ exit, err }).toEqual({ exit: 3, err: "" });
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      ok: false,
      findings: [{ code: "cli/no-project", severity: "error", help: expect.stringContaining("schema init") }],
    });
  },
);

test("a file that the system refuses is told in a sentence: exit 3", async () => {
  await using project = await copyExample("crm");
  await rm(join(project.path, "docs"), { recursive: true });
  await writeFile(join(project.path, "docs"), "a file where a folder should be");
  const result = await runCli(["concept"], { cwd: project.path });
  expect(result).toMatchObject({ exit: 3, out: "" });
  expect(result.err).toMatch(/^error\[cli\/file-refused\]: .*docs.*: .*\(E(NOTDIR|EXIST)\)\.\n {2}help: /);
});
