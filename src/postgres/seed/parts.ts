import type { Value } from "../rows/accepted.ts";
import { type Draw, indexBelow, listedIndex, skewedIndex } from "./draw.ts";
import { indexKeys, type Keys } from "./keys.ts";
import type { Ending } from "./lifecycle.ts";
import type { Maker } from "./subject.ts";

/** A row while it is made: a value for each column, in the table's order; undefined until it has one. */
export type Draft = (Value | undefined)[];

/** What fills some columns of a row. */
export interface Part {
  readonly columns: readonly number[];
  /** Fills the row's columns; false where nothing fits what is there. Other attempts give other values. */
  fill(row: Draft, i: number, attempt: number): boolean;
  /** Where there are only so many: how many, and each of them. */
  readonly choices?: { readonly count: number; set(row: Draft, n: number): void } | undefined;
  /** No two rows get the same. */
  readonly distinct: boolean;
  /** Every attempt gives the same. */
  readonly steady: boolean;
}

/** How likely a row has no value here. */
export interface Nulls {
  readonly share: number;
  readonly draw: Draw;
}

/** Attempts must not repeat the draws of other rows' first ones. */
export function attemptAt(i: number, attempt: number): number {
  return i + attempt * 0x5bd1e995;
}

function isNull({ share, draw }: Nulls, i: number, attempt: number): boolean {
  if (share === 0) return false;
  // Where nothing fits, null may: rows that were refused try it half of the time.
  return draw(attemptAt(i, attempt)) < (attempt > 0 ? 0.5 : share);
}

/** Values made for each row; of refused ones, the rows after the last are used, so that distinct ones stay so. */
export function madePart(
  column: number,
  make: Maker,
  options: {
    readonly distinct: boolean;
    readonly rows: number;
    readonly nulls: Nulls;
    readonly steady: boolean;
  },
): Part {
  const { distinct, rows, nulls, steady } = options;
  return {
    columns: [column],
    distinct,
    steady,
    fill: (row, i, attempt) => {
      const tried = steady ? 0 : attempt;
      row[column] = isNull(nulls, i, tried) ? null : make(distinct ? i + tried * rows : attemptAt(i, tried));
      return true;
    },
  };
}

export function poolPart(
  column: number,
  values: readonly string[],
  listed: boolean,
  draw: Draw,
  nulls: Nulls,
): Part {
  const choose = listed ? listedIndex : indexBelow;
  return {
    columns: [column],
    distinct: false,
    steady: false,
    fill: (row, i, attempt) => {
      row[column] = isNull(nulls, i, attempt)
        ? null
        : (values[choose(values.length, draw(attemptAt(i, attempt)))] ?? null);
      return true;
    },
    choices: {
      count: values.length,
      set: (row, n) => {
        row[column] = values[n] ?? null;
      },
    },
  };
}

/** From this attempt on, what is likely counts no more than what is accepted. */
export const anyAttempt = 10;

/** A time that is empty until the row's state says that it is reached. */
export function endedPart(part: Part, state: number, ending: Ending): Part {
  return {
    ...part,
    choices: undefined,
    fill: (row, i, attempt) => {
      if (attempt >= anyAttempt || ending.isReached(row[state])) return part.fill(row, i, attempt);
      for (const column of part.columns) row[column] = null;
      return true;
    },
  };
}

/** Combinations for columns that depend on each other. */
export function tuplePart(
  columns: readonly number[],
  tuples: readonly (readonly Value[])[],
  draw: Draw,
): Part {
  const set = (row: Draft, n: number) => {
    for (const [c, column] of columns.entries()) row[column] = tuples[n]?.[c] ?? null;
  };
  return {
    columns,
    distinct: false,
    steady: false,
    fill: (row, i, attempt) => {
      set(row, indexBelow(tuples.length, draw(attemptAt(i, attempt))));
      return true;
    },
    choices: { count: tuples.length, set },
  };
}

export interface Reference {
  readonly columns: readonly number[];
  /** Of those, the ones that a row may leave empty. */
  readonly nullable: readonly number[];
  readonly keys: () => Keys;
  /** Columns that another reference has filled before. */
  readonly shared: readonly number[];
  readonly draw: Draw;
  readonly nulls: Nulls;
  /** To rows of the same table: those before. The columns that it refers to. */
  readonly itself?: readonly number[] | undefined;
  /** Each target at most once. */
  readonly once: boolean;
}

/** Refers to rows of another table, to some of them often. */
export function referencePart(reference: Reference): Part {
  const { columns, nullable, keys, shared, draw, nulls, itself, once } = reference;
  const set = (row: Draft, key: readonly (Value | undefined)[]) => {
    for (const [c, column] of columns.entries()) row[column] = key[c] ?? null;
    return true;
  };
  /** To nobody, or, where it must, to itself. */
  const alone = (row: Draft) => {
    if (nullable.length === 0)
      return itself === undefined
        ? false
        : set(
            row,
            itself.map((column) => row[column]),
          );
    for (const column of columns)
      if (!shared.includes(column)) row[column] = nullable.includes(column) ? null : row[column];
    return true;
  };
  const placesFor = sharedPlaces(reference);
  return {
    columns,
    distinct: once && nullable.length === 0,
    steady: false,
    fill: (row, i, attempt) => {
      if (nullable.length > 0 && isNull(nulls, i, attempt)) return alone(row);
      const known = keys();
      const reach = itself === undefined ? known.count : Math.min(i, known.count);
      const at = draw(attemptAt(i, attempt));
      if (shared.length > 0) {
        const places = placesFor(row);
        const place = places[indexBelow(below(places, reach), at)];
        return place === undefined || reach === 0 ? alone(row) : set(row, known.at(place));
      }
      if (reach === 0 || (once && i >= reach)) return alone(row);
      return set(row, known.at(once ? permuted(i, known.count) : skewedIndex(reach, at)));
    },
    choices:
      shared.length > 0 || itself !== undefined
        ? undefined
        : {
            get count() {
              return keys().count;
            },
            set: (row, n) => void set(row, keys().at(n)),
          },
  };
}

/** The keys that agree with the columns that are filled already. */
function sharedPlaces({ columns, shared, keys }: Reference): (row: Draft) => readonly number[] {
  const among = columns.flatMap((column, c) => (shared.includes(column) ? [c] : []));
  let index: { readonly of: number; readonly places: ReadonlyMap<string, readonly number[]> } | undefined;
  return (row) => {
    const known = keys();
    if (index?.of !== known.count) index = { of: known.count, places: indexKeys(known, among) };
    return index.places.get(JSON.stringify(among.map((c) => row[columns[c] ?? -1]))) ?? [];
  };
}

/** How many of ascending numbers are less than `limit`. */
function below(numbers: readonly number[], limit: number): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] ?? limit) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Goes through all of `count` in an order that does not look like one. */
function permuted(i: number, count: number): number {
  const step = [7919, 104_729, 1_299_709].find((prime) => count % prime !== 0) ?? 1;
  return (i * step) % count;
}
