import { setTimeout as sleep } from "node:timers/promises";
import { AppError, exitCode } from "../model/app-error.ts";
import { describeBlocker, sessions } from "./blockers.ts";
import type { Connection } from "./connection.ts";

const key = "pg_catalog.hashtextextended('schema apply', 0)";

/**
 * Keeps a database to one run that changes it, with an advisory lock of the session. It is tried again and again, not
 * waited for: a session that waits inside a statement would stop a CREATE INDEX CONCURRENTLY of the one that has it.
 */
export async function lockDatabase(db: Connection, wait = 10_000): Promise<AsyncDisposable> {
  for (let waited = 0; !(await tryLock(db)); waited += 200) {
    if (waited >= wait) throw await inUse(db);
    await sleep(200);
  }
  return {
    [Symbol.asyncDispose]: async () => {
      // A session that is lost holds nothing any more.
      await db.query(`SELECT pg_catalog.pg_advisory_unlock(${key})`).catch(() => undefined);
    },
  };
}

async function tryLock(db: Connection): Promise<boolean> {
  const [row] = await db.query<{ free: boolean }>(`SELECT pg_catalog.pg_try_advisory_lock(${key}) AS free`);
  return row?.free === true;
}

async function inUse(db: Connection): Promise<AppError> {
  const holders = await sessions(
    db,
    `SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
       AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
       AND (classid::bigint << 32) | objid::bigint = ${key}`,
  );
  const who = holders.map((holder) => `: ${describeBlocker(holder)}`).join("");
  return new AppError(
    {
      code: "apply/in-use",
      severity: "error",
      message: `Another run is changing this database${who}.`,
      help: "Nothing was done. Run the command again when that one has ended: it plans from what is there then.",
    },
    { exit: exitCode.findings },
  );
}

/** Tells before any work that nothing can be written: a standby, or a session that is set to read only. */
export async function refuseReadOnly(db: Connection): Promise<void> {
  const [state] = await db.query<{ standby: boolean; setting: string }>(
    "SELECT pg_catalog.pg_is_in_recovery() AS standby, pg_catalog.current_setting('transaction_read_only') AS setting",
  );
  if (state === undefined || state.setting === "off") return;
  throw new AppError({
    code: "apply/read-only",
    severity: "error",
    message: state.standby
      ? "This server is a standby, which follows another one and takes no changes."
      : "Sessions on this database are read only: default_transaction_read_only is on.",
    help: state.standby
      ? "Connect to the primary server."
      : "If changes are meant to be made here, set it off for the role or the database, or connect as another role.",
  });
}
