import { linkName } from "../model/links.ts";
import type { Entity, Relation } from "../model/model.ts";
import { type Kept, narrow } from "../model/narrow.ts";
import type { Ledger } from "./ledger.ts";
import { byName } from "./lists.ts";
import { areNear } from "./near-names.ts";
import { asOne } from "./origins.ts";
import { cardinalityOfLink } from "./rules/cardinality.ts";
import type { EntitySaying, Sayings } from "./sayings.ts";

/** Asks where one links many to many what another refers to by a column, and keeps what was decided. */
export function settleLinks(ledger: Ledger, sayings: Sayings): Sayings {
  const result = new Map(sayings);
  for (const [name, list] of sayings) {
    const [owner, target] = list.find(({ entity }) => entity.links !== undefined)?.entity.links ?? [];
    if (owner === undefined || target === undefined) continue;
    const link = asOne(list.map(({ entity }) => entity));
    for (const said of rivals(name, target, result.get(owner) ?? [])) {
      if (sharesModule(link, asOne(said))) continue;
      const answer = ledger.ask(cardinalityOfLink(owner, link, said));
      if (answer?.value === "link") result.set(owner, withoutRelation(result.get(owner) ?? [], asOne(said)));
      if (answer?.value === "column") result.delete(name);
    }
  }
  return result;
}

/** Relations to the same target under the name that the link is made from, or nearly so: `tag` beside `tags`. */
function rivals(
  link: string,
  target: string,
  owners: readonly EntitySaying[],
): readonly (readonly Relation[])[] {
  const owner = owners[0]?.entity.name ?? "";
  const alike = (name: string) => linkName(owner, name) === link || areNear(linkName(owner, name), link);
  return [...byName(owners, ({ entity }) => entity.relations)]
    .filter(([name]) => alike(name))
    .map(([, group]) => group.filter((relation) => relation.target === target))
    .filter((group) => group.length > 0);
}

function sharesModule(a: Pick<Entity, "origins">, b: Pick<Entity, "origins">): boolean {
  const modules = new Set(a.origins.map(({ module }) => module));
  return b.origins.some(({ module }) => modules.has(module));
}

function withoutRelation(sayings: readonly EntitySaying[], { name }: Relation): readonly EntitySaying[] {
  const keep: Kept = { field: ({ relation }) => relation !== name, entity: () => true };
  return sayings.map((saying) => ({ ...saying, entity: narrow(saying.entity, keep) }));
}
