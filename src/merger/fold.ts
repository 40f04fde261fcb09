import { formatType } from "../model/column-type.ts";
import { businessModel, type Entity, type Field, type Index, type Relation } from "../model/model.ts";
import type { Ledger } from "./ledger.ts";
import { byName, firstOf, sameList } from "./lists.ts";
import { allOrigins, compareModules } from "./origins.ts";
import { renameEntity, renameField, renameRelation } from "./rename.ts";
import { relationColumns } from "./rules/relation-columns.ts";
import { askSameConcept, type Named } from "./same-concept.ts";
import { type EntitySaying, groupSayings, type Sayings } from "./sayings.ts";
import { comparableTypes } from "./types.ts";

/** Brings the relations and fields of one entity that are one concept by decision under one name. */
export function foldMembers(ledger: Ledger, sayings: readonly EntitySaying[]): readonly EntitySaying[] {
  const steps = [settleColumns, foldRelations, foldFields, contestedFields, uniqueFields];
  return steps.reduce((said, step) => step(ledger, said), sayings);
}

/** Brings entities that are one concept by decision under one name. */
export function foldEntities(ledger: Ledger, sayings: Sayings): Sayings {
  const all = [...sayings.values()].flat();
  const entities = all.map(({ entity }) => entity);
  const byTable = new Map(entities.map(({ name, table }) => [table, name]));
  const names = askSameConcept(ledger, {
    things: byName([entities], (list) => list),
    comparable: (a, b) => (a.links === undefined) === (b.links === undefined),
    former: ({ was }) => (was === undefined ? undefined : byTable.get(was)),
    show: ({ table, fields }) => `table ${table} with ${fields.map(({ name }) => name).join(", ")}`,
    subject: (a, b) => ({ entity: a, name: `${a} ${b}` }),
  });
  if (names.size === 0) return sayings;
  const tables = new Map(entities.toReversed().map(({ name, table }) => [name, table]));
  const named = (name: string) => ({ name, table: tables.get(name) ?? name });
  const rename = (entity: Entity) =>
    [...names].reduce((result, [from, to]) => renameEntity(result, named(from), named(to)), entity);
  const renamed = all.map((saying) => ({ ...saying, entity: rename(saying.entity) }));
  return groupSayings(renamed.sort((a, b) => compareModules(a.module, b.module)));
}

/** One name for each column of a relation, before fields are put together by name. */
function settleColumns(ledger: Ledger, sayings: readonly EntitySaying[]): readonly EntitySaying[] {
  return [...relationsByName(sayings).values()].reduce((list, group) => {
    const { name, columns: first } = firstOf(group);
    const renaming = group.every(({ columns }) => columns.length === first.length);
    if (!renaming || group.every(({ columns }) => sameList(columns, first))) return list;
    const entity = entityName(sayings);
    const said = group.map(({ columns, origins }) => ({ value: columns, origins }));
    const columns = ledger.settle(relationColumns, { entity, name: `${entity}.${name}` }, said);
    return mapEntities(list, (one) => renameRelation(one, name, { name, columns }));
  }, sayings);
}

function foldRelations(ledger: Ledger, sayings: readonly EntitySaying[]): readonly EntitySaying[] {
  if (allOfBusiness(sayings, (entity) => entity.relations)) return sayings;
  const relations = relationsByName(sayings);
  const entity = entityName(sayings);
  const names = askSameConcept<Relation>(ledger, {
    things: relations,
    comparable: (a, b) => a.target === b.target && a.columns.length === b.columns.length,
    show: ({ target, columns }) => `-> ${target} by ${columns.join(", ")}`,
    subject: (a, b) => pairSubject(entity, a, b),
  });
  return [...names].reduce((list, [from, to]) => {
    const [standing] = relations.get(to) ?? [];
    return standing === undefined ? list : mapEntities(list, (one) => renameRelation(one, from, standing));
  }, sayings);
}

function foldFields(ledger: Ledger, sayings: readonly EntitySaying[]): readonly EntitySaying[] {
  if (allOfBusiness(sayings, (entity) => entity.fields)) return sayings;
  const fields = byName(sayings, ({ entity }) => entity.fields);
  const entity = entityName(sayings);
  const plain = [...fields].filter(([, group]) => group.every(({ relation }) => relation === undefined));
  const names = askSameConcept<Field>(ledger, {
    things: new Map(plain),
    comparable: (a, b) => comparableTypes(a.type, b.type),
    former: ({ was }) => was,
    show: ({ type, nullable }) => formatType(type) + (nullable ? "?" : ""),
    subject: (a, b) => pairSubject(entity, a, b),
  });
  return [...names].reduce(
    (list, [from, to]) => mapEntities(list, (one) => renameField(one, from, to)),
    sayings,
  );
}

/** A field that one calls unique, and another unique among live rows alone: both as indexes, of which one is to be chosen. */
function contestedFields(_: Ledger, sayings: readonly EntitySaying[]): readonly EntitySaying[] {
  const live = new Set(
    sayings.flatMap(({ entity }) =>
      entity.indexes.flatMap((index) => (index.live && index.on.length === 1 ? index.on : [])),
    ),
  );
  if (live.size === 0) return sayings;
  return mapEntities(sayings, (entity) => {
    const isContested = ({ name, unique }: Field) => unique && live.has(name);
    const indexes = entity.fields
      .filter(isContested)
      .map(
        ({ name, origins }): Index => ({ on: [name], unique: true, method: "btree", include: [], origins }),
      );
    return indexes.length === 0
      ? entity
      : {
          ...entity,
          fields: entity.fields.map((field) => (isContested(field) ? { ...field, unique: false } : field)),
          indexes: [...entity.indexes, ...indexes],
        };
  });
}

/** A unique index on a field that someone calls unique is the same promise. */
function uniqueFields(_: Ledger, sayings: readonly EntitySaying[]): readonly EntitySaying[] {
  const indexed = new Set(
    sayings.flatMap(({ entity }) => entity.indexes.flatMap((index) => promisedField(index) ?? [])),
  );
  if (indexed.size === 0) return sayings;
  const promised = sayings.flatMap(({ entity }) =>
    entity.fields.filter(({ name, unique }) => unique && indexed.has(name)),
  );
  const names = new Set<string | undefined>(promised.map(({ name }) => name));
  if (names.size === 0) return sayings;
  return mapEntities(sayings, (entity) => {
    const promises = entity.indexes.filter((index) => names.has(promisedField(index)));
    if (promises.length === 0) return entity;
    const unique = (field: Field): Field => {
      const own = promises.filter((index) => promisedField(index) === field.name);
      return own.length === 0 ? field : { ...field, unique: true, origins: allOrigins([field, ...own]) };
    };
    return {
      ...entity,
      fields: entity.fields.map(unique),
      indexes: entity.indexes.filter((index) => !promises.includes(index)),
    };
  });
}

/** The only field of a unique index over all rows. */
function promisedField({ on, unique, live, method, where }: Index): string | undefined {
  return unique && !live && method === "btree" && where === undefined && on.length === 1 ? on[0] : undefined;
}

/** Whether the business model has everything by name: then it tells it apart. */
function allOfBusiness(
  [first, ...others]: readonly EntitySaying[],
  part: (entity: Entity) => readonly Named[],
): boolean {
  if (first?.module !== businessModel) return false;
  const names = new Set(part(first.entity).map(({ name }) => name));
  return others.every(({ entity }) => part(entity).every(({ name }) => names.has(name)));
}

function pairSubject(entity: string, a: string, b: string) {
  return { entity, name: `${entity}.${a} ${entity}.${b}` };
}

function entityName(sayings: readonly EntitySaying[]): string {
  return firstOf(sayings).entity.name;
}

function relationsByName(sayings: readonly EntitySaying[]): ReadonlyMap<string, readonly Relation[]> {
  return byName(sayings, ({ entity }) => entity.relations);
}

function mapEntities(
  sayings: readonly EntitySaying[],
  change: (entity: Entity) => Entity,
): readonly EntitySaying[] {
  return sayings.map((saying) => ({ ...saying, entity: change(saying.entity) }));
}
