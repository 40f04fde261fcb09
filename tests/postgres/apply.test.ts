import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AppError } from "../../src/model/app-error.ts";
import { type ExecuteOptions, executePlan } from "../../src/postgres/apply.ts";
import { describeBlocker } from "../../src/postgres/blockers.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { lockDatabase } from "../../src/postgres/exclusive.ts";
import type { Statement } from "../../src/postgres/plan.ts";
import { refusePooler } from "../../src/postgres/pooler.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { startPooler } from "../support/pooler.ts";
import { type Server, startServer } from "../support/servers.ts";

let server: Server;
let url: string;
let databases = 0;
beforeAll(async () => {
  server = await startServer(15);
});
beforeEach(async () => {
  databases += 1;
  url = await server.createDatabase(`database ${databases}`);
});
afterAll(() => server?.[Symbol.asyncDispose]());

function statement(sql: string, transactional = true): Statement {
  return { sql, change: sql, phase: "expand", transactional, hazards: [] };
}

async function execute(sql: readonly (string | Statement)[], options: Partial<ExecuteOptions> = {}) {
  await using db = await connectServer(url);
  const statements = sql.map((each) => (typeof each === "string" ? statement(each) : each));
  const connect = () => connectServer(url);
  return await executePlan(db, statements, { connect, patience: { tries: 2, pause: 10 }, ...options });
}

/** A session of somebody else, in a transaction. */
async function somebody(...sql: readonly string[]): Promise<Connection> {
  const other = await connectServer(url);
  await other.execute("SET application_name = 'report'; BEGIN");
  for (const each of sql) await other.execute(each);
  return other;
}

async function tables(): Promise<readonly string[]> {
  await using db = await connectServer(url);
  const rows = await db.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

const outside = (sql: string) => statement(sql, false);

test("what was committed stays, the transaction that failed leaves nothing, the rest is not reached", async () => {
  const { done, stop } = await execute([
    "CREATE TABLE one (id int)",
    outside("CREATE INDEX CONCURRENTLY one_id ON one (id)"),
    "CREATE TABLE two (id int)",
    "CREATE TABLE one (id int)",
    "CREATE TABLE three (id int)",
  ]);
  expect(done.map(({ sql }) => sql)).toEqual([
    "CREATE TABLE one (id int)",
    "CREATE INDEX CONCURRENTLY one_id ON one (id)",
  ]);
  expect(stop).toMatchObject({
    kind: "refused",
    at: { sql: "CREATE TABLE one (id int)" },
    undone: [{ sql: "CREATE TABLE two (id int)" }],
    error: { code: "42P07" },
  });
  expect(await tables()).toEqual(["one", "one_id"]);
});

test("a constraint that is checked at the commit", async () => {
  const { done, stop } = await execute([
    "CREATE TABLE one (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
    "INSERT INTO one VALUES (1), (1)",
  ]);
  expect({ done, stop }).toMatchObject({
    done: [],
    stop: { kind: "refused", at: { sql: "INSERT INTO one VALUES (1), (1)" }, error: { code: "23505" } },
  });
  expect(await tables()).toEqual([]);
});

test("a lock that others hold: tried again, then a clear end that says who", async () => {
  await execute(["CREATE TABLE one (id int)"]);
  await using _reader = await somebody("SELECT FROM one WHERE 'secret' <> ''");
  const told: string[] = [];
  const { done, stop } = await execute(["CREATE TABLE two (id int)", "ALTER TABLE one ADD name text"], {
    progress: (text) => told.push(text),
  });
  expect(done).toEqual([]);
  if (stop?.kind !== "locked") throw new Error(`It is ${stop?.kind}.`);
  expect(stop).toMatchObject({
    tries: 2,
    at: { sql: "ALTER TABLE one ADD name text" },
    error: { code: "55P03" },
  });
  expect(stop.blockers).toHaveLength(1);
  expect(stop.blockers.map(describeBlocker).join()).toMatch(
    /^process \d+ of postgres \(report\), idle in transaction since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/,
  );
  expect(told).toEqual([
    'Others hold a lock that "ALTER TABLE one ADD name text" needs: try 2 of 2 follows.',
  ]);
  expect(await tables()).toEqual(["one"]);
});

test("a lock that is given back meanwhile", async () => {
  await execute(["CREATE TABLE one (id int)"]);
  const reader = await somebody("SELECT FROM one");
  const { done, stop } = await execute(["ALTER TABLE one ADD name text"], {
    progress: () => void reader[Symbol.asyncDispose](),
  });
  expect({ done: done.length, stop }).toEqual({ done: 1, stop: undefined });
});

test("a deadlock with somebody else is tried again", async () => {
  await execute(["CREATE TABLE one (id int)", "CREATE TABLE two (id int)"]);
  const other = await somebody("SET LOCAL deadlock_timeout = '60s'", "LOCK TABLE two");
  const waiting = statement("DO $$ BEGIN PERFORM pg_sleep(1); LOCK TABLE two; END $$");
  const told: string[] = [];
  const running = execute(
    ["SET LOCAL deadlock_timeout = '10ms'", "LOCK TABLE one", waiting, "DROP TABLE two"],
    { progress: (text) => told.push(text) },
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  const theirs = other.execute("LOCK TABLE one").then(() => other[Symbol.asyncDispose]());
  const { done } = await running;
  await theirs;
  expect(done).toHaveLength(4);
  expect(told).toHaveLength(2);
  expect(await tables()).toEqual(["one"]);
});

test("stopped between two statements: the transaction at hand is rolled back", async () => {
  const control = new AbortController();
  const { done, stop } = await execute(
    [
      "CREATE TABLE one (id int)",
      outside("CREATE INDEX CONCURRENTLY one_id ON one (id)"),
      "CREATE TABLE two (id int)",
    ],
    { signal: control.signal, progress: (text) => text.includes("INDEX") && control.abort() },
  );
  expect(done).toHaveLength(2);
  expect(stop).toMatchObject({ kind: "interrupted", at: { sql: "CREATE TABLE two (id int)" }, undone: [] });
  expect(await tables()).toEqual(["one", "one_id"]);
});

test("stopped in the middle of a statement: it is cancelled, and its transaction rolled back", async () => {
  const control = new AbortController();
  setTimeout(() => control.abort(), 500);
  const { stop } = await execute(["CREATE TABLE one (id int)", "SELECT pg_sleep(60)"], {
    signal: control.signal,
  });
  expect(stop).toMatchObject({
    kind: "interrupted",
    at: { sql: "SELECT pg_sleep(60)" },
    undone: [{ sql: "CREATE TABLE one (id int)" }],
  });
  expect(await tables()).toEqual([]);
});

test("the session is ended by somebody", async () => {
  const { done, stop } = await execute([
    outside("CREATE TABLE one (id int)"),
    "CREATE TABLE two (id int)",
    "SELECT pg_terminate_backend(pg_backend_pid())",
  ]);
  expect(done).toHaveLength(1);
  expect(stop).toMatchObject({ kind: "lost", at: { sql: expect.stringContaining("terminate") } });
  expect(await tables()).toEqual(["one"]);
});

test("one run at a time: the second waits shortly, then says who is at work", async () => {
  await using first = await connectServer(url);
  await using second = await connectServer(url);
  const lock = await lockDatabase(first);
  const error = await lockDatabase(second, 300).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({
    message: expect.stringMatching(
      /Another run is changing this database: process \d+ of postgres \(schema\), idle/,
    ),
  });
  const waiting = lockDatabase(second);
  await lock[Symbol.asyncDispose]();
  await using _lock = await waiting;
});

test("a pooler that shares sessions between transactions is refused, the server itself is not", async () => {
  const connect = () => connectServer(url);
  await using direct = await connect();
  await refusePooler(direct, connect);

  await using pooler = await startPooler(new URL(url));
  const pooled = () => connectServer(Object.assign(new URL(url), { port: String(pooler.port) }).href);
  await using first = await pooled();
  const error = await refusePooler(first, pooled).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ findings: [{ code: "apply/pooler" }] });
});
