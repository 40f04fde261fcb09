import { type Catalog, type CatalogObject, keyOf } from "../../postgres/catalog.ts";
import type { KindName } from "../../postgres/definitions.ts";
import { kindOf } from "../../postgres/kinds/index.ts";

/** What only stands where there are tables. */
const ofTables: ReadonlySet<KindName> = new Set([
  "table",
  "partition bound",
  "inheritance",
  "column",
  "constraint",
  "index",
  "statistics",
  "view",
  "materialized view",
  "rule",
  "trigger",
  "policy",
]);

const types: ReadonlySet<KindName> = new Set(["enum", "domain", "composite type", "range type", "extension"]);

/** What objects need, directly or not. */
export class Needs {
  readonly #catalog: Catalog;
  readonly #byName = new Map<string, string[]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    for (const [key, { kind, id }] of catalog.objects) {
      const name = id.path[1];
      if (name === undefined || kindOf({ kind }).parents !== undefined) continue;
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), key]);
    }
  }

  /** Everything that must be there for these, they included. */
  closure(keys: Iterable<string>): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [...keys];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      const object = this.#catalog.objects.get(key);
      if (object === undefined || found.has(key)) continue;
      found.add(key);
      open.push(...object.dependsOn, ...this.#mentioned(object));
    }
    return found;
  }

  /** What an object needs besides the columns and the row type of its own table; undefined where it needs another table. */
  beforeTables(
    object: CatalogObject,
    which: (kind: KindName) => boolean = () => true,
  ): readonly string[] | undefined {
    const table = keyOf({ kind: "table", path: object.id.path.slice(0, 2) });
    const direct = object.dependsOn.filter((key) => {
      const needed = this.#catalog.objects.get(key);
      if (needed === undefined || key === table) return false;
      return needed.kind !== "column" && needed.kind !== "table" && which(needed.kind);
    });
    const all = [...this.closure(direct)];
    const free = all.every((key) => !ofTables.has(this.#catalog.objects.get(key)?.kind ?? "table"));
    return free ? all : undefined;
  }

  /** PostgreSQL reads the body of an SQL function when it is made, and does not record what it uses. */
  #mentioned(object: CatalogObject): readonly string[] {
    if (object.kind !== "function" || !/\bLANGUAGE sql\b/i.test(object.definition.definition)) return [];
    const names = kindOf(object).mentions?.(object) ?? [];
    return names.flatMap((name) => this.#byName.get(name) ?? []);
  }
}

export function isType(kind: KindName): boolean {
  return types.has(kind);
}
