import type { Connection } from "../connection.ts";
import { qualified } from "../quote.ts";
import type { Value } from "../rows/accepted.ts";
import type { Shape } from "../rows/shape.ts";

/** The values that foreign keys to a table may have. */
export interface Keys {
  readonly count: number;
  at(n: number): readonly Value[];
}

export const noKeys: Keys = { count: 0, at: () => [] };

/** All of several tables: the partitions of one. */
export function joinKeys(parts: readonly Keys[]): Keys {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    at: (n) => {
      let left = n;
      for (const part of parts) {
        if (left < part.count) return part.at(left);
        left -= part.count;
      }
      return [];
    },
  };
}

/** Places of the keys by the values of some of their columns. */
export function indexKeys(keys: Keys, columns: readonly number[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (let n = 0; n < keys.count; n++) {
    const key = keys.at(n);
    const shared = JSON.stringify(columns.map((column) => key[column]));
    const found = places.get(shared);
    if (found === undefined) places.set(shared, [n]);
    else found.push(n);
  }
  return places;
}

/** Keys that a table has already; ten thousand are enough to refer to. */
export async function existingKeys(db: Connection, target: Shape, columns: readonly string[]): Promise<Keys> {
  const list = columns.map((column) => `${qualified(column)}::text`).join(", ");
  const present = columns.map((column) => `${qualified(column)} is not null`).join(" and ");
  const names = columns.map((column) => qualified(column)).join(", ");
  const rows = await db.query<{ key: readonly string[] }>(
    `select array[${list}] as key from ${qualified(target.schema, target.table)}
    where ${present} order by ${names} limit 10000`,
  );
  return { count: rows.length, at: (n) => rows[n]?.key ?? [] };
}
