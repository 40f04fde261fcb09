import { checkName } from "./check-name.ts";
import { checkCodes } from "./code-problems.ts";
import { columnsOf } from "./columns.ts";
import { checkColumns, checkKey } from "./entity-problems.ts";
import type { Report } from "./finding.ts";
import { type Keys, keysIn } from "./keys.ts";
import type { Entity } from "./model.ts";
import { pluralize } from "./names.ts";
import type { EntityPart } from "./part.ts";
import { resolveFields, resolveRules } from "./resolve-rules.ts";
import type { Scope } from "./scope.ts";

/** Gives entities by name, with relations made columns; each is worked out once, when it is asked for. */
export type Resolver = (name: string) => Entity | undefined;

export function resolver(scope: Scope, report: Report): Resolver {
  const keys = keysIn(scope, report);
  const entities = new Map<string, Entity>();
  return (name) => {
    const known = entities.get(name);
    const part = scope.parts.get(name);
    if (known !== undefined || part === undefined) return known;
    const entity = resolve(part, scope, keys, report);
    entities.set(name, entity);
    return entity;
  };
}

function resolve(part: EntityPart, scope: Scope, keys: Keys, report: Report): Entity {
  const columns = columnsOf(part, scope, keys, report);
  const key = keys.of(part.name).map((field) => field.name);
  checkColumns(part, columns, report);
  checkKey(part, columns, key, report);
  const fields = resolveFields(part, columns, report);
  const first = key.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  const entity: Entity = {
    name: part.name,
    table: tableOf(part, report),
    doc: part.doc,
    area: part.area,
    fields: [...first, ...fields.filter((field) => !first.includes(field))],
    key,
    relations: columns.relations,
    ...resolveRules(part, columns, scope, report),
    audit: part.audit,
    appendOnly: part.appendOnly,
    harden: part.harden,
    deprecated: part.deprecated,
    flag: part.flag,
    was: part.was,
    links: part.links,
    origins: part.origins,
  };
  checkCodes(entity, report);
  return entity;
}

/** The table's name. One that is made, not written, is checked here. */
function tableOf(part: EntityPart, report: Report): string {
  const table = part.table?.text ?? pluralize(part.name);
  const made = part.table === undefined || part.links !== undefined;
  const at = part.origins[0]?.at;
  if (made && at !== undefined) checkName("table", table, at, report);
  return table;
}
