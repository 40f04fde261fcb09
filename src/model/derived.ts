import { formatType } from "./column-type.ts";
import type { FieldProblem } from "./field-problems.ts";
import type { Finding } from "./finding.ts";
import type { Derived, Entity, Field, Relation } from "./model.ts";
import { suggest } from "./names.ts";
import type { FieldForm } from "./schemas/field.ts";
import { columnNames, columnSql, replaceNames, tokenize } from "./sql-words.ts";

type DerivedForm = NonNullable<FieldForm["derived"]>;
const kinds = ["count", "sum", "max", "min"] as const;

const summable = /^(smallint|integer|bigint|numeric|real|double precision)$/;

/** `{ sum: order_line.order.amount }`, read; undefined where it is not one of them. */
export function derivedOf(form: DerivedForm): Derived | undefined {
  const [kind, ...more] = kinds.filter((one) => form[one] !== undefined);
  const [entity, relation, field, ...rest] = (kind && form[kind])?.split(".") ?? [];
  if (kind === undefined || more.length > 0 || rest.length > 0) return undefined;
  if (!entity || !relation || (kind === "count") !== (field === undefined)) return undefined;
  return { kind, entity, relation, field, where: form.where };
}

/** What cannot be about a derived field alone. */
export function* derivedProblems(
  { derived, nullable, type }: Field,
  form: FieldForm,
): Generator<FieldProblem> {
  if (form.derived === undefined) return;
  if (derived === undefined) {
    const help = "Write { count: entity.relation }, or sum, max or min of entity.relation.field.";
    yield { key: "derived", message: "does not say what it is derived from", help };
    return;
  }
  const adds = derived.kind === "count" || derived.kind === "sum";
  const fits = derived.kind === "count" ? /^(smallint|integer|bigint)$/ : summable;
  if (adds && (!fits.test(type.name) || type.dimensions > 0)) {
    yield {
      key: "type",
      message: `is a ${derived.kind}, but its type is ${formatType(type)}`,
      help: "Use bigint or numeric.",
    };
  }
  if (!adds && !nullable) {
    yield {
      key: "type",
      message: `is the ${derived.kind} of what may be none`,
      help: 'End its type in "?".',
    };
  }
}

/** What a derived field is made from. */
export interface DerivedFrom {
  readonly child: Entity;
  readonly relation: Relation;
  /** `where` with names of relations replaced by their columns. */
  readonly where?: string | undefined;
}

export function derivedFrom(
  entity: Entity,
  derived: Derived,
  entities: readonly Entity[],
): DerivedFrom | undefined {
  const child = entities.find(({ name }) => name === derived.entity);
  const relation = child?.relations.find(
    ({ name, target }) => name === derived.relation && target === entity.name,
  );
  if (child === undefined || relation === undefined) return undefined;
  const columnOf = (name: string) => child.relations.find((one) => one.name === name)?.columns[0];
  const where =
    derived.where &&
    replaceNames(derived.where, ({ name }) => {
      const isField = child.fields.some((field) => field.name === name);
      const column = isField ? name : columnOf(name);
      return column && columnSql(column);
    });
  return { child, relation, where };
}

/** What is wrong with the derived fields of an entity among these. */
export function* derivedFindings(entity: Entity, entities: readonly Entity[]): Generator<Finding> {
  for (const field of entity.fields) {
    if (field.derived === undefined) continue;
    const problem = problemOf(entity, field.derived, entities);
    if (problem === undefined) continue;
    yield {
      code: "model/derived",
      severity: "error",
      message: `${entity.name}.${field.name} ${problem.message}.`,
      at: field.origins[0]?.at,
      help: problem.help,
    };
  }
}

interface DerivedProblem {
  readonly message: string;
  readonly help: string;
}

function problemOf(
  entity: Entity,
  derived: Derived,
  entities: readonly Entity[],
): DerivedProblem | undefined {
  const { entity: other, relation, field, where } = derived;
  const from = derivedFrom(entity, derived, entities);
  if (from === undefined) {
    const leading = entities.flatMap(({ name, relations }) =>
      relations.flatMap((one) => (one.target === entity.name ? [`${name}.${one.name}`] : [])),
    );
    return {
      message: `is derived from ${other}.${relation}, but no such relation leads to ${entity.name}`,
      help:
        leading.length === 0
          ? `Give ${other} a relation to ${entity.name}.`
          : `Relations that lead to ${entity.name}: ${leading.join(", ")}.`,
    };
  }
  const names = new Set([
    ...from.child.fields.map(({ name }) => name),
    ...from.child.relations.map(({ name }) => name),
  ]);
  const meant = (word: string) => {
    const like = suggest(word, names);
    return like === undefined ? `Fields: ${[...names].join(", ")}.` : `Did you mean "${like}"?`;
  };
  if (field !== undefined && !from.child.fields.some(({ name }) => name === field))
    return { message: `is derived from ${other}.${field}, but there is no such field`, help: meant(field) };
  const made = from.child.fields.find(({ name }) => name === field)?.type;
  if (derived.kind === "sum" && made !== undefined && (!summable.test(made.name) || made.dimensions > 0))
    return {
      message: `is the sum of ${other}.${field}, which is ${formatType(made)}`,
      help: "Sum a field with numbers.",
    };
  if (where === undefined) return undefined;
  if (tokenize(where).some(({ name }) => name === "select"))
    return {
      message: "is derived where a subquery says so; only the row itself may",
      help: `Compare fields of ${other}.`,
    };
  const unknown = columnNames(where).find(({ name, keyword }) => !keyword && !names.has(name));
  return (
    unknown && {
      message: `is derived where ${unknown.text} says so, but ${other} has no such field`,
      help: meant(unknown.name),
    }
  );
}
