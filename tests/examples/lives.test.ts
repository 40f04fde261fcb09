import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { connectServer } from "../../src/postgres/server.ts";
import { preamble } from "../../src/production/platform.ts";
import { exampleProject } from "../production/definitions.ts";
import { copyExample, repository } from "../support/cli.ts";
import { startServer } from "../support/servers.ts";

const examples = await readdir(join(repository, "examples"));

/** The words of `npm run <name>`. */
async function script(name: string): Promise<readonly string[]> {
  const file = await readFile(join(repository, "package.json"), "utf8");
  const { scripts } = JSON.parse(file) as { scripts: Record<string, string> };
  return (scripts[name] ?? "").split(" ");
}

test("the demo is the example CRM", async () => {
  expect(await script("demo")).toEqual([...(await script("example")), "crm"]);
});

describe.each(examples)("example %s", (name) => {
  test("its whole life goes as it is told, and changes no byte", async () => {
    await using copy = await copyExample(name);
    const [program, ...args] = await script("example");
    expect(program).toBe("node");

    const inCopy = [...args, `${copy.path}/`];
    const { stdout } = await promisify(execFile)(process.execPath, inCopy, { cwd: repository });

    expect(stdout).toMatch(/All \d+ files are what they were before, byte for byte\.\n$/);
    expect(stdout).not.toContain(copy.path);
  }, 600_000);
});

describe.each([15, 18] as const)("PostgreSQL %i", (version) => {
  test("takes the production schema of every example that needs no pgvector", async () => {
    await using server = await startServer(version);
    // The servers have none; that example has a test of its own, with vectors and without.
    for (const name of examples.filter((one) => one !== "supabase-documents")) {
      const { config } = await exampleProject(name);
      const sql = await readFile(join(repository, "examples", name, "production/schema.sql"), "utf8");
      await using db = await connectServer(await server.createDatabase(name));
      for (const statement of preamble(config.platform)) await db.execute(statement);
      await db.execute(sql);
    }
  });
});
