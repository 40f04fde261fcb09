import type { Value } from "./accepted.ts";

/** Values for some columns at once: those of a foreign key, those that share a check, or a single column. */
export interface Part {
  readonly columns: readonly string[];
  readonly tuples: readonly (readonly Value[])[];
}

export type Row = ReadonlyMap<string, Value>;

/**
 * Joins parts to one: the combinations in which they agree on the columns that they share, about `limit` of them, most
 * different first: the first of each, the second of each, …
 */
export function combine(parts: readonly Part[], limit: number): Part {
  const each = Math.max(2, Math.floor(limit ** (1 / parts.length)));
  let picks: readonly Pick[] = [{ row: new Map(), spread: 0, index: 0 }];
  for (const part of parts) {
    picks = picks.flatMap((pick) => {
      const agrees = (tuple: readonly Value[]) =>
        part.columns.every((column, i) => !pick.row.has(column) || pick.row.get(column) === tuple[i]);
      return firstAndLast(part.tuples.filter(agrees), each).map((tuple, index) => {
        const spread = pick.spread + (pick.row.size === 0 ? 0 : Math.abs(index - pick.index));
        return { row: withTuple(pick.row, part, tuple), spread, index };
      });
    });
  }
  const columns = [...new Set(parts.flatMap((part) => part.columns))];
  const nearFirst = picks.toSorted((a, b) => a.spread - b.spread || a.index - b.index);
  return { columns, tuples: nearFirst.map(({ row }) => columns.map((column) => row.get(column) ?? null)) };
}

interface Pick {
  readonly row: Row;
  /** How far apart the places of its tuples in their parts are. */
  readonly spread: number;
  readonly index: number;
}

function withTuple(row: Row, part: Part, tuple: readonly Value[]): Row {
  return new Map([...row, ...part.columns.map((column, i) => [column, tuple[i] ?? null] as const)]);
}

/** The first `count`, and the last: where null is a candidate it stands there. */
function firstAndLast<T>(values: readonly T[], count: number): readonly T[] {
  return values.length <= count ? values : [...values.slice(0, count - 1), ...values.slice(-1)];
}

/** Up to `count` rows made of the parts, so that no two share the values of a unique key. */
export function chooseRows(
  parts: readonly Part[],
  uniques: readonly (readonly string[])[],
  count: number,
): readonly Row[] {
  if (parts.some((part) => part.tuples.length === 0)) return [];
  const keys = uniques.map((columns) => ({ columns, seen: new Set<string>() }));
  // Unique columns first: where their values run out, that shows at once.
  const isKey = (part: Part) =>
    uniques.some((columns) => columns.some((column) => part.columns.includes(column)));
  const ordered = [...parts.filter(isKey), ...parts.filter((part) => !isKey(part))];
  const rows: Row[] = [];
  for (let i = 0; i < count; i++) {
    const row = chooseRow(ordered, keys, i);
    if (row === undefined) break;
    for (const key of keys) key.seen.add(keyText(row, key.columns) ?? "");
    rows.push(row);
  }
  return rows;
}

interface UniqueKey {
  readonly columns: readonly string[];
  readonly seen: ReadonlySet<string>;
}

/** Tries the parts' `index`-th values first and goes on from there; gives up after a few thousand steps. */
function chooseRow(parts: readonly Part[], keys: readonly UniqueKey[], index: number): Row | undefined {
  let steps = 0;
  const extend = (row: Row, depth: number): Row | undefined => {
    const part = parts[depth];
    if (part === undefined) return row;
    for (let n = 0; n < part.tuples.length && steps < 5000; n++, steps++) {
      const tuple = part.tuples[(index + n) % part.tuples.length] ?? [];
      const longer = withTuple(row, part, tuple);
      if (keys.some((key) => isTaken(key, longer))) continue;
      const whole = extend(longer, depth + 1);
      if (whole !== undefined) return whole;
    }
    return undefined;
  };
  return extend(new Map(), 0);
}

function isTaken(key: UniqueKey, row: Row): boolean {
  const text = keyText(row, key.columns);
  return text !== undefined && key.seen.has(text);
}

/** Undefined while a column has no value: SQL's nulls are all different. */
function keyText(row: Row, columns: readonly string[]): string | undefined {
  const values = columns.map((column) => row.get(column) ?? null);
  return values.includes(null) ? undefined : JSON.stringify(values);
}
