import { type Catalog, type CatalogObject, keyOf, type ObjectId } from "./catalog.ts";
import { comparable, sameDefinition } from "./catalog-differences.ts";
import { kindOf } from "./kinds/index.ts";
import type { Context, Pair, Step } from "./kinds/kind.ts";
import { madeApart } from "./made-apart.ts";
import { qualified } from "./quote.ts";

/** What decides about the form of the statements. */
export type PlanSettings = Pick<Context, "mode" | "targetVersion">;

/** How one Catalog differs from another, by key. What is replaced is dropped and created. */
export interface Changes {
  readonly from: Catalog;
  readonly to: Catalog;
  readonly settings: PlanSettings;
  readonly drops: ReadonlyMap<string, CatalogObject>;
  readonly creates: ReadonlyMap<string, CatalogObject>;
  readonly alters: ReadonlyMap<string, Pair>;
  /** Of what is altered, by key, as far as they are known already: they depend on what else is replaced. */
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  /** Keys of the objects of `from` that need one directly. */
  readonly dependentsOn: (key: string) => readonly string[];
  /** What stays, but lets go of something and takes it up again, or something else. */
  readonly releases: ReadonlyMap<string, Release>;
}

export interface Release {
  readonly object: CatalogObject;
  readonly down: readonly Step[];
  readonly up: readonly Step[];
  /** Whether what it needed only until then may go before it is altered. */
  readonly frees?: true | undefined;
}

/** Compares two Catalogs. Knows no kind: each tells for itself what can be altered and what has to be out of the way. */
export function diff(from: Catalog, to: Catalog, settings: PlanSettings): Changes {
  const changes = new ChangeSet(from, to, settings);
  for (const [key, object] of from.objects) if (!to.objects.has(key)) changes.drops.set(key, object);
  const changed: [key: string, pair: Pair][] = [];
  for (const [key, object] of to.objects) {
    const before = from.objects.get(key);
    if (before === undefined) changes.creates.set(key, object);
    else if (!sameDefinition(before, object)) changed.push([key, { from: before, to: object }]);
  }
  for (const [key, pair] of changed) changes.alterOrReplace(key, pair);
  changes.makeWay();
  return changes;
}

class ChangeSet implements Changes {
  readonly from: Catalog;
  readonly to: Catalog;
  readonly settings: PlanSettings;
  readonly drops = new Map<string, CatalogObject>();
  readonly creates = new Map<string, CatalogObject>();
  readonly alters = new Map<string, Pair>();
  readonly steps = new Map<string, readonly Step[]>();
  readonly releases = new Map<string, Release>();
  readonly dependentsOn: Changes["dependentsOn"];
  readonly #context: Context;

  constructor(from: Catalog, to: Catalog, settings: PlanSettings) {
    this.from = from;
    this.to = to;
    this.settings = settings;
    this.dependentsOn = dependentsIn(from);
    this.#context = contextOf(this, () => []);
  }

  alterOrReplace(key: string, pair: Pair): void {
    const steps = kindOf(pair.to).alter(pair.from, pair.to, this.#context);
    if (steps === "replace") this.#replace(key);
    else {
      this.alters.set(key, pair);
      this.steps.set(key, steps);
    }
  }

  /** Takes out of the way what depends on something replaced, and what an ALTER cannot work under. */
  makeWay(): void {
    for (const [key, pair] of [...this.alters]) {
      const down = kindOf(pair.to).letGo?.(pair.from, pair.to) ?? [];
      if (down.length > 0) this.releases.set(key, { object: pair.to, down, up: [], frees: true });
      const displaces = kindOf(pair.to).displaces;
      if (displaces !== undefined)
        this.#displace(key, (dependent) => displaces(pair.from, pair.to, dependent, this.#context));
    }
    // A Map is walked in the order of insertion, so what is replaced here comes up here later.
    for (const [key, object] of this.drops) {
      this.#replaceDependents(key);
      for (const holder of kindOf(object).heldBy?.(object, this.#context) ?? []) this.#replace(keyOf(holder));
    }
    // Asked before that was known.
    if ([...this.drops.keys()].some((key) => this.creates.has(key))) this.steps.clear();
  }

  #displace(key: string, isInTheWay: (dependent: CatalogObject) => boolean, seen = new Set<string>()): void {
    for (const dependent of this.dependentsOn(key)) {
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
    for (const dependent of this.dependentsOn(key)) {
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

/** Asked for only where something changes, so a Catalog is walked at the first question. */
function dependentsIn(catalog: Catalog): Changes["dependentsOn"] {
  const dependents = once(() => dependentKeys(catalog));
  return (key) => dependents().get(key) ?? [];
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
  const { from, to, settings } = changes;
  const objectOf = (key: string) => to.objects.get(key) ?? from.objects.get(key);
  const pairOf = (key: string): readonly Pair[] => {
    const [before, after] = [from.objects.get(key), to.objects.get(key)];
    return before === undefined || after === undefined ? [] : [{ from: before, to: after }];
  };
  const dependentsOf = (id: ObjectId) => changes.dependentsOn(keyOf(id));
  const needing = dependentsIn(to);
  const apart = once(() => madeApart(changes));
  const taken = once(() => claimedNames([from, to]));
  return {
    ...settings,
    address: (id) => kindOf(id).address?.(id, objectOf(keyOf(id))) ?? id.kind,
    isUsedByChanges: (id, text) =>
      [...to.objects].some(([key, object]) => {
        const before = from.objects.get(key);
        const changed = before === undefined || !sameDefinition(before, object);
        return changed && uses(object, id) && comparable(object).includes(JSON.stringify(text).slice(1, -1));
      }),
    before: (id) => from.objects.get(keyOf(id)),
    after: (id) => to.objects.get(keyOf(id)),
    isReplaced: (id) => changes.drops.has(keyOf(id)) && changes.creates.has(keyOf(id)),
    isNew: (id) => changes.creates.has(keyOf(id)),
    dependents: (id) => dependentsOf(id).flatMap(pairOf),
    dependentsBefore: (id) => objectsIn(from, dependentsOf(id)),
    dependentsAfter: (id) => objectsIn(to, needing(keyOf(id))),
    isMadeApart: ({ path }) => apart().has(keyOf({ kind: "partition bound", path })),
    changesAlone: ({ id, dependsOn }) =>
      dependentsOf(id).every((key) => isPutBack(objectOf(key))) &&
      dependsOn.every((key) => !changes.drops.has(key)) &&
      dependsOn.flatMap(pairOf).every((pair) => pair.from.kind === "table" || isSame(pair)),
    freeName: (schema, name) => {
      for (let number = 0; number < 100; number += 1) {
        const candidate = number === 0 ? name : `${name}${number}`;
        if (!taken().has(qualified(schema, candidate))) return candidate;
      }
      return name;
    },
    parts: (id) => parts(keyOf(id)),
  };
}

/** What an ALTER that makes an object anew gives back to it. */
function isPutBack(object: CatalogObject | undefined): boolean {
  return object?.kind === "comment" || object?.kind === "column settings";
}

function objectsIn({ objects }: Catalog, keys: readonly string[]): readonly CatalogObject[] {
  return keys.flatMap((key) => objects.get(key) ?? []);
}

/** Also where only a text names it. */
function uses(object: CatalogObject, id: ObjectId): boolean {
  const mentions = kindOf(object).mentions?.(object) ?? [];
  return object.dependsOn.includes(keyOf(id)) || mentions.includes(id.path.at(-1) ?? "");
}

/** For a column its type decides, since only that changes what stands on it. */
function isSame({ from, to }: Pair): boolean {
  if (from.kind !== "column" || to.kind !== "column") return sameDefinition(from, to);
  return from.definition.type === to.definition.type && from.definition.collation === to.definition.collation;
}

function claimedNames(catalogs: readonly Catalog[]): ReadonlySet<string | undefined> {
  const objects = catalogs.flatMap((catalog) => [...catalog.objects.values()]);
  return new Set(objects.map((object) => kindOf(object).claims?.(object)));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
