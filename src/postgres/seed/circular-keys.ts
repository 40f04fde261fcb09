import type { ForeignKey, Shape } from "../rows/shape.ts";

/** Foreign keys of which each column's value would come from itself: `a.id` from `b.id` from `a.id`. By name. */
export function circularKeys(group: readonly Shape[]): readonly string[] {
  const inside = new Set(group.map(({ key }) => key));
  const sources = new Map<string, Source>();
  for (const shape of group) {
    // A key to elsewhere, or one that comes first, decides for those that share its columns.
    const keys = shape.foreignKeys.toSorted((a, b) => rank(shape, a, inside) - rank(shape, b, inside));
    for (const key of keys) {
      for (const [c, column] of key.columns.entries()) {
        const place = `${shape.key}.${column}`;
        if (!sources.has(place)) sources.set(place, { key, from: `${key.target}.${key.references[c]}` });
      }
    }
  }
  const circular = new Set<string>();
  for (const start of sources.keys()) {
    const passed = new Map<string, Source>();
    let place = start;
    for (
      let source = sources.get(place);
      source !== undefined && !passed.has(place);
      source = sources.get(place)
    ) {
      passed.set(place, source);
      place = source.from;
    }
    if (place === start && passed.has(start)) for (const { key } of passed.values()) circular.add(key.name);
  }
  return [...circular].sort();
}

interface Source {
  readonly key: ForeignKey;
  /** The column that the value comes from. */
  readonly from: string;
}

function rank(shape: Shape, key: ForeignKey, inside: ReadonlySet<string>): number {
  if (key.target === shape.key) return 2;
  return inside.has(key.target) ? 1 : 0;
}
