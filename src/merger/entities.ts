import type { Entity, Field } from "../model/model.ts";
import { settleContradictions } from "./contradictions.ts";
import { mergeFields } from "./fields.ts";
import type { Ledger, Subject } from "./ledger.ts";
import { byName, firstOf } from "./lists.ts";
import { allOrigins } from "./origins.ts";
import { type Gathering, mergeAccess, mergeChecks, mergeIndexes, mergeQueries } from "./parts.ts";
import { mergeRelations } from "./relations.ts";
import type { RulesFor } from "./rule.ts";
import { appendOnly } from "./rules/append-only.ts";
import { audit } from "./rules/audit.ts";
import { deprecated, doc } from "./rules/doc.ts";
import { flag } from "./rules/flag.ts";
import { formerName } from "./rules/former-name.ts";
import { hardenSwitch } from "./rules/harden-switch.ts";
import { key } from "./rules/key.ts";
import { masked } from "./rules/masked.ts";
import { note } from "./rules/note.ts";
import { retention } from "./rules/retention.ts";
import { table } from "./rules/table.ts";
import type { EntitySaying } from "./sayings.ts";
import { settleAll } from "./settle-all.ts";

/** What is put together part by part instead of being one value. */
type Parts = "fields" | "relations" | "checks" | "indexes" | "queries" | "access" | "harden";

/** Every property of an entity that is one value, with the rule that settles it. */
export const entityRules: RulesFor<Entity, Exclude<keyof Entity, "name" | "origins" | Parts>> = {
  table,
  doc,
  area: note("area", (name: string) => name),
  key,
  audit,
  appendOnly,
  retention,
  masked,
  deprecated,
  flag,
  was: formerName,
  links: note("links", (entities: readonly [string, string]) => entities.join(", ")),
};

/** One entity out of all that is said about it. */
export function mergeEntity(ledger: Ledger, sayings: readonly EntitySaying[]): Entity {
  const entities = [...new Set(sayings.map(({ entity }) => entity))];
  const { name } = firstOf(entities);
  const subject = { entity: name, name };
  const shared = new Set(sayings.map(({ module }) => module)).size > 1;
  const own = sayings.map(ownWords);
  const whole = settleAll(ledger, entityRules, subject, own);
  const parts = mergeParts({ ledger, entity: name, shared }, whole.key, entities);
  return {
    name,
    ...whole,
    ...settleContradictions(ledger, name, parts, entities),
    harden: mergeSwitches(ledger, subject, own),
    origins: allOrigins(entities),
  };
}

function mergeParts(
  gathering: Gathering,
  key: readonly string[],
  entities: readonly Entity[],
): Omit<Pick<Entity, Parts>, "harden"> {
  const { ledger, entity: name } = gathering;
  const named = <T extends { readonly name: string }>(part: (entity: Entity) => readonly T[]) => [
    ...byName(entities, part).values(),
  ];
  const fields = named((entity) => entity.fields).map((group) => mergeFields(ledger, name, group, key));
  return {
    fields: withoutTakenNames(fields),
    relations: named((entity) => entity.relations).map((group) => mergeRelations(ledger, name, group)),
    checks: mergeChecks(
      gathering,
      entities.flatMap(({ checks }) => checks),
    ),
    indexes: mergeIndexes(
      gathering,
      entities.flatMap(({ indexes }) => indexes),
    ),
    queries: mergeQueries(
      gathering,
      entities.flatMap(({ queries }) => queries),
    ),
    access: mergeAccess(
      gathering,
      entities.flatMap(({ access }) => access),
    ),
  };
}

/** A field under a former name is another field by decision, and keeps its rows. */
function withoutTakenNames(fields: readonly Field[]): readonly Field[] {
  const names = new Set(fields.map(({ name }) => name));
  return fields.map((field) =>
    field.was !== undefined && names.has(field.was) ? { ...field, was: undefined } : field,
  );
}

/** What stands in the entity itself is said by the module that wrote it, also where others' fields are in its view. */
function ownWords({ module, entity }: EntitySaying): Entity {
  const origins = entity.origins.filter((origin) => origin.module === module);
  return origins.length === 0 || origins.length === entity.origins.length ? entity : { ...entity, origins };
}

function mergeSwitches(
  ledger: Ledger,
  subject: Subject,
  entities: readonly Entity[],
): Readonly<Record<string, boolean>> {
  const codes = new Set(entities.flatMap(({ harden }) => Object.keys(harden)));
  const switches = [...codes].map((code): [string, boolean | undefined] => {
    const said = entities.map(({ harden, origins }) => ({
      value: Object.hasOwn(harden, code) ? harden[code] : undefined,
      origins,
    }));
    return [code, ledger.settle(hardenSwitch, { ...subject, name: `${subject.name}.${code}` }, said)];
  });
  return Object.fromEntries(switches.filter((entry): entry is [string, boolean] => entry[1] !== undefined));
}
