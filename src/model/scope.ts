import { expand } from "./expand.ts";
import { place, type Report } from "./finding.ts";
import { linksOf } from "./links.ts";
import type { EntityPart } from "./part.ts";
import type { Definitions } from "./read-definitions.ts";

/** Entities that can refer to each other: mixins included, link tables made, relations not yet columns. */
export interface Scope {
  readonly parts: ReadonlyMap<string, EntityPart>;
  /** True for an entity that exists but was not read: nothing more is to be said about it. */
  isBroken(name: string): boolean;
  /** True for an entity that lacks a mixin: it may have fields that nobody knows. */
  isIncomplete(name: string): boolean;
}

export function scopeOf(
  entities: ReadonlyMap<string, EntityPart>,
  definitions: Definitions,
  report: Report,
): Scope {
  const parts = new Map<string, EntityPart>();
  const incomplete = new Set<string>();
  for (const entity of entities.values()) {
    const { part, complete } = expand(entity, definitions, report);
    parts.set(part.name, part);
    if (!complete) incomplete.add(part.name);
  }
  for (const link of [...parts.values()].flatMap(linksOf)) {
    const other = parts.get(link.name);
    if (other === undefined) parts.set(link.name, link);
    else reportTaken(link, other, report);
  }
  return { parts, isBroken: definitions.isBroken, isIncomplete: (name) => incomplete.has(name) };
}

function reportTaken(link: EntityPart, other: EntityPart, report: Report): void {
  const at = link.origins[0]?.at;
  const there = other.origins[0]?.at;
  report({
    code: "model/entity-twice",
    severity: "error",
    message: `The link table "${link.name}" has the name of another entity${there ? ` (${place(there)})` : ""}.`,
    at,
    help: "Rename the relation or the entity.",
  });
}
