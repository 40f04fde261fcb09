import { type Catalog, type CatalogObject, keyOf, sameDefinition } from "./catalog.ts";
import { kindOf } from "./kinds/index.ts";
import type { Context, Pair, Step } from "./kinds/kind.ts";

/** How one Catalog differs from another, by key. What is replaced is dropped and created. */
export interface Changes {
  readonly from: Catalog;
  readonly to: Catalog;
  readonly drops: ReadonlyMap<string, CatalogObject>;
  readonly creates: ReadonlyMap<string, CatalogObject>;
  readonly alters: ReadonlyMap<string, Pair>;
  /** What stays, but lets go of something that is replaced and takes it up again. */
  readonly releases: ReadonlyMap<string, Release>;
}

export interface Release {
  readonly object: CatalogObject;
  readonly down: readonly Step[];
  readonly up: readonly Step[];
}

/** Compares two Catalogs. Knows no kind: each tells for itself what can be altered and what has to be out of the way. */
export function diff(from: Catalog, to: Catalog): Changes {
  const changes = new ChangeSet(from, to);
  for (const [key, object] of from.objects) if (!to.objects.has(key)) changes.drops.set(key, object);
  for (const [key, object] of to.objects) {
    const before = from.objects.get(key);
    if (before === undefined) changes.creates.set(key, object);
    else if (!sameDefinition(before, object)) changes.alterOrReplace(key, { from: before, to: object });
  }
  changes.makeWay();
  return changes;
}

class ChangeSet implements Changes {
  readonly from: Catalog;
  readonly to: Catalog;
  readonly drops = new Map<string, CatalogObject>();
  readonly creates = new Map<string, CatalogObject>();
  readonly alters = new Map<string, Pair>();
  readonly releases = new Map<string, Release>();
  readonly #dependents: ReadonlyMap<string, readonly string[]>;
  readonly #context: Context;

  constructor(from: Catalog, to: Catalog) {
    this.from = from;
    this.to = to;
    this.#dependents = dependentKeys(from);
    this.#context = contextOf(this, () => []);
  }

  alterOrReplace(key: string, pair: Pair): void {
    if (kindOf(pair.to).alter(pair.from, pair.to, this.#context) === "replace") this.#replace(key);
    else this.alters.set(key, pair);
  }

  /** Takes out of the way what depends on something replaced, and what an ALTER cannot work under. */
  makeWay(): void {
    for (const [key, pair] of [...this.alters]) {
      const displaces = kindOf(pair.to).displaces;
      if (displaces !== undefined)
        this.#displace(key, (dependent) => displaces(pair.from, pair.to, dependent));
    }
    // A Map is walked in the order of insertion, so what is replaced here comes up here later.
    for (const key of this.drops.keys()) this.#replaceDependents(key);
  }

  #displace(key: string, isInTheWay: (dependent: CatalogObject) => boolean, seen = new Set<string>()): void {
    for (const dependent of this.#dependents.get(key) ?? []) {
      const object = this.from.objects.get(dependent);
      if (object === undefined || seen.has(dependent)) continue;
      seen.add(dependent);
      if (isInTheWay(object)) this.#replace(dependent);
      else this.#displace(dependent, isInTheWay, seen);
    }
  }

  /** What is altered anyway lets go of what is only dropped. */
  #replaceDependents(key: string): void {
    const comesBack = this.creates.has(key);
    for (const dependent of this.#dependents.get(key) ?? []) {
      const from = this.from.objects.get(dependent);
      const to = this.to.objects.get(dependent);
      if (from === undefined || to === undefined || this.drops.has(dependent)) continue;
      if (!comesBack && this.alters.has(dependent)) continue;
      const isPart =
        kindOf(from)
          .parents?.(from)
          .some((id) => keyOf(id) === key) === true;
      const release = isPart ? undefined : kindOf(from).release;
      const replaced = this.drops.get(key)?.id ?? from.id;
      const down = release?.(from, replaced, this.#context)?.down;
      const up = release?.(to, replaced, this.#context)?.up;
      if (down === undefined) this.#replace(dependent);
      else this.releases.set(dependent, { object: to, down, up: up ?? [] });
    }
  }

  #replace(key: string): void {
    const from = this.from.objects.get(key);
    const to = this.to.objects.get(key);
    if (from === undefined || to === undefined) return;
    this.alters.delete(key);
    this.releases.delete(key);
    this.drops.set(key, from);
    this.creates.set(key, to);
  }
}

function dependentKeys(catalog: Catalog): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const [key, object] of catalog.objects) {
    for (const needed of object.dependsOn) {
      const list = dependents.get(needed);
      if (list === undefined) dependents.set(needed, [key]);
      else list.push(key);
    }
  }
  return dependents;
}

/** What kinds see of the changes while they write statements. */
export function contextOf(changes: Changes, parts: (key: string) => readonly CatalogObject[]): Context {
  const dependents = dependentKeys(changes.from);
  return {
    address: (id) => {
      const key = keyOf(id);
      const object = changes.to.objects.get(key) ?? changes.from.objects.get(key);
      return kindOf(id).address?.(id, object) ?? id.kind;
    },
    isUsedByChanges: (id) => {
      const changed = [...changes.creates.values(), ...[...changes.alters.values()].map(({ to }) => to)];
      return changed.some((object) => object.dependsOn.includes(keyOf(id)));
    },
    before: (id) => changes.from.objects.get(keyOf(id)),
    after: (id) => changes.to.objects.get(keyOf(id)),
    isReplaced: (id) => changes.drops.has(keyOf(id)) && changes.creates.has(keyOf(id)),
    isNew: (id) => changes.creates.has(keyOf(id)),
    dependents: (id) =>
      (dependents.get(keyOf(id)) ?? []).flatMap((key) => {
        const [from, to] = [changes.from.objects.get(key), changes.to.objects.get(key)];
        return from === undefined || to === undefined ? [] : [{ from, to }];
      }),
    parts: (id) => parts(keyOf(id)),
  };
}
