import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../src/cli/files.ts";
import { copyExample, repository, runCli, TemporaryFolder } from "./support/cli.ts";

const readme = await readFile(join(repository, "README.md"), "utf8");

/** The code blocks of a language, without the fences. */
function blocks(language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...readme.matchAll(pattern)].map(([, text = ""]) => text.trimEnd());
}

/** All commands of the `sh` blocks, in order, without comments. */
const commands = blocks("sh")
  .flatMap((block) => block.split("\n"))
  .flatMap((line) => line.replace(/\s+#.*$/, "").split(" && "));

/** What this run is itself a part of, and what needs the published package. */
const elsewhere = ["npm ci", "npm test", "npm install --save-dev schema-lifecycle"];

test("every command is run here, but for those that cannot be", () => {
  const known = [...elsewhere, "npm run demo", "cd shop"];
  expect(
    commands.filter((command) => !known.includes(command) && !command.startsWith("npx schema ")),
  ).toEqual([]);
  expect(known.filter((command) => !commands.includes(command))).toEqual([]);
});

test("a project of your own: the commands work one after the other", async () => {
  await using home = await TemporaryFolder.create();
  let cwd = home.path;
  for (const command of commands) {
    const [program, ...argv] = command.split(" ");
    if (program === "cd") cwd = join(cwd, ...argv);
    if (program !== "npx") continue;
    const { exit, err } = await runCli(argv.slice(1), { cwd });
    expect({ command, exit, err: exit === 0 ? "" : err }).toEqual({ command, exit: 0, err: "" });
  }
  expect(cwd).toBe(join(home.path, "shop"));
}, 120_000);

test.for(blocks("console"))("this is what one sees: %s", async (block) => {
  await using crm = await copyExample("crm");
  const [command = "", ...output] = block.split("\n");
  const module = join(crm.path, "modules/master-view/module.yaml");
  await writeFile(module, (await readFile(module, "utf8")).replace(", phone]", "]"));

  const { out } = await runCli(command.replace("$ schema ", "").split(" "), { cwd: crm.path });
  expect(out.trimEnd().split("\n")).toEqual(output);
});

test.for(["yaml", "sql"])("the %s comes from the CRM", async (language) => {
  const crm = join(repository, "examples/crm");
  const paths = (await listFiles(crm)).filter(
    (path) => path.endsWith(`.${language}`) && !path.startsWith("."),
  );
  const texts = await Promise.all(paths.map((path) => readFile(join(crm, path), "utf8")));
  for (const block of blocks(language)) {
    for (const piece of language === "yaml" ? block.split("\n") : block.split("\n\n")) {
      expect(texts.some((text) => text.includes(piece))).toBe(true);
    }
  }
});
