import { identList } from "../../postgres/quote.ts";
import type { Fix, Question } from "./question.ts";
import { keyOfRows, type Pair, quarantine, rowsAs, showsKeys } from "./rows-as.ts";

/** Asks for the rows `t` of a table for which `violates` is true; `also` is another table that it speaks of. */
export function ask(
  constraint: string,
  demand: string,
  pair: Pair,
  columns: readonly string[],
  violates: string,
  fixes: readonly Fix[] = [],
  also?: string,
): Question {
  const key = keyOfRows(pair);
  const sources = [rowsAs("t", pair, [...key, ...columns]), ...(also === undefined ? [] : [also])];
  const query = `WITH ${sources.join(", ")} SELECT ${identList(key)} FROM t WHERE ${violates}`;
  return {
    table: pair.entity.table,
    constraint,
    demand,
    query,
    showsKeys: showsKeys(pair),
    fixes: [...fixes, ...quarantine(pair, `${constraint}: ${demand}`, query)],
  };
}

/** A demand that the prototype cannot be asked for. */
export function unasked(
  constraint: string,
  demand: string,
  { entity: { table } }: Pair,
  why: string,
): Question {
  return { table, constraint, demand, unasked: why, showsKeys: false, fixes: [] };
}
