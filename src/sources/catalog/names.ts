import { createHash } from "node:crypto";
import { shortenName, singularize } from "../../model/names.ts";

/** A name for each thing, in a stable order: the first of its candidates that none before it has. */
export function distinctNames<T>(
  things: readonly T[],
  candidates: (thing: T) => readonly string[],
): ReadonlyMap<T, string> {
  const taken = new Set<string>();
  return new Map(
    things.map((thing) => {
      const name = firstFree(candidates(thing), taken);
      taken.add(name);
      return [thing, name];
    }),
  );
}

/** The first candidate that is not taken; the last with a number when all are. */
export function firstFree(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const free = candidates.find((name) => name !== "" && !taken.has(name));
  if (free !== undefined) return shortenName(free);
  for (let number = 2; ; number++) {
    const name = shortenName(`${candidates.at(-1)}_${number}`);
    if (!taken.has(name)) return name;
  }
}

/** What an entity with this table may be called. */
export function entityNames(table: string): readonly string[] {
  const singular = singularize(table);
  return singular === undefined ? [table] : [singular, table];
}

/** File names for these names: small letters, digits, `-` and `_`; where that makes two alike, or nothing, a hash of the name follows. */
export function fileNames(names: readonly string[]): ReadonlyMap<string, string> {
  const slugs = new Map(names.map((name) => [name, slug(name)]));
  const count = new Map<string, number>();
  for (const one of slugs.values()) count.set(one, (count.get(one) ?? 0) + 1);
  return new Map(
    [...slugs].map(([name, one]) => {
      const clear = one === name || (count.get(one) === 1 && !reserved.test(one));
      return [name, clear && one !== "" && !reserved.test(one) ? one : `${one || "entity"}-${hash(name)}`];
    }),
  );
}

/** Windows keeps these for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;

function slug(name: string): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll(/[^a-z0-9_]+/g, "-").replaceAll(/^-+|-+$/g, "");
}

function hash(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 8);
}
