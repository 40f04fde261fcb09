import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./connection.ts";

/** A session that holds a lock which another one waits for. What it runs is not told: that may hold secrets. */
export interface Blocker {
  readonly pid: number;
  /** Absent, as the state is, where the sessions of others are not for us to see. */
  readonly user?: string | undefined;
  readonly application?: string | undefined;
  readonly state?: string | undefined;
  /** When its transaction began, in UTC. */
  readonly since?: string | undefined;
}

export interface Watch extends AsyncDisposable {
  /** Who blocked when it was last looked. */
  seen(): readonly Blocker[];
}

/** How often is looked, in milliseconds; a `lock_timeout` is longer. */
const interval = 100;

/** Looks from a second session at who blocks the first: when the wait is over nobody can tell any more. */
export async function watchBlockers(db: Connection, connect: () => Promise<Connection>): Promise<Watch> {
  const [session] = await db.query<{ pid: number }>("SELECT pg_catalog.pg_backend_pid() AS pid");
  const observer = await connect();
  const ended = new AbortController();
  let seen: readonly Blocker[] = [];
  const look = async () => {
    while (!ended.signal.aborted) {
      const blockers = await blockersOf(observer, session?.pid ?? 0);
      if (blockers.length > 0) seen = blockers;
      await sleep(interval, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const looking = look().catch(() => undefined); // who blocks is only told in addition
  return {
    seen: () => seen,
    [Symbol.asyncDispose]: async () => {
      ended.abort();
      await looking;
      await observer[Symbol.asyncDispose]();
    },
  };
}

async function blockersOf(db: Connection, pid: number): Promise<readonly Blocker[]> {
  return await sessions(db, "SELECT DISTINCT unnest(pg_catalog.pg_blocking_pids($1))", pid);
}

/** The sessions whose process ids a query finds. */
export async function sessions(
  db: Connection,
  pids: string,
  ...params: readonly unknown[]
): Promise<readonly Blocker[]> {
  const rows = await db.query<{ [Name in keyof Blocker]: Blocker[Name] | null }>(
    `SELECT pid, usename AS user, coalesce(nullif(application_name, ''), backend_type) AS application, state,
       pg_catalog.to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since
     FROM (${pids}) AS wanted(pid) LEFT JOIN pg_catalog.pg_stat_activity USING (pid) ORDER BY pid`,
    params,
  );
  return rows.map(({ pid, user, application, state, since }) => ({
    pid: pid ?? 0,
    user: user ?? undefined,
    application: application ?? undefined,
    state: state ?? undefined,
    since: since ?? undefined,
  }));
}

/** `process 4711 of clerk (psql), idle in transaction since 2026-01-31 12:00:00 UTC` */
export function describeBlocker({ pid, user, application, state, since }: Blocker): string {
  const who = `process ${pid}${user === undefined ? "" : ` of ${user}`}${application === undefined ? "" : ` (${application})`}`;
  return [who, [state, since && `since ${since} UTC`].filter(Boolean).join(" ")].filter(Boolean).join(", ");
}
