import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { buildConcurrently, dropConcurrently } from "../../src/postgres/kinds/online/build-index.ts";
import { measure } from "../../src/postgres/measure.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import type { Effects } from "../../src/postgres/plan.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { cacheDir } from "../support/cache.ts";
import { startServer } from "../support/servers.ts";

/**
 * What a statement does to the tables and views of `locks/set-up.sql`, each alone in a transaction: on the embedded
 * PostgreSQL, and where nothing else is said on servers too. That is what makes a measurement in the shadow worth anything.
 */
interface Fact extends Partial<Effects> {
  readonly sql: string;
  /** PostgreSQL's words, where it does not take the statement. */
  readonly refused?: string;
  readonly "on 15"?: Partial<Effects> & { readonly refused?: string; readonly because: string };
}

const read = (name: string) => readFileSync(new URL(`./locks/${name}`, import.meta.url), "utf8");
const facts: readonly Fact[] = JSON.parse(read("statements.json"));
const setUp = read("set-up.sql");

const postgres: Readonly<Record<string, () => Promise<Connection>>> = {
  embedded: () => openPglite({ cacheDir }),
  "15": () => onServer(15),
  "18": () => onServer(18),
};

async function onServer(version: 15 | 18): Promise<Connection> {
  const server = await startServer(version);
  const db = await connectServer(await server.createDatabase("locks"));
  const close = async () => {
    await db[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  return { ...db, [Symbol.asyncDispose]: close };
}

/** Takes back what was measured, so that the next statement finds everything as it was set up. */
function undoing(db: Connection): Connection {
  return { ...db, execute: (sql) => db.execute(sql === "COMMIT" ? "ROLLBACK" : sql) };
}

const byCode = {
  id: { kind: "index", path: ["public", "by_code"] },
  definition: {
    table: ["public", "people"],
    definition: "CREATE INDEX by_code ON public.people USING btree (code)",
  },
} as const;

test.each([15, 18] as const)(
  "what cannot be measured holds on PostgreSQL %i what is documented",
  async (version) => {
    await using server = await startServer(version);
    const url = await server.createDatabase("locks");
    await using db = await connectServer(url);
    await using other = await connectServer(url);
    await db.execute(setUp);
    const [session] = await db.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    for (const step of [buildConcurrently(byCode)[0], dropConcurrently(byCode)]) {
      await other.execute("BEGIN; UPDATE people SET code = code WHERE id = 1");
      const execution = db.execute(step?.sql ?? ""); // waits for the transaction of the other
      await expect
        .poll(() => locksOf(other, session?.pid), { timeout: 10_000 })
        .toEqual(step?.documented?.locks);
      await other.execute("COMMIT");
      await execution;
    }
  },
);

/** While it waits: before that it has taken nothing yet. */
async function locksOf(db: Connection, pid: number | undefined) {
  const locks = await db.query<{ name: string; mode: string }>(
    `SELECT c.relname AS name, l.mode FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation
     WHERE l.pid = $1 AND l.granted AND c.relname = 'people'
       AND EXISTS (SELECT FROM pg_locks AS waits WHERE waits.pid = $1 AND NOT waits.granted)`,
    [pid],
  );
  return Object.fromEntries(locks.map(({ name, mode }) => [name, mode]));
}

describe.each(Object.keys(postgres))("PostgreSQL %s", (name) => {
  test(`does what ${facts.length} statements are known to do`, async () => {
    await using db = await (postgres[name] as () => Promise<Connection>)();
    await db.execute("SET TimeZone = 'UTC'"); // decides whether timestamp becomes timestamptz without writing
    await db.execute(setUp);
    for (const fact of facts) {
      const { because, ...known }: Partial<NonNullable<Fact["on 15"]>> =
        (name === "15" && fact["on 15"]) || fact;
      expect({ sql: fact.sql, ...(await seen(undoing(db), fact.sql)) }).toEqual({
        ...known,
        sql: fact.sql,
        "on 15": undefined,
      });
    }
  });
});

async function seen(db: Connection, sql: string): Promise<Partial<Effects> | { readonly refused: string }> {
  try {
    const [statement] = await measure(db, [
      { sql, change: sql, phase: "expand", transactional: true, hazards: [] },
    ]);
    return statement?.measured ?? {};
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { refused: error.message };
  }
}
