import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { applyIteration, readHistory, revertIteration } from "../../src/prototype/history.ts";
import { nextIteration } from "../../src/prototype/iterations.ts";
import { cacheDir } from "../support/cache.ts";
import { startServer } from "../support/servers.ts";

const accounts = nextIteration([], {
  name: "accounts",
  up: "CREATE TABLE accounts (id integer PRIMARY KEY);\nINSERT INTO accounts VALUES (1);",
  down: "DROP TABLE accounts;",
});
const phone = nextIteration([accounts], {
  name: "phone",
  up: "ALTER TABLE accounts ADD COLUMN phone text;",
  down: "ALTER TABLE accounts DROP COLUMN phone;",
});

const server = await startServer(15);
const embedded = await openPglite({ cacheDir });
afterAll(async () => {
  await embedded[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

describe.for([
  { name: "PGlite", connect: async () => ({ ...embedded, [Symbol.asyncDispose]: async () => {} }) },
  { name: "a server", connect: () => connectServer(server.url()) },
])("on $name", ({ connect }) => {
  beforeEach(async () => {
    await using db = await connect();
    await clear(db);
  });

  test("iterations are applied, remembered and reverted", async () => {
    await using db = await connect();
    expect(await readHistory(db)).toEqual([]);
    await applyIteration(db, accounts);
    await applyIteration(db, phone);
    expect(await readHistory(db)).toEqual(
      [accounts, phone].map(({ number, name, hash }) => ({ number, name, hash })),
    );
    expect(await db.query("SELECT * FROM accounts")).toEqual([{ id: 1, phone: null }]);
    await revertIteration(db, phone);
    expect(await db.query("SELECT * FROM accounts")).toEqual([{ id: 1 }]);
    await revertIteration(db, accounts);
    expect(await readHistory(db)).toEqual([]);
  });

  test("one whose SQL fails leaves nothing, and says where in which file", async () => {
    await using db = await connect();
    const failing = nextIteration([], { name: "bad", up: `${accounts.up}\nSELECT nonsense();`, down: "" });
    await expect(applyIteration(db, failing)).rejects.toThrow(
      /^error\[prototype\/sql-failed\]: 0001_bad\/up\.sql failed.*nonsense\(\) does not exist.*\n {2}--> 0001_bad\/up\.sql:7:8/,
    );
    await expectUntouched(db);
  });

  test("what belongs to it and fails takes it back", async () => {
    await using db = await connect();
    const diskFull = () => Promise.reject(new Error("disk full"));
    await expect(applyIteration(db, accounts, diskFull)).rejects.toThrow("disk full");
    await expectUntouched(db);
  });

  test("an iteration that another run has applied meanwhile is not applied twice", async () => {
    await using db = await connect();
    await applyIteration(db, accounts);
    await expect(applyIteration(db, accounts)).rejects.toMatchObject({ exit: 3 });
    expect(await readHistory(db)).toHaveLength(1);
  });
});

test("on a server, the second of two runs at once is refused and the first goes on", async () => {
  await using first = await connectServer(server.url());
  await using second = await connectServer(server.url());
  await clear(second);
  await applyIteration(first, accounts, async () => {
    await expect(applyIteration(second, accounts)).rejects.toThrow("prototype/busy");
  });
  expect(await readHistory(second)).toHaveLength(1);
});

test("on a server, a session that dies in the middle of an iteration leaves nothing of it", async () => {
  await using watcher = await connectServer(server.url());
  await clear(watcher);
  await using dying = await connectServer(server.url());
  const [session] = await dying.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const killed = applyIteration(dying, accounts, async () => {
    await watcher.query("SELECT pg_terminate_backend($1)", [session?.pid]);
  });
  await expect(killed).rejects.toThrow();
  await expectUntouched(watcher);
  await applyIteration(watcher, accounts);
});

async function clear(db: Connection): Promise<void> {
  await db.execute("DROP SCHEMA IF EXISTS schema_history CASCADE; DROP TABLE IF EXISTS accounts");
}

async function expectUntouched(db: Connection): Promise<void> {
  expect(await readHistory(db)).toEqual([]);
  expect(await db.query("SELECT to_regclass('accounts') AS found")).toEqual([{ found: null }]);
}
