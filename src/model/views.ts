import type { Report } from "./finding.ts";
import { linkName } from "./links.ts";
import type { Entity, Field, Origin } from "./model.ts";
import { suggest } from "./names.ts";
import { narrow } from "./narrow.ts";
import type { ModuleDefinition } from "./read-definitions.ts";
import type { Resolver } from "./resolve.ts";
import { mentions } from "./resolve-rules.ts";
import type { Scope } from "./scope.ts";

/** What a module's view is made from. */
export interface ViewContext {
  /** The business model with what the module says laid over it. */
  readonly scope: Scope;
  readonly business: Scope;
  /** Resolves the entities of `scope`. */
  readonly resolve: Resolver;
  readonly report: Report;
}

/** What a module sees of one entity: all of it, or the fields and relations named, each with who asked for it. */
interface Seen {
  all: boolean;
  readonly names: Map<string, Origin | undefined>;
  readonly origins: Origin[];
}

/** The entities as a module sees them: keys, what it uses, what it defines; links where a relation that it uses makes one. */
export function viewOf(module: ModuleDefinition, context: ViewContext): readonly Entity[] {
  checkUses(module, context);
  const seen = new Map<string, Seen>();
  const see = (name: string): Seen => {
    const entity = seen.get(name) ?? { all: false, names: new Map(), origins: [] };
    seen.set(name, entity);
    return entity;
  };
  for (const { entity, names } of module.uses) {
    const used = see(entity.text);
    used.origins.push({ module: module.name, at: entity.at });
    if (names === "all") used.all = true;
    else for (const name of names) used.names.set(name.text, { module: module.name, at: name.at });
  }
  for (const name of module.entities.keys()) seeWritten(name, see(name), context);
  for (const [name, entity] of [...seen]) seeLinks(name, entity, context.scope, see);
  return [...seen].flatMap(([name, entity]) => viewOfEntity(name, entity, seen, context) ?? []);
}

/** Of an entity of the business model, what the module adds or says otherwise; of its own, all. */
function seeWritten(name: string, seen: Seen, { scope, business }: ViewContext): void {
  const before = business.parts.get(name);
  if (before === undefined) seen.all = true;
  for (const [member, definition] of scope.parts.get(name)?.members ?? []) {
    if (before?.members.get(member) !== definition) seen.names.set(member, undefined);
  }
}

function seeLinks(name: string, seen: Seen, { parts }: Scope, see: (name: string) => Seen): void {
  for (const member of parts.get(name)?.members.values() ?? []) {
    if (member.kind !== "relation" || !member.many) continue;
    if (!seen.all && !seen.names.has(member.name)) continue;
    const link = see(linkName(name, member.name));
    const origin = seen.names.get(member.name);
    link.all = true;
    if (origin !== undefined) link.origins.push(origin);
  }
}

function viewOfEntity(
  name: string,
  seen: Seen,
  view: ReadonlyMap<string, Seen>,
  { resolve, report }: ViewContext,
): Entity | undefined {
  const entity = resolve(name);
  if (entity === undefined) return undefined;
  const kept = narrow(entity, {
    field: ({ name }) => seen.all || entity.key.includes(name) || asked(entity, name, seen) !== undefined,
    entity: (target) => view.has(target),
  });
  checkGenerated(entity, kept, seen, report);
  const fields = kept.fields.map((field) =>
    withOrigin(field, seen.names.get(asked(entity, field.name, seen) ?? "")),
  );
  return { ...kept, fields, origins: [...kept.origins, ...seen.origins] };
}

/** The name that a column is seen by: its own, or that of a relation which it belongs to. */
function asked(entity: Entity, column: string, seen: Seen): string | undefined {
  const relations = entity.relations.filter(({ columns }) => columns.includes(column));
  return [column, ...relations.map(({ name }) => name)].find((name) => seen.names.has(name));
}

function withOrigin(field: Field, origin: Origin | undefined): Field {
  return origin === undefined ? field : { ...field, origins: [...field.origins, origin] };
}

/** A generated field needs the fields that it is made from. */
function checkGenerated(entity: Entity, kept: Entity, seen: Seen, report: Report): void {
  const there = new Set(kept.fields.map((field) => field.name));
  for (const { name, generated } of kept.fields) {
    if (generated === undefined) continue;
    const missing = entity.fields
      .map((field) => field.name)
      .filter((field) => !there.has(field) && mentions(generated, (word) => word === field));
    if (missing.length === 0) continue;
    report({
      code: "model/generated-from-hidden",
      severity: "error",
      message: `"${entity.name}.${name}" is made from ${missing.join(", ")}, which this module does not use.`,
      at: seen.names.get(name)?.at ?? seen.origins[0]?.at,
      help: `Add ${missing.join(", ")} to \`uses\`.`,
    });
  }
}

/** Reports entities, fields and relations that `uses` names and that do not exist. */
function checkUses(module: ModuleDefinition, { scope, resolve, report }: ViewContext): void {
  for (const { entity, names } of module.uses) {
    const resolved = resolve(entity.text);
    if (scope.isBroken(entity.text)) continue;
    if (resolved === undefined) {
      const meant = suggest(entity.text, scope.parts.keys());
      report({
        code: "model/unknown-entity",
        severity: "error",
        message: `The module ${module.name} uses "${entity.text}", but there is no such entity.`,
        at: entity.at,
        help: meant && `Did you mean "${meant}"?`,
      });
      continue;
    }
    if (scope.isIncomplete(entity.text) || names === "all") continue;
    const known = new Set([
      ...(scope.parts.get(entity.text)?.members.keys() ?? []),
      ...resolved.fields.map((field) => field.name),
    ]);
    for (const name of names.filter((name) => !known.has(name.text))) {
      const meant = suggest(name.text, known);
      report({
        code: "model/unknown-field",
        severity: "error",
        message: `The module ${module.name} uses "${entity.text}.${name.text}", but ${entity.text} has no such field or relation.`,
        at: name.at,
        help: meant === undefined ? `It has: ${[...known].join(", ")}.` : `Did you mean "${meant}"?`,
      });
    }
  }
}
