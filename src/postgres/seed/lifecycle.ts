import type { Value } from "../rows/accepted.ts";
import type { Column } from "../rows/shape.ts";
import { inWords } from "./subject.ts";

/** What ends the life of a row, in the words of times (`completed_at`) and of states (`Done`). */
const endings: readonly RegExp[] = [
  /complet|finish|\bdone\b|clos|resolv|deliver/i,
  /cancel/i,
  /refund/i,
  /reject|declin/i,
  /fail/i,
  /archiv/i,
];

/** A time that only rows in some states have: no order is completed while it is scheduled. */
export interface Ending {
  /** Name of the column that holds the state. */
  readonly state: string;
  isReached(state: Value | undefined): boolean;
}

/** Undefined where the column is no such time, or no state of the table tells of it. */
export function endingOf(
  column: Column,
  columns: readonly Column[],
  statesOf: (column: Column) => readonly string[],
): Ending | undefined {
  const words = endings.find((one) => one.test(inWords(column.name)));
  if (words === undefined || column.notNull || !/^(date|timestamp)/.test(column.type)) return undefined;
  const state = columns.find(({ name }) => /\b(status|state|stage|phase)$/.test(inWords(name)));
  if (state === undefined || !statesOf(state).some((value) => words.test(value))) return undefined;
  return { state: state.name, isReached: (value) => typeof value === "string" && words.test(value) };
}
