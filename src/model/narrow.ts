import type { Entity, Field, Relation } from "./model.ts";
import { mentions } from "./resolve-rules.ts";

/** What is left of an entity. */
export interface Kept {
  readonly field: (field: Field) => boolean;
  /** Whether the entity that a relation leads to is there. */
  readonly entity: (name: string) => boolean;
}

/** A part of an entity: what speaks of a field that is not kept goes with it. */
export function narrow(entity: Entity, keep: Kept): Entity {
  const fields = entity.fields.filter(keep.field);
  const names = new Set(fields.map((field) => field.name));
  const hidden = new Set(entity.fields.map((field) => field.name).filter((name) => !names.has(name)));
  const whole = (list: readonly string[]): boolean => list.every((name) => names.has(name));
  const speaksOfHidden = (sql: string | undefined): boolean =>
    sql !== undefined && mentions(sql, (name) => hidden.has(name));
  const leadsOn = ({ columns, target }: Relation): boolean => whole(columns) && keep.entity(target);
  return {
    ...entity,
    fields: fields.map(narrowField),
    relations: entity.relations.filter(leadsOn),
    checks: entity.checks.filter((check) => !speaksOfHidden(check.expression)),
    indexes: entity.indexes.filter(
      (index) =>
        !index.on.some((item) => speaksOfHidden(columnOrSql(item))) &&
        whole(index.include) &&
        !speaksOfHidden(index.where),
    ),
    queries: entity.queries.filter((query) =>
      whole([
        ...query.where,
        ...query.match,
        ...(query.contains ?? []),
        ...query.order.map((item) => item.field),
      ]),
    ),
    access: entity.access.flatMap((line) => {
      const own = line.fields?.filter((name) => names.has(name));
      const relation = entity.relations.find(({ name }) => name === line.through);
      const leads = relation === undefined ? line.through === undefined : leadsOn(relation);
      const lost =
        speaksOfHidden(line.when) ||
        !leads ||
        (line.members !== undefined && !keep.entity(line.members)) ||
        own?.length === 0;
      return lost ? [] : [own === undefined ? line : { ...line, fields: own }];
    }),
    masked: speaksOfHidden(entity.masked?.when) ? undefined : entity.masked,
    retention: entity.retention && names.has(entity.retention.by) ? entity.retention : undefined,
  };

  function narrowField(field: Field): Field {
    const { check, derived } = field;
    const checked = speaksOfHidden(check) ? { ...field, check: undefined } : field;
    return derived === undefined || keep.entity(derived.entity)
      ? checked
      : { ...checked, derived: undefined };
  }

  /** An item of an index as an expression: a field's name may need quotes to be one. */
  function columnOrSql(item: string): string {
    const name = item.replace(/ desc$/, "");
    return hidden.has(name) || names.has(name) ? `"${name.replaceAll('"', '""')}"` : item;
  }
}
