import type { Entity, Origin } from "../model/model.ts";
import { fieldRules, mergeFields } from "./fields.ts";
import type { Ledger, Subject } from "./ledger.ts";
import { unionOrigins } from "./origins.ts";
import { groupBy, mergeAccess, mergeChecks, mergeIndexes, mergeQueries } from "./parts.ts";
import { mergeRelations, relationRules } from "./relations.ts";
import { firstOf, type RulesFor } from "./rule.ts";
import { audit } from "./rules/audit.ts";
import { deprecated, doc } from "./rules/doc.ts";
import { flag } from "./rules/flag.ts";
import { formerName } from "./rules/former-name.ts";
import { hardenSwitch } from "./rules/harden-switch.ts";
import { key } from "./rules/key.ts";
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
  retention,
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
  const parts = mergeParts(ledger, name, entities);
  return {
    name,
    ...settleAll(ledger, entityRules, subject, sayings.map(ownWords)),
    ...parts,
    harden: mergeSwitches(ledger, subject, sayings.map(ownWords)),
    origins: unionOrigins(entities.map(({ origins }) => origins)),
  };
}

function mergeParts(
  ledger: Ledger,
  name: string,
  entities: readonly Entity[],
): Omit<Pick<Entity, Parts>, "harden"> {
  const all = <T extends object>(part: (entity: Entity) => readonly T[]): readonly T[] => [
    ...new Set(entities.flatMap(part)),
  ];
  const fields = groupBy(
    all((entity) => entity.fields),
    (field) => field.name,
  );
  const relations = groupBy(
    all((entity) => entity.relations),
    (relation) => relation.name,
  );
  return {
    fields: fields.map((group) => mergeFields(ledger, name, group)),
    relations: relations.map((group) => mergeRelations(ledger, name, group)),
    checks: mergeChecks(
      ledger,
      name,
      all((entity) => entity.checks),
    ),
    indexes: mergeIndexes(
      ledger,
      name,
      all((entity) => entity.indexes),
    ),
    queries: mergeQueries(
      ledger,
      name,
      all((entity) => entity.queries),
    ),
    access: mergeAccess(all((entity) => entity.access)),
  };
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
    const said = entities.map(
      ({ harden, origins }: { harden: Entity["harden"]; origins: readonly Origin[] }) => ({
        value: Object.hasOwn(harden, code) ? harden[code] : undefined,
        origins,
      }),
    );
    return [code, ledger.settle(hardenSwitch, { ...subject, name: `${subject.name}.${code}` }, said)];
  });
  return Object.fromEntries(switches.filter((entry): entry is [string, boolean] => entry[1] !== undefined));
}

/** Every rule by which the properties of entities, fields and relations are settled. */
export const propertyRules = { entity: entityRules, field: fieldRules, relation: relationRules };
