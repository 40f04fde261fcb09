import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../model/app-error.ts";
import type { Connection } from "./connection.ts";

/** Others who use the pool may give their session back in between, and the first connection then gets its own again. */
const attempts = 5;

/**
 * Refuses a pooler that gives each transaction any of its sessions: locks and settings of a session would then be
 * somebody else's. Seen by taking away, with a second connection, the session that the first one had just now.
 */
export async function refusePooler(db: Connection, connect: () => Promise<Connection>): Promise<void> {
  await using other = await connect();
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (await keepsItsSession(db, other)) continue;
    throw new AppError({
      code: "apply/pooler",
      severity: "error",
      message: "A pooler stands before the server that gives each transaction another session.",
      help: "Nothing was done. Connect to the server itself, or to the pooler's port for whole sessions.",
    });
  }
}

async function keepsItsSession(db: Connection, other: Connection): Promise<boolean> {
  const before = await processOf(db);
  await other.execute("BEGIN");
  // With a single session in the pool the answer only comes when the other one gives it back.
  const after = processOf(db);
  const answered = await Promise.race([after, sleep(1_000)]);
  await other.execute("ROLLBACK");
  return (await after) === before && answered !== undefined;
}

async function processOf(db: Connection): Promise<number | undefined> {
  const [row] = await db.query<{ pid: number }>("SELECT pg_catalog.pg_backend_pid() AS pid");
  return row?.pid;
}
