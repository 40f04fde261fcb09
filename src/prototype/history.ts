import { type Generated, sql } from "kysely";
import { AppError, exitCode } from "../model/app-error.ts";
import type { Connection } from "../postgres/connection.ts";
import { statementError } from "../postgres/database-error.ts";
import { kysely } from "../postgres/kysely.ts";
import { folderName, type Iteration, iterationFiles } from "./iterations.ts";

/** Where a development database remembers its iterations; no part of what is compared. */
export const historySchema = "schema_history";

/** An iteration that a database has. */
export interface AppliedIteration {
  readonly number: number;
  readonly name: string;
  readonly hash: string;
}

interface HistoryTables {
  "schema_history.iterations": AppliedIteration & { readonly applied_at: Generated<Date> };
}

/** The iterations that the database has, in order. */
export async function readHistory(db: Connection): Promise<readonly AppliedIteration[]> {
  const [found] = await db.query<{ exists: boolean }>(
    "SELECT to_regclass('schema_history.iterations') IS NOT NULL AS exists",
  );
  if (found?.exists !== true) return [];
  return await kysely<HistoryTables>(db)
    .selectFrom("schema_history.iterations")
    .select(["number", "name", "hash"])
    .orderBy("number")
    .execute();
}

/**
 * Runs an iteration's SQL and records it, in one transaction: after a failure or a kill the database has all of it or
 * nothing. `beforeCommit` is part of that: when it fails, nothing has happened.
 */
export async function applyIteration(
  db: Connection,
  iteration: Iteration,
  beforeCommit: () => Promise<void> = async () => {},
): Promise<void> {
  await changeHistory(db, iteration.number - 1, async () => {
    await runSql(db, iteration, "up");
    await remember(db, iteration);
    await beforeCommit();
  });
}

/** Records an iteration that the database has already, because someone made the same change by hand. */
export async function adoptIteration(
  db: Connection,
  iteration: Iteration,
  beforeCommit: () => Promise<void> = async () => {},
): Promise<void> {
  await changeHistory(db, iteration.number - 1, async () => {
    await remember(db, iteration);
    await beforeCommit();
  });
}

/** Takes the last iteration back, in one transaction. */
export async function revertIteration(db: Connection, iteration: Iteration): Promise<void> {
  await changeHistory(db, iteration.number, async () => {
    await runSql(db, iteration, "down");
    await kysely<HistoryTables>(db)
      .deleteFrom("schema_history.iterations")
      .where("number", "=", iteration.number)
      .execute();
  });
}

/** A transaction that no other run can change the history in, and that starts from the `last` iteration. */
async function changeHistory(db: Connection, last: number, work: () => Promise<void>): Promise<void> {
  await db.execute("BEGIN");
  try {
    const [lock] = await db.query<{ free: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtextextended('schema prototype', 0)) AS free",
    );
    const now = (await readHistory(db)).at(-1)?.number ?? 0;
    if (lock?.free !== true || now !== last) {
      throw busy();
    }
    await work();
    await db.execute("COMMIT");
  } catch (error) {
    await db.execute("ROLLBACK").catch(() => {}); // the first error tells more, for instance that the server is gone
    throw error;
  }
}

async function remember(db: Connection, { number, name, hash }: Iteration): Promise<void> {
  await makeHistoryTable(db);
  await kysely<HistoryTables>(db)
    .insertInto("schema_history.iterations")
    .values({ number, name, hash })
    .execute();
}

async function makeHistoryTable(db: Connection): Promise<void> {
  const { schema } = kysely<HistoryTables>(db);
  await schema.createSchema(historySchema).ifNotExists().execute();
  await schema
    .createTable("schema_history.iterations")
    .ifNotExists()
    .addColumn("number", "integer", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("applied_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
}

/** Runs the whole file, so that what PostgreSQL says about a place is true of the file. */
async function runSql(db: Connection, iteration: Iteration, direction: "up" | "down"): Promise<void> {
  const file = `${direction}.sql`;
  const text = iterationFiles(iteration).get(file) ?? "";
  const place = `${folderName(iteration)}/${file}`;
  try {
    await db.execute(text);
  } catch (error) {
    throw statementError(
      error,
      text,
      "prototype/sql-failed",
      `${place} failed and nothing of it has happened`,
      place,
    );
  }
}

function busy(): AppError {
  return new AppError(
    {
      code: "prototype/busy",
      severity: "error",
      message: "Another run is changing this module's development database right now.",
      help: "Wait until it has ended, then run the command again.",
    },
    { exit: exitCode.unreachable },
  );
}
