import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { listFiles } from "../../src/cli/files.ts";
import { writeIteration } from "../../src/cli/iterations-folder.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { nextIteration } from "../../src/prototype/iterations.ts";
import { onServer, PrototypeProject } from "../prototype/project.ts";
import { repository } from "../support/cli.ts";
import { startServer } from "../support/servers.ts";

const iterations = "modules/master-view/iterations";

/** The built `schema` in a process that can be killed. */
function start(project: PrototypeProject, argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(repository, "dist/bin/schema.js"), "prototype", ...argv], {
    cwd: project.path,
    env: { ...process.env, ...project.env },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

async function line(child: ChildProcess, start: string): Promise<void> {
  if (child.stderr === null) throw new Error("no stderr");
  for await (const text of createInterface({ input: child.stderr })) if (text.startsWith(start)) return;
  throw new Error(`It ended without "${start}".`);
}

function appears(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_, changed) => {
      // A short-lived file may be gone again when the event arrives; that it was there is enough.
      if (changed !== name && !existsSync(join(folder, name))) return;
      watcher.close();
      resolve();
    });
  });
}

test.for([
  { name: "while the iteration is proven", moment: "proof" },
  { name: "while its files are written", moment: ".0003_fax.tmp" },
  { name: "when its files are there and it is not applied yet", moment: "0003_fax" },
])("killed $name: all or nothing, and the next run goes on", { timeout: 180_000 }, async ({ moment }) => {
  await using project = await PrototypeProject.create("accounts");
  expect(await project.run(["master-view", "--name", "accounts"])).toMatchObject({ exit: 0 });
  await project.take("locations");
  expect(await project.run(["master-view", "--name", "locations"])).toMatchObject({ exit: 0 });
  await project.take("fax");

  const folder = join(project.path, iterations);
  const there = appears(folder, moment);
  const child = start(project, ["master-view", "--name", "fax"]);
  await (moment === "proof" ? line(child, "Proving") : there);
  await kill(child);

  const files = (await listFiles(folder)).filter((path) => path.startsWith("0003_fax/"));
  expect(files.length === 0 || files.length === 2).toBe(true);
  expect(await project.run(["master-view", "--name", "fax"])).toMatchObject({ exit: 0 });
  expect(await project.run(["status"])).toMatchObject({ exit: 0 });
  expect(await listFiles(folder)).toHaveLength(6);
});

/** Two iterations; the second stops in its middle as long as a row in the table `pause` says. */
async function withSlowIteration(project: PrototypeProject): Promise<void> {
  const first = nextIteration([], {
    name: "pause",
    up: "CREATE TABLE pause (seconds integer);",
    down: "DROP TABLE pause;",
  });
  const slow = nextIteration([first], {
    name: "slow",
    up: "CREATE TABLE half ();\nSELECT pg_sleep(seconds) FROM pause;\nCREATE TABLE whole ();",
    down: "DROP TABLE whole;\nDROP TABLE half;",
  });
  await writeIteration(project.path, "master-view", first);
  expect(await project.run(["up"])).toMatchObject({ exit: 0 });
  await writeIteration(project.path, "master-view", slow);
}

const tables =
  "SELECT to_regclass('half') IS NOT NULL AS half, to_regclass('whole') IS NOT NULL AS whole, (SELECT count(*) FROM schema_history.iterations) AS applied";

test("killed in the middle of an iteration's SQL, embedded: nothing of it, and up goes on", async () => {
  await using project = await PrototypeProject.create("accounts");
  await withSlowIteration(project);
  const dataDir = join(project.path, ".schema/databases/master-view");
  {
    await using db = await openPglite({ dataDir });
    await db.execute("INSERT INTO pause VALUES (30)");
  }
  const child = start(project, ["up"]);
  await line(child, "Applying 0002_slow");
  await setTimeout(500);
  expect(child.exitCode).toBeNull();
  await kill(child);
  {
    await using db = await openPglite({ dataDir });
    expect(await db.query(tables)).toEqual([{ half: false, whole: false, applied: 1 }]);
    await db.execute("DELETE FROM pause");
  }
  expect(await project.run(["up"])).toMatchObject({ exit: 0 });
  await using db = await openPglite({ dataDir });
  expect(await db.query(tables)).toEqual([{ half: true, whole: true, applied: 2 }]);
});

const server = await startServer(15);
afterAll(() => server[Symbol.asyncDispose]());

test("killed in the middle of an iteration's SQL, on a server: it is busy, then nothing of it, and up goes on", async () => {
  await using project = await PrototypeProject.create("accounts");
  await project.write("schema.config.yaml", onServer);
  project.env.DATABASE_URL = server.url();
  await withSlowIteration(project);
  await using db = await connectServer(server.url("postgres_master-view"));
  await db.execute("INSERT INTO pause VALUES (2)");
  const child = start(project, ["up"]);
  await line(child, "Applying 0002_slow");
  await setTimeout(500);
  await kill(child);
  // The server learns of the death when the SQL that it was given has run; until then the lock holds.
  expect(await project.run(["up"])).toMatchObject({
    exit: 3,
    err: expect.stringContaining("prototype/busy"),
  });
  await setTimeout(3000);
  expect(await db.query(tables)).toEqual([{ half: false, whole: false, applied: 1 }]);
  await db.execute("DELETE FROM pause");
  expect(await project.run(["up"])).toMatchObject({ exit: 0 });
  expect(await db.query(tables)).toEqual([{ half: true, whole: true, applied: 2 }]);
});
