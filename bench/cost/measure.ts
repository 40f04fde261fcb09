import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import pg from "pg";
import type { Server } from "../../tests/support/servers.ts";
import type { Design } from "./designs.ts";

/** Seconds by the clock, and of processor time of the sessions' processes: the second says more on a busy machine. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** What a run measured, by step. */
export type Costs = ReadonlyMap<string, Cost>;

export interface Sizes {
  readonly bulk: number;
  readonly single: number;
}

const columns = "id, owner_id, name, email, phone, status, notes, balance, visits";
const values = (id: string) =>
  `${id}, md5((${id} % 1000)::text)::uuid, 'Account number ' || ${id}, 'person' || ${id} || '@example.com',
  '+1 555 ' || ${id}, 'active', repeat('note ', 30), ${id} % 10000, ${id} % 100`;

/** Sessions that write single rows at once: together they keep both cores of a small machine busy. */
const sessions = 4;

/**
 * Makes a design in a database of its own and runs every step on it: all rows by one statement, then each by a prepared
 * statement, which is a transaction, of one of the sessions.
 */
export async function measure(server: Server, design: Design, name: string, sizes: Sizes): Promise<Costs> {
  const url = await server.createDatabase(name);
  const clients = Array.from({ length: sessions }, () => new pg.Client(url));
  try {
    for (const client of clients) await client.connect();
    for (const statement of design.statements) await clients[0]?.query(statement);
    return await steps(clients, sizes);
  } finally {
    for (const client of clients) await client.end();
  }
}

async function steps(clients: readonly pg.Client[], { bulk, single }: Sizes): Promise<Costs> {
  const costs = new Map<string, Cost>();
  const [db] = clients;
  if (db === undefined) throw new Error("Nothing is measured without a session.");
  const pids = await Promise.all(clients.map(backend));
  const step = async (name: string, work: () => Promise<unknown>) => {
    await db.query("CHECKPOINT");
    costs.set(name, await cost(pids, work));
  };
  const insert = `INSERT INTO accounts (${columns})`;
  await step("bulk insert", () =>
    db.query(`${insert} SELECT ${values("i")} FROM generate_series(1, ${bulk}) i`),
  );
  await db.query("ANALYZE accounts");
  await step("bulk update", () => db.query("UPDATE accounts SET status = 'idle', visits = visits + 1"));
  await step("bulk delete", () => db.query("DELETE FROM accounts"));
  await db.query("VACUUM accounts");
  const each = (name: string, text: string) => async () => {
    let next = 1;
    const writeSome = async (client: pg.Client) => {
      while (next <= single) await client.query({ name, text, values: [next++] });
    };
    await Promise.all(clients.map(writeSome));
  };
  await step("single insert", each("insert", `${insert} VALUES (${values("$1::int")})`));
  await db.query("ANALYZE accounts");
  await step(
    "single update",
    each("update", "UPDATE accounts SET status = 'idle', visits = visits + 1 WHERE id = $1"),
  );
  await step("single delete", each("delete", "DELETE FROM accounts WHERE id = $1"));
  return costs;
}

export async function backend(db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid ?? 0;
}

export async function cost(pids: readonly number[], work: () => Promise<unknown>): Promise<Cost> {
  const processors = () => pids.reduce((sum, pid) => sum + processorTime(pid), 0);
  const [at, cpu] = [performance.now(), processors()];
  await work();
  return { wall: (performance.now() - at) / 1000, cpu: processors() - cpu };
}

/** In seconds; the kernel counts nanoseconds there. */
function processorTime(pid: number): number {
  const [nanoseconds = "0"] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
  return Number(nanoseconds) / 1e9;
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
