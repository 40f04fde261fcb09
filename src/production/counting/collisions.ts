import type { Counted } from "./count.ts";

/** A table of which several prototypes have rows with the same key. */
export interface Collision {
  readonly table: string;
  readonly modules: readonly string[];
  /** Keys that more than one has. */
  readonly keys: number;
}

/** One key can be one row of production: which module's, a person decides. */
export function keyCollisions(counted: readonly Counted[]): readonly Collision[] {
  const tables = [...new Set(counted.flatMap(({ keys }) => [...keys.keys()]))].sort();
  return tables.flatMap((table) => {
    const holders = new Map<string, string[]>();
    for (const { module, keys } of counted) {
      for (const key of new Set(keys.get(table))) holders.set(key, [...(holders.get(key) ?? []), module]);
    }
    const shared = [...holders.values()].filter((modules) => modules.length > 1);
    const modules = [...new Set(shared.flat())].sort();
    return shared.length === 0 ? [] : [{ table, modules, keys: shared.length }];
  });
}
