import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { AppError, exitCode } from "../../src/model/app-error.ts";
import { keepImage, readImage } from "../../src/postgres/cluster-image.ts";
import { openPglite, startInMemory } from "../../src/postgres/pglite.ts";
import { cacheDir } from "../support/cache.ts";
import { repository, TemporaryFolder } from "../support/cli.ts";

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error = await work.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

/** The built engine in a process that can be killed. */
function inProcess(script: string) {
  const module = pathToFileURL(join(repository, "dist/src/postgres/pglite.js")).href;
  const code = `import { openPglite } from ${JSON.stringify(module)};\n${script}`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("a database in a folder", () => {
  test("keeps what was committed, and only one may have it open", async () => {
    await using folder = await TemporaryFolder.create();
    const options = { dataDir: join(folder.path, "deep", "db"), cacheDir };
    {
      await using db = await openPglite(options);
      await db.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
      const error = await failure(openPglite(options));
      expect(error.exit).toBe(exitCode.unreachable);
      expect(error.findings[0]?.message).toBe(
        `The embedded database ${options.dataDir} is open in this process.`,
      );
    }
    await using db = await openPglite(options);
    expect(await db.query("SELECT id FROM t")).toEqual([{ id: 1 }]);
    expect((await readdir(join(folder.path, "deep"))).sort()).toEqual(["db", "db.lock"]);
  });

  test("is left alone while another process has it", async () => {
    await using folder = await TemporaryFolder.create();
    const dataDir = join(folder.path, "db");
    await writeFile(`${dataDir}.lock`, String(process.ppid));
    const error = await failure(openPglite({ dataDir, cacheDir }));
    expect(error.findings[0]?.message).toBe(
      `The embedded database ${dataDir} is open in process ${process.ppid}.`,
    );
    expect(await readdir(folder.path)).toEqual(["db.lock"]);
  });

  test.each(["", "nonsense", "2147483646"])("takes over a lock that says %j", async (content) => {
    await using folder = await TemporaryFolder.create();
    const dataDir = join(folder.path, "db");
    await writeFile(`${dataDir}.lock`, content);
    await mkdir(`${dataDir}.new-2147483646`);
    {
      await using _ = await openPglite({ dataDir, cacheDir });
    }
    expect(await readdir(folder.path)).toEqual(["db"]);
  });

  test("that is damaged says so", async () => {
    await using folder = await TemporaryFolder.create();
    const dataDir = join(folder.path, "db");
    await mkdir(dataDir);
    await writeFile(join(dataDir, "PG_VERSION"), "18\n");
    const error = await failure(openPglite({ dataDir, cacheDir }));
    expect([error.exit, error.findings[0]?.code]).toEqual([exitCode.unreachable, "database/unusable-folder"]);
    expect(await readdir(folder.path)).toEqual(["db"]);
  });

  test("survives a process that is killed in the middle of a transaction", async () => {
    await using folder = await TemporaryFolder.create();
    const options = { dataDir: join(folder.path, "db"), cacheDir };
    const child = inProcess(`
      const db = await openPglite(${JSON.stringify(options)});
      await db.execute("CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 1000)");
      await db.execute("BEGIN; CREATE TABLE half (id int); INSERT INTO t SELECT generate_series(1, 1000)");
      console.log("in the middle");
      for (;;) await db.execute("INSERT INTO t SELECT generate_series(1, 1000)");`);
    await once(child.stdout, "data");
    await setTimeout(50);
    const refused = await failure(openPglite(options));
    expect(refused.findings[0]?.message).toContain(`is open in process ${child.pid}.`);
    child.kill("SIGKILL");
    await once(child, "exit");

    await using db = await openPglite(options);
    expect(await db.query("SELECT count(*), to_regclass('half') AS half FROM t")).toEqual([
      { count: 1000, half: null },
    ]);
    await db.execute("INSERT INTO t VALUES (1)");
  });

  test.each([300, 700, 1200])(
    "survives a process that is killed %i ms after it began to make it",
    async (ms) => {
      await using folder = await TemporaryFolder.create();
      const options = { dataDir: join(folder.path, "db"), cacheDir };
      const child = inProcess(`await openPglite(${JSON.stringify(options)});`);
      await setTimeout(ms);
      child.kill("SIGKILL");
      await once(child, "exit");

      await using db = await openPglite(options);
      await db.execute("CREATE TABLE t (id int)");
      expect((await readdir(folder.path)).sort()).toEqual(["db", "db.lock"]);
    },
  );
});

test("the image of an empty cluster is taken from the first folder that has it whole", async () => {
  await using damaged = await TemporaryFolder.create();
  await using whole = await TemporaryFolder.create();
  const folders = [join(damaged.path, "not made yet"), damaged.path, whole.path];
  expect(await readImage(folders)).toBeUndefined();

  const cluster = await startInMemory({ extensions: [] });
  for (const folder of [damaged, whole]) await keepImage(cluster, folder.path);
  await cluster.close();
  const [image = ""] = await readdir(damaged.path);
  expect(image).toMatch(/^pglite-\d+\.\d+\.\d+\.tar\.gz$/);
  await writeFile(join(damaged.path, image), "not an image");

  expect(await readImage([damaged.path])).toBeUndefined();
  expect((await readImage(folders))?.size).toBeGreaterThan(10_000_000);
  await using db = await openPglite();
  expect(await db.query("SELECT count(*) FROM pg_class WHERE oid >= 16384")).toEqual([{ count: 0 }]);
});

test("reads what drivers disagree on in one way, and creates the extensions of its list", async () => {
  await using db = await openPglite({ cacheDir });
  expect([db.embedded, db.version]).toEqual([true, 180_006]);
  const [row] = await db.query(
    "SELECT $1::bigint AS number, 9007199254740993 AS big, 1.50 AS exact, date '2026-01-31' AS day, ARRAY['a'] AS list, '{\"a\":1}'::jsonb AS json",
    [7],
  );
  expect(row).toEqual({
    number: 7,
    big: 9007199254740993n,
    exact: "1.50",
    day: "2026-01-31",
    list: ["a"],
    json: { a: 1 },
  });
  await db.execute(
    'CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE EXTENSION hstore',
  );
});
