import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../../src/cli/files.ts";
import { repository, runCli, TemporaryFolder } from "../support/cli.ts";

const files = [
  ".github/workflows/schema.yml",
  ".gitignore",
  "decisions.yaml",
  "entities/task.yaml",
  "entities/user.yaml",
  "mixins/id.yaml",
  "modules/tasks/module.yaml",
  "package.json",
  "schema.config.yaml",
];

test("writes a project into a new folder and says what comes next", async () => {
  await using home = await TemporaryFolder.create();
  const { exit, out } = await runCli(["init", "shop"], { cwd: home.path });

  expect(exit).toBe(0);
  expect(await listFiles(join(home.path, "shop"))).toEqual(files);
  expect(out).toContain("  shop/modules/tasks/module.yaml\n");
  expect(out).toContain("  cd shop\n  npm install\n");
  expect(out).toContain("npx schema prototype tasks --name start");
});

test("asks where it may, and options answer in advance", async () => {
  await using home = await TemporaryFolder.create();
  const asked = await runCli(["init", "--module", "orders"], {
    cwd: home.path,
    answers: ["shop", "supabase"],
  });
  expect(asked).toMatchObject({ exit: 0 });

  const config = await readFile(join(home.path, "schema.config.yaml"), "utf8");
  expect(config).toContain("name: shop\nplatform: supabase\n");
  expect(await listFiles(join(home.path, "modules"))).toEqual(["orders/module.yaml"]);
});

test.for([
  { argv: ["init", "--name", "../x"], exit: 2, says: "Use small letters" },
  { argv: ["init", "--platform", "oracle"], exit: 2, says: "Allowed choices are postgres, supabase, citus" },
])("$argv is refused", async ({ argv, exit, says }) => {
  await using home = await TemporaryFolder.create();
  const result = await runCli(argv, { cwd: home.path });
  expect(result.exit).toBe(exit);
  expect(result.err).toContain(says);
  expect(await listFiles(home.path)).toEqual([]);
});

test("a name that was typed in gets the same check", async () => {
  await using home = await TemporaryFolder.create();
  const result = await runCli(["init"], { cwd: home.path, answers: ["name: [", "postgres", "tasks"] });
  expect(result).toMatchObject({ exit: 2, err: expect.stringContaining('"name: [" cannot be a name') });
});

test("nothing is overwritten, and then nothing is written", async () => {
  await using home = await TemporaryFolder.create();
  await mkdir(join(home.path, "entities"));
  await writeFile(join(home.path, "entities/user.yaml"), "mine");
  await writeFile(join(home.path, "schema.config.yaml"), "mine");

  const { exit, err } = await runCli(["init"], { cwd: home.path });

  expect(exit).toBe(1);
  expect(err).toContain("entities/user.yaml exists already; nothing was written.");
  expect(err).toContain("schema.config.yaml exists already");
  expect(await listFiles(home.path)).toEqual(["entities/user.yaml", "schema.config.yaml"]);
});

test("--dry-run names the files and writes none", async () => {
  await using home = await TemporaryFolder.create();
  const { out } = await runCli(["init", "--dry-run", "--json"], { cwd: home.path });
  expect(JSON.parse(out)).toEqual({ version: 1, ok: true, dryRun: true, written: files });
  expect(await listFiles(home.path)).toEqual([]);
});

test("in an application's repository, CI and package.json stay at the top", async () => {
  await using home = await TemporaryFolder.create();
  await mkdir(join(home.path, ".git"));
  await writeFile(join(home.path, "package.json"), "{}");
  await runCli(["init", "db/main"], { cwd: home.path });

  const workflow = await readFile(join(home.path, ".github/workflows/schema.yml"), "utf8");
  expect(workflow).toContain("run: npm ci\n        working-directory: .\n");
  expect(workflow).toContain("run: npx schema check --format github\n        working-directory: db/main\n");
  expect(await listFiles(join(home.path, "db/main"))).not.toContain("package.json");
});

test("the editor's modelines point to the JSON Schemas of the installed package", async () => {
  await using home = await TemporaryFolder.create();
  await mkdir(join(home.path, ".git"));
  await writeFile(join(home.path, "package.json"), "{}");
  await runCli(["init", "db"], { cwd: home.path });

  const installed = join(home.path, "node_modules/schema-lifecycle");
  const shipped = (await listFiles(join(repository, "templates"))).map((path) =>
    join(installed, "templates", path),
  );
  for (const path of (await listFiles(join(home.path, "db"))).filter((path) => path.endsWith(".yaml"))) {
    const text = await readFile(join(home.path, "db", path), "utf8");
    const [, schema = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    expect(shipped).toContain(resolve(dirname(join(home.path, "db", path)), schema));
  }
});
