import { place, type Report, type Span } from "./finding.ts";
import type { Config, Entity, Field, Origin } from "./model.ts";
import { suggest } from "./names.ts";

/** What no entity can know alone: names that the whole database shares, flags, links made from both sides. */
export function checkModel(entities: readonly Entity[], config: Config | undefined, report: Report): void {
  checkRelationNames(entities, report);
  checkEnumTypes(entities, report);
  checkLinks(entities, report);
  if (config !== undefined) for (const entity of entities) checkFlags(entity, config, report);
}

/** Tables, indexes and enum types share one list of names in a PostgreSQL schema. */
function checkRelationNames(entities: readonly Entity[], report: Report): void {
  const taken = new Map<string, { readonly what: string; readonly at: Span | undefined }>();
  const take = (name: string, what: string, at: Span | undefined): void => {
    const other = taken.get(name);
    if (other === undefined) taken.set(name, { what, at });
    else {
      const where = other.at === undefined ? "" : ` (${place(other.at)})`;
      report({
        code: "model/name-taken",
        severity: "error",
        message: `"${name}" is the name of ${what} and of ${other.what}${where}.`,
        at,
        help: "Give one of them another name.",
      });
    }
  };
  for (const entity of entities) take(entity.table, `the table of ${entity.name}`, atOf(entity.origins));
  const enumTypes = new Map(
    entities.flatMap((entity) =>
      entity.fields.flatMap((field) =>
        field.enumType === undefined ? [] : [[field.enumType, field] as const],
      ),
    ),
  );
  for (const [name, field] of enumTypes) take(name, "an enum type", atOf(field.origins));
  for (const entity of entities) {
    for (const index of entity.indexes)
      if (index.name !== undefined) take(index.name, `an index of ${entity.name}`, atOf(index.origins));
  }
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

function checkFlags(entity: Entity, config: Config, report: Report): void {
  const flags = Object.keys(config.flags);
  for (const { flag, origins } of [entity, ...entity.fields]) {
    if (flag === undefined || flags.includes(flag)) continue;
    const meant = suggest(flag, flags);
    report({
      code: "model/unknown-flag",
      severity: "error",
      message: `The flag "${flag}" is not in the config.`,
      at: atOf(origins),
      help:
        meant === undefined
          ? `Add it to schema.config.yaml: flags: { ${flag}: false }.`
          : `Did you mean "${meant}"?`,
    });
  }
}

function atOf(origins: readonly Origin[]): Span | undefined {
  return origins[0]?.at;
}
