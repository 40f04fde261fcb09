import { type Draw, drawOf, indexBelow } from "./draw.ts";
import type { Person, Place, Vocabulary } from "./vocabulary.ts";

/** Makes the value of the i-th row. */
export type Maker = (i: number) => string;

/** A column that wants believable values, and what they are made of. */
export interface Subject {
  readonly vocabulary: Vocabulary;
  /** Names what draws are made for, so that columns and seeds differ: seed and table. */
  readonly stream: string;
  /** Name of the table, in words: `sales_orders` is `sales orders`. */
  readonly table: string;
  readonly column: string;
  /** As in `pg_type`. */
  readonly type: string;
  readonly parameters: readonly number[];
  /** No two rows may have the same value. */
  readonly apart: boolean;
}

/** `accountNumber` and `account_number` are `account number`. */
export function inWords(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}

/** A draw of the column's own. */
export function ownDraw(subject: Pick<Subject, "stream" | "column">, ...more: readonly string[]): Draw {
  return drawOf(subject.stream, subject.column, ...more);
}

export function pick<T>(values: readonly T[], at: number): T {
  const value = values[indexBelow(values.length, at)];
  if (value === undefined) throw new Error("There is nothing to pick from.");
  return value;
}

/** Whom a row is about: its name, e-mail address and phone are one person's. */
export function personOf({ vocabulary, stream }: Subject): (i: number) => Person {
  const first = drawOf(stream, "first name");
  const last = drawOf(stream, "last name");
  return (i) => {
    const { first: name, phone } = pick(vocabulary.people, first(i));
    return { first: name, phone, last: pick(vocabulary.people, last(i)).last };
  };
}

/** Where a row is: its street, city, state and zip code fit together. */
export function placeOf({ vocabulary, stream }: Subject): (i: number) => Place {
  const place = drawOf(stream, "place");
  return (i) => pick(vocabulary.places, place(i));
}
