import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../model/app-error.ts";
import { type Blocker, watchBlockers } from "./blockers.ts";
import { cancelOn } from "./cancel.ts";
import type { Connection } from "./connection.ts";
import { type DatabaseError, isDatabaseError } from "./database-error.ts";
import type { Statement } from "./plan.ts";
import { setTimeouts } from "./timeouts.ts";
import { type Transaction, transactionsOf } from "./transactions.ts";

/** What came of executing a plan. */
export interface Execution {
  /** Statements whose effect stays, in order. */
  readonly done: readonly Statement[];
  /** Why the rest did not follow. */
  readonly stop?: Stop | undefined;
}

export type Stop = Reason & {
  /** Where it stopped. */
  readonly at: Statement;
  /** Statements of the same transaction that had run before it and are rolled back. */
  readonly undone: readonly Statement[];
};

type Reason =
  | { readonly kind: "refused"; readonly error: DatabaseError }
  | {
      readonly kind: "locked";
      readonly error: DatabaseError;
      readonly tries: number;
      readonly blockers: readonly Blocker[];
    }
  | { readonly kind: "lost"; readonly error: AppError }
  | { readonly kind: "interrupted" };

export interface ExecuteOptions {
  /** A second session on the same server, which sees who holds the locks that the first one waits for. */
  readonly connect: () => Promise<Connection>;
  /** Set by whoever wants it to stop: what runs is cancelled, and the transaction at hand rolled back. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each change that is done, and of each wait. */
  readonly progress?: ((text: string) => void) | undefined;
  readonly patience?: Patience | undefined;
}

/** How often a transaction is tried whose locks others hold, and the milliseconds before the second try; they double. */
export interface Patience {
  readonly tries: number;
  readonly pause: number;
}

const defaultPatience: Patience = { tries: 5, pause: 500 };

/** Executes a plan on a real database, transaction by transaction. Never throws for what a database can do to it. */
export async function executePlan(
  db: Connection,
  statements: readonly Statement[],
  options: ExecuteOptions,
): Promise<Execution> {
  await using _cancel = await cancelOn(options.signal, db, options.connect);
  const done: Statement[] = [];
  for (const transaction of transactionsOf(statements)) {
    const stop = await tryOften(db, transaction, options);
    if (stop !== undefined) return { done, stop };
    done.push(...transaction.statements);
    const ended = changesEnded(transaction, statements.slice(done.length));
    if (ended.length > 0) options.progress?.(`Done: ${ended.join(", ")}.`);
  }
  return { done };
}

/** A change of several transactions is done with the last of them. */
function changesEnded({ statements }: Transaction, left: readonly Statement[]): readonly string[] {
  const open = new Set(left.map(({ change }) => change));
  return [...new Set(statements.map(({ change }) => change))].filter((change) => !open.has(change));
}

/** A lock that somebody holds is waited for only shortly, because everybody else queues behind the one who waits. */
async function tryOften(
  db: Connection,
  transaction: Transaction,
  { connect, signal, progress, patience = defaultPatience }: ExecuteOptions,
): Promise<Stop | undefined> {
  for (let tries = 1, pause = patience.pause; ; tries += 1, pause *= 2) {
    // The first time there is nothing to tell yet, and mostly nobody to tell of.
    await using watch = tries === 1 ? undefined : await watchBlockers(db, connect);
    const stop = await run(db, transaction, signal);
    if (stop?.kind !== "locked") return stop;
    // What runs outside a transaction may have done a part, so it cannot just be run again.
    if (tries >= patience.tries || !transaction.transactional)
      return { ...stop, tries, blockers: watch?.seen() ?? [] };
    progress?.(
      `Others hold a lock that "${stop.at.change}" needs: try ${tries + 1} of ${patience.tries} follows.`,
    );
    // Up to half as long again, so that two who wait for each other do not meet each time.
    await sleep(pause * (1 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}

async function run(
  db: Connection,
  { statements, transactional }: Transaction,
  signal: AbortSignal | undefined,
): Promise<Stop | undefined> {
  const ran: Statement[] = [];
  try {
    if (transactional) await db.execute("BEGIN");
    for (const statement of statements) {
      signal?.throwIfAborted();
      await db.execute(setTimeouts(statement).join("\n"));
      await db.execute(statement.sql);
      ran.push(statement);
    }
    if (transactional) await db.execute("COMMIT"); // checks deferred constraints, so it can be refused too
    return undefined;
  } catch (error) {
    if (transactional) await db.execute("ROLLBACK").catch(() => undefined); // the first error tells more
    const at = statements[ran.length] ?? statements.at(-1);
    if (at === undefined) throw error;
    return { ...reason(error, signal), at, undone: ran.filter((statement) => statement !== at) };
  }
}

/** SQLSTATEs of a lock that was not to be had. */
const lockStates: readonly string[] = [
  "55P03", // lock_not_available: lock_timeout
  "40P01", // deadlock_detected
];

function reason(error: unknown, signal: AbortSignal | undefined): Reason {
  if (error instanceof AppError) return { kind: "lost", error };
  if (signal?.aborted) return { kind: "interrupted" };
  if (!isDatabaseError(error)) throw error;
  return lockStates.includes(error.code)
    ? { kind: "locked", error, tries: 1, blockers: [] }
    : { kind: "refused", error };
}
