import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import { renderFinding } from "../../src/model/finding.ts";
import { readProject, readProjectFromFiles } from "../../src/model/read-project.ts";

const roots: string[] = [];
let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "model-"));
  roots.push(root);
  await write("schema.config.yaml", "name: limits\n");
});
afterAll(async () => {
  for (const folder of roots) await rm(folder, { recursive: true });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function findings(): Promise<string> {
  return (await readProject(root)).findings.map(renderFinding).join("\n\n");
}

function entity(name: string, fields: readonly string[]): string {
  return `entity: ${name}\nfields:\n  id: uuid primary key\n${fields.map((field) => `  ${field}\n`).join("")}`;
}

test("a file of 5 MB is refused at once", async () => {
  await write("entities/big.yaml", `# ${"x".repeat(5_000_000)}\n${entity("account", [])}`);
  const start = performance.now();
  expect(await findings()).toMatchInlineSnapshot(`
    "error[file/too-big]: entities/big.yaml is 5.0 MB big; more than 2 MB in one file are not read.
      help: Split it: a file may hold any number of definitions, and a folder any number of files."
  `);
  expect(performance.now() - start).toBeLessThan(1000);
});

test.for([
  ["nearly 2 MB", "varchar(20)? unique = 'x'", 30, 0],
  ["many mistakes", "txt", 5, 7500],
] as const)("a file with %s is read within seconds", async ([, type, count, mistakes]) => {
  const fields = Array.from({ length: 1500 }, (_, index) => `field_${index}: ${type}`);
  const entities = Array.from({ length: count }, (_, index) => entity(`entity_${index}`, fields));
  await write("entities/big.yaml", entities.join("---\n"));
  const start = performance.now();
  expect((await readProject(root)).findings).toHaveLength(mistakes);
  expect(performance.now() - start).toBeLessThan(20_000);
});

test("deep nesting is a finding", async () => {
  await write("entities/deep.yaml", `entity: ${"[".repeat(50_000)}\n`);
  await write("entities/deeper.yaml", `entity: ${"{a: ".repeat(5_000)}${"}".repeat(5_000)}\n`);
  const { project, findings } = await readProject(root);
  expect(project).toBeUndefined();
  expect(new Set(findings.map(({ at }) => at?.source.path))).toEqual(
    new Set(["entities/deep.yaml", "entities/deeper.yaml"]),
  );
});

test("a table holds 1600 columns", async () => {
  const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}: text`);
  await write("entities/full.yaml", entity("full", fields(1599)));
  await write("entities/over.yaml", entity("over", fields(1600)));
  expect(await findings()).toMatchInlineSnapshot(`
    "error[model/too-many-columns]: over has 1601 columns; a table holds 1600 at most.
      --> entities/over.yaml:1:9
         1 | entity: over
           |         ^^^^"
  `);
});

test("what cannot be read is named, and nothing is guessed about what it may hold", async () => {
  await writeFile(join(root, "entities"), "not a folder");
  await write("mixins/loop.yaml/inside.txt", "a folder with the name of a file");
  await write("modules/m/module.yaml", "module: m\nuses: { account: all }\n");
  await mkdir(join(root, "modules/m/entities"));
  await symlink("nowhere.yaml", join(root, "modules/m/entities/dangling.yaml"));
  await symlink("circle.yaml", join(root, "modules/m/entities/circle.yaml"));
  expect(await findings()).toMatchInlineSnapshot(`
    "error[file/unreadable]: entities cannot be read: it is not a folder.

    error[file/unreadable]: modules/m/entities/circle.yaml cannot be read: its links go round in circles.

    error[file/unreadable]: modules/m/entities/dangling.yaml cannot be read: it leads nowhere.

    warning[file/not-read]: mixins/loop.yaml/inside.txt is not read.
      help: Definitions end in .yaml; put other files elsewhere."
  `);
});

test("a config that is a folder is named", async () => {
  await rm(join(root, "schema.config.yaml"));
  await mkdir(join(root, "schema.config.yaml"));
  expect(await findings()).toMatchInlineSnapshot(
    `"error[file/unreadable]: schema.config.yaml cannot be read: it is a folder."`,
  );
});

test("paths are shown relative to where the user stands", async () => {
  await write("entities/a.yaml", "entity: a\n");
  const { findings } = await readProject(root, { relativeTo: dirname(root) });
  expect(findings.map(({ at }) => at?.source.path)).toEqual([`${root.split("/").at(-1)}/entities/a.yaml`]);
});

test("no text makes the reader fail: it gives a project or findings", () => {
  const word = fc.constantFrom(
    ..."entity fields id: uuid primary key relations -> <> account with mixin checks { } [ ] , ? & * ! | > ' \" % @ # - -- --- : \n \t (12,2) = enum( in unique desc access allow all to when key indexes on queries where order".split(
      " ",
    ),
    "\n  ",
    "\n",
    ": ",
  );
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(word, { maxLength: 60 }).map((all) => all.join(" ")),
  );
  const file = fc.constantFrom(
    "schema.config.yaml",
    "decisions.yaml",
    "mixins/a.yaml",
    "entities/b.yaml",
    "modules/c/module.yaml",
  );
  fc.assert(
    fc.property(fc.dictionary(file, text), (files) => {
      const { project, findings } = readProjectFromFiles("/", new Map(Object.entries(files)));
      expect(project !== undefined || findings.length > 0).toBe(true);
      for (const finding of findings) expect(renderFinding(finding)).not.toBe("");
    }),
    { numRuns: 300 },
  );
});
