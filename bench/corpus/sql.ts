import type { Connection } from "../../src/postgres/connection.ts";
import type { Statement } from "../../src/postgres/plan.ts";
import { transactionsOf } from "../../src/postgres/transactions.ts";

/** Splits SQL with PostgreSQL's own parser. Places in the text count bytes. */
export async function splitStatements(sql: string): Promise<readonly string[]> {
  const { parse } = await import("libpg-query");
  if (sql.trim() === "") return [];
  const bytes = Buffer.from(sql);
  return ((await parse(sql)).stmts ?? []).map(({ stmt_location: start = 0, stmt_len: length }) =>
    bytes.toString("utf8", start, length === undefined ? undefined : start + length).trim(),
  );
}

/** A statement that PostgreSQL refused, with PostgreSQL's words. */
export class Refused extends Error {
  readonly sql: string;

  constructor(sql: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.sql = sql;
  }
}

/** Runs each statement for itself, as `psql -f` does. */
export async function run(db: Connection, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await runOne(db, sql);
}

/** Runs a plan as a user would: transaction by transaction. */
export async function runPlan(db: Connection, statements: readonly Statement[]): Promise<void> {
  for (const { statements: together, transactional } of transactionsOf(statements)) {
    if (!transactional) {
      await run(
        db,
        together.map(({ sql }) => sql),
      );
      continue;
    }
    await db.execute("BEGIN");
    try {
      await run(
        db,
        together.map(({ sql }) => sql),
      );
      await runOne(db, "COMMIT");
    } catch (error) {
      await db.execute("ROLLBACK");
      throw error;
    }
  }
}

async function runOne(db: Connection, sql: string): Promise<void> {
  try {
    await db.execute(sql);
  } catch (error) {
    throw new Refused(sql, error);
  }
}
