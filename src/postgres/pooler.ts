import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../model/app-error.ts";
import type { Connection } from "./connection.ts";

/**
 * Refuses a pooler that gives each transaction any of its sessions: locks and settings of a session would then be
 * somebody else's. Seen by taking away, with a second connection, the session that the first one had just now.
 */
export async function refusePooler(db: Connection, connect: () => Promise<Connection>): Promise<void> {
  const before = await processOf(db);
  await using other = await connect();
  await other.execute("BEGIN");
  // With a single session in the pool the answer only comes when the other one gives it back.
  const after = processOf(db);
  const answered = await Promise.race([after, sleep(1_000)]);
  await other.execute("ROLLBACK");
  if ((await after) === before && answered !== undefined) return;
  throw new AppError({
    code: "apply/pooler",
    severity: "error",
    message: "A pooler stands before the server that gives each transaction another session.",
    help: "Nothing was done. Connect to the server itself, or to the pooler's port for whole sessions.",
  });
}

async function processOf(db: Connection): Promise<number | undefined> {
  const [row] = await db.query<{ pid: number }>("SELECT pg_catalog.pg_backend_pid() AS pid");
  return row?.pid;
}
