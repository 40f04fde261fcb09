import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { listFiles } from "../src/cli/files.ts";
import { pgliteVersion } from "../src/postgres/cluster-image.ts";
import { repository } from "./support/cli.ts";

/** Packages that only development needs; hundreds of megabytes. */
const heavy = ["@mermaid-js/mermaid-cli", "puppeteer", "@sparticuz/chromium", "testcontainers", "ts-morph"];

test("the package holds what runs and nothing else", async () => {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: repository,
  });
  const [pack] = JSON.parse(stdout) as [{ files: { path: string }[] }];

  const compiled = [...(await under("bin")), ...(await under("src"))].map((path) =>
    path.replace(/\.ts$/, ".js"),
  );
  const expected = [
    ...compiled.map((path) => `dist/${path}`),
    ...(await under("templates")),
    `images/pglite-${pgliteVersion()}.tar.gz`,
    ...["CHANGELOG.md", "LICENSE", "README.md", "package.json"],
  ];
  expect(pack.files.map(({ path }) => path).sort()).toEqual(expected.sort());
});

test("what runs imports only dependencies, and nothing heavy is one", async () => {
  const { dependencies } = JSON.parse(await readFile(join(repository, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(Object.keys(dependencies).filter((name) => heavy.includes(name))).toEqual([]);

  const imported = new Set<string>();
  for (const path of [...(await under("bin")), ...(await under("src"))]) {
    const text = await readFile(join(repository, path), "utf8");
    for (const [, name] of text.matchAll(/(?:from|import\()\s*"((?:@[\w-]+\/)?[\w-]+)[^":]*"/g)) {
      if (name !== undefined) imported.add(name);
    }
  }
  const optional = ["@mermaid-js/mermaid-cli"];
  const undeclared = [...imported].filter((name) => !(name in dependencies) && !optional.includes(name));
  expect(undeclared).toEqual([]);
  expect(Object.keys(dependencies).filter((name) => !imported.has(name))).toEqual([]);
});

async function under(folder: string): Promise<string[]> {
  return (await listFiles(join(repository, folder))).map((path) => `${folder}/${path}`);
}
