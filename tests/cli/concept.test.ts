import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../../src/cli/files.ts";
import { hasBrowser } from "../concept/has-browser.ts";
import { copyExample, repository, runCli, TemporaryFolder } from "../support/cli.ts";

const orders = {
  "schema.config.yaml": "name: orders\n",
  "entities/order.yaml": "entity: order\narea: sales\nfields:\n  id: uuid primary key\n  note: text?\n",
  "modules/shop/module.yaml": "module: shop\nuses: { order: [note] }\n",
};

const pages = ["areas/sales", "index", "modules/shop"];
const documents = pages.flatMap((page) => [`${page}.md`, `${page}.mmd`, `${page}.svg`]);

async function projectWith(files: Readonly<Record<string, string>>): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.create();
  for (const [path, text] of Object.entries(files)) await write(join(folder.path, path), text);
  return folder;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function contents(folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = await listFiles(folder);
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await readFile(join(folder, path), "latin1")] as const),
    ),
  );
}

test("writes the documents, says what it wrote and what comes next", async () => {
  await using project = await projectWith(orders);
  const { exit, out, err } = await runCli(["concept"], { cwd: project.path });
  expect(exit).toBe(0);
  expect(out).toContain("9 new, 0 changed, 0 removed");
  expect(out).toContain("  + docs/schema/areas/sales.md");
  expect(err).toBe("Next: schema prototype shop --name first");
  expect(await listFiles(join(project.path, "docs/schema"))).toEqual(documents);
});

test("a second run touches no file; a change touches what it concerns; what is left over goes", async () => {
  await using project = await projectWith(orders);
  const folder = join(project.path, "docs/schema");
  await runCli(["concept"], { cwd: project.path });
  const before = await stat(join(folder, "index.md"));
  const second = await runCli(["concept"], { cwd: project.path });
  expect(second.out).toBe("docs/schema is up to date (9 files).");
  expect((await stat(join(folder, "index.md"))).mtimeMs).toBe(before.mtimeMs);

  const entity = orders["entities/order.yaml"].replace("sales", "trade").replace("text?", "text");
  await write(join(project.path, "entities/order.yaml"), entity);
  const third = await runCli(["concept"], { cwd: project.path });
  expect(third.out).toContain("3 new, 4 changed, 3 removed");
  expect(third.out).toContain("  - docs/schema/areas/sales.svg");
  expect(await listFiles(join(folder, "areas"))).toEqual(["trade.md", "trade.mmd", "trade.svg"]);
});

test("--dry-run says the same and writes nothing", async () => {
  await using project = await projectWith(orders);
  const { out } = await runCli(["concept", "--dry-run"], { cwd: project.path });
  expect(out).toContain("docs/schema would change: 9 new");
  expect(await listFiles(join(project.path, "docs"))).toEqual([]);
});

test("--json, from elsewhere with --dir", async () => {
  await using project = await projectWith(orders);
  const { out } = await runCli(["concept", "--json", "--dir", project.path], { cwd: repository });
  expect(JSON.parse(out)).toEqual({
    version: 1,
    ok: true,
    dryRun: false,
    folder: "docs/schema",
    created: documents,
    changed: [],
    removed: [],
    next: "schema prototype shop --name first",
  });
});

test("wrong definitions are told and nothing is written", async () => {
  await using project = await projectWith({
    ...orders,
    "entities/bad.yaml": "entity: bad\nfields: { id: uid }\n",
  });
  const { exit, err } = await runCli(["concept"], { cwd: project.path });
  expect(exit).toBe(1);
  expect(err).toContain("entities/bad.yaml:2");
  expect(await listFiles(join(project.path, "docs"))).toEqual([]);
});

test("--format without a browser is told and nothing is written", async () => {
  await using project = await projectWith(orders);
  const env = { CHROME_PATH: "/nowhere/chrome" };
  const { exit, err } = await runCli(["concept", "--format", "png"], { cwd: project.path, env });
  expect(exit).toBe(3);
  expect(err).toContain("CHROME_PATH names /nowhere/chrome");
  expect(await listFiles(join(project.path, "docs"))).toEqual([]);
});

test.skipIf(!hasBrowser)(
  "--format draws beside the documents; its pictures stay until their diagram changes",
  async () => {
    await using project = await projectWith(orders);
    const folder = join(project.path, "docs/schema");
    await runCli(["concept", "--format", "svg"], { cwd: project.path, env: process.env });
    const pictures = pages.map((page) => `${page}.mermaid.svg`);
    expect(await listFiles(folder)).toEqual([...documents, ...pictures].sort());

    const drawn = await contents(folder);
    await runCli(["concept", "--format", "svg"], { cwd: project.path, env: process.env });
    await runCli(["concept"], { cwd: project.path });
    expect(await contents(folder)).toEqual(drawn);

    const entity = orders["entities/order.yaml"].replace("note: text?", "note: text?\n  total: integer");
    await write(join(project.path, "entities/order.yaml"), entity);
    const { out } = await runCli(["concept"], { cwd: project.path });
    expect(out).toContain("  - docs/schema/areas/sales.mermaid.svg");
    expect(await listFiles(join(folder, "areas"))).toEqual(["sales.md", "sales.mmd", "sales.svg"]);
    // Neither the overview, which shows names alone, nor the module's view has the new field.
    expect(await listFiles(folder)).toEqual(
      expect.arrayContaining(["index.mermaid.svg", "modules/shop.mermaid.svg"]),
    );
  },
);

test("another format than the three is wrong usage", async () => {
  await using project = await projectWith(orders);
  const { exit, err } = await runCli(["concept", "--format", "gif"], { cwd: project.path });
  expect(exit).toBe(2);
  expect(err).toContain("svg, png, pdf");
});

test("the documents of examples/crm are what its definitions say", async () => {
  await using copy = await copyExample("crm");
  await runCli(["concept"], { cwd: copy.path });
  const written = await contents(join(copy.path, "docs/schema"));
  expect(written).toEqual(await contents(join(repository, "examples/crm/docs/schema")));
});
