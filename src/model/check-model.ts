import { place, type Report, type Span } from "./finding.ts";
import type { Config, Entity, Field, Origin } from "./model.ts";
import { suggest } from "./names.ts";
import type { Switch } from "./reading.ts";

/** What no entity can know alone: names that the whole database shares, links made from both sides. */
export function checkModel(entities: readonly Entity[], report: Report): void {
  checkRelationNames(entities, report);
  checkEnumTypes(entities, report);
  checkLinks(entities, report);
}

/** Something that has a name in the database. */
interface Named {
  readonly name: string;
  readonly what: string;
  readonly at: Span | undefined;
}

/** Tables, enum types and indexes share one list of names in a PostgreSQL schema. */
function checkRelationNames(entities: readonly Entity[], report: Report): void {
  const taken = new Map<string, Named>();
  for (const { name, what, at } of [...tables(entities), ...enumTypes(entities), ...indexes(entities)]) {
    const other = taken.get(name);
    if (other === undefined) {
      taken.set(name, { name, what, at });
      continue;
    }
    const where = other.at === undefined ? "" : ` (${place(other.at)})`;
    report({
      code: "model/name-taken",
      severity: "error",
      message: `"${name}" is the name of ${what} and of ${other.what}${where}.`,
      at,
      help: "Give one of them another name.",
    });
  }
}

function tables(entities: readonly Entity[]): readonly Named[] {
  return entities.map(({ name, table, origins }) => ({
    name: table,
    what: `the table of ${name}`,
    at: atOf(origins),
  }));
}

/** Each once: fields may share an enum type. */
function enumTypes(entities: readonly Entity[]): readonly Named[] {
  const types = new Map<string, Named>();
  for (const { enumType, origins } of entities.flatMap(({ fields }) => fields)) {
    if (enumType === undefined || types.has(enumType)) continue;
    types.set(enumType, { name: enumType, what: "an enum type", at: atOf(origins) });
  }
  return [...types.values()];
}

function indexes(entities: readonly Entity[]): readonly Named[] {
  return entities.flatMap((entity) =>
    entity.indexes.flatMap(({ name, origins }) =>
      name === undefined ? [] : [{ name, what: `an index of ${entity.name}`, at: atOf(origins) }],
    ),
  );
}

/** Fields that share a real enum type list the same values. */
function checkEnumTypes(entities: readonly Entity[], report: Report): void {
  const first = new Map<string, { readonly entity: Entity; readonly field: Field }>();
  for (const entity of entities) {
    for (const field of entity.fields) {
      if (field.enumType === undefined || field.values === undefined) continue;
      const other = first.get(field.enumType);
      if (other === undefined) first.set(field.enumType, { entity, field });
      else if (JSON.stringify(other.field.values) !== JSON.stringify(field.values)) {
        report({
          code: "model/enum-type",
          severity: "error",
          message: `The enum type "${field.enumType}" has other values in ${entity.name}.${field.name} than in ${other.entity.name}.${other.field.name}.`,
          at: atOf(field.origins),
          help: `List the same values in the same order, or name another type.`,
        });
      }
    }
  }
}

function checkLinks(entities: readonly Entity[], report: Report): void {
  const made = new Map<string, Entity>();
  for (const entity of entities) {
    if (entity.links === undefined) continue;
    const [from, to] = entity.links;
    const other = made.get(JSON.stringify([to, from]));
    if (other !== undefined && from !== to) {
      report({
        code: "model/link-twice",
        severity: "warning",
        message: `${from} and ${to} are linked from both sides, by two tables: ${other.table} and ${entity.table}.`,
        at: atOf(entity.origins),
        help: "A many to many relation is written on one side; the other side needs nothing.",
      });
    }
    made.set(JSON.stringify([from, to]), entity);
  }
}

/** Flags and stages that definitions name and the config does not. */
export function checkSwitches(switches: readonly Switch[], config: Config, report: Report): void {
  const sections = { flag: "flags", stage: "stages" } as const;
  for (const { kind, name } of switches) {
    const section = sections[kind];
    const known = Object.keys(config[section]);
    if (known.includes(name.text)) continue;
    const meant = suggest(name.text, known);
    report({
      code: `model/unknown-${kind}`,
      severity: "error",
      message: `The ${kind} "${name.text}" is not in the config.`,
      at: name.at,
      help:
        meant === undefined
          ? `Add it to schema.config.yaml: ${section}: { ${name.text}: false }.`
          : `Did you mean "${meant}"?`,
    });
  }
}

function atOf(origins: readonly Origin[]): Span | undefined {
  return origins[0]?.at;
}
