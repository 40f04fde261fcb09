import type { Span } from "../model/finding.ts";
import type { Entity, Model } from "../model/model.ts";
import { type Catalog, keyOf, type ObjectId } from "../postgres/catalog.ts";
import { sameDefinition } from "../postgres/catalog-differences.ts";

/** What definitions make differently from what is recorded, in words and with the place of the first. */
export interface ChangedDefinitions {
  /** `column tasks.notes`; parts of a table that is new or gone are not named. */
  readonly names: readonly string[];
  readonly at: Span | undefined;
}

export function changedDefinitions(recorded: Catalog, defined: Catalog, model: Model): ChangedDefinitions {
  const changed = changedObjects(recorded, defined);
  const keys = new Set(changed.map(keyOf));
  const partOfChanged = ({ kind, path }: ObjectId) =>
    kind !== "table" && keys.has(keyOf({ kind: "table", path: path.slice(0, 2) }));
  const named = changed.filter((id) => !partOfChanged(id));
  return {
    names: named.map(({ kind, path }) => `${kind} ${path.slice(1).join(".") || path.join(".")}`),
    at: named.map((id) => placeOf(id, model.entities)).find((place) => place !== undefined),
  };
}

function changedObjects(recorded: Catalog, defined: Catalog): readonly ObjectId[] {
  const keys = new Set([...defined.objects.keys(), ...recorded.objects.keys()]);
  return [...keys].flatMap((key) => {
    const [before, after] = [recorded.objects.get(key), defined.objects.get(key)];
    if (before !== undefined && after !== undefined && sameDefinition(before, after)) return [];
    return (after ?? before)?.id ?? [];
  });
}

/** Where a column's field stands, else the entity of the table. */
function placeOf({ kind, path }: ObjectId, entities: readonly Entity[]): Span | undefined {
  const entity = entities.find(({ table }) => table === path[1]);
  const field = kind === "column" ? entity?.fields.find(({ name }) => name === path[2]) : undefined;
  return (field ?? entity)?.origins.at(-1)?.at;
}

/** `a, b, c and 4 more` */
export function listed(names: readonly string[], most = 5): string {
  const more = names.length - most;
  return more <= 1 ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${more} more`;
}
