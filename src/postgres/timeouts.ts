import type { Statement } from "./plan.ts";
import { takesLong } from "./transactions.ts";

/** In milliseconds; 0 is no limit. */
export interface Timeouts {
  /** How long it may wait for a lock: whoever comes after it waits, too. */
  readonly lock: number;
  /** How long it may take in all. */
  readonly statement: number;
}

/**
 * What takes long has no limit. What runs outside a transaction blocks nobody while it waits, and would leave half of its
 * work if it were stopped.
 */
export function timeoutsOf(statement: Statement): Timeouts {
  if (!statement.transactional) return { lock: 0, statement: 0 };
  return { lock: 3_000, statement: takesLong(statement) ? 0 : 30_000 };
}

/** Sets them for a statement that follows: in a transaction to its end, else until they are reset. */
export function setTimeouts(of: Statement): readonly string[] {
  const { lock, statement } = timeoutsOf(of);
  const set = of.transactional ? "SET LOCAL" : "SET";
  return [
    `${set} lock_timeout = ${milliseconds(lock)};`,
    `${set} statement_timeout = ${milliseconds(statement)};`,
  ];
}

function milliseconds(time: number): string {
  return time === 0 ? "0" : `'${time % 1000 === 0 ? `${time / 1000}s` : `${time}ms`}'`;
}
