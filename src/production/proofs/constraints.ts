import type { Entity } from "../../model/model.ts";
import { tableOf } from "../names.ts";
import type { Proof, ProofResult } from "../proof.ts";
import { breaking, insertWhole } from "../proving/broken-rows.ts";
import { keyIs, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, type Try, tryAs } from "../proving/try.ts";
import type { HardeningContext } from "../rule.ts";
import { hasField, systemFields } from "../system-fields.ts";
import { constraintMutations } from "./constraint-mutations.ts";

/** SQLSTATEs. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const refusal = {
  notNull: "23502",
  foreignKey: "23503",
  unique: "23505",
  check: "23514",
  enum: "22P02",
} as const;

/**
 * Tried as whoever made the schema, whom row level security does not hold: what is refused here is refused by the
 * constraint and to everyone. What is promised is read from the definitions, not from the constraints.
 */
export const constraints: Proof = {
  code: "constraints",
  promise: "A right row is accepted; a row that breaks one promise is refused for that promise.",
  rules: ["not-null", "allowed-values", "checks", "unique", "foreign-keys"],
  concerns: () => true,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) results.push(...(await runOn(stage, entity)));
    return results;
  },
  mutations: constraintMutations,
};

/** A row that breaks one promise. */
interface Breach extends Try {
  readonly what: string;
  /** The SQLSTATE that it must be refused with, and the column where PostgreSQL names it. */
  readonly expected: string;
  readonly column?: string | undefined;
}

async function runOn(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: constraints.code,
    subject: `${entity.table}: ${what}`,
    held,
    seen,
  });
  const [row] = stage.rows.get(entity.name)?.spare ?? [];
  if (row === undefined) return [result("a right row", false, "Not shown: no further row could be made.")];
  const breaches: Breach[] = [];
  const notShown: ProofResult[] = [];
  for (const breach of await breachesOf(stage, entity, row)) {
    if ("statement" in breach) breaches.push(breach);
    else notShown.push(result(breach.what, false, `Not shown: ${breach.notFound}.`));
  }
  const right: Try = { statement: insertWhole(stage, entity, row) };
  const [accepted, ...outcomes] = await tryAs(stage, undefined, [right, ...breaches]);
  return [
    result("a right row", accepted?.state === null, accepted?.message ?? "accepted"),
    ...breaches.map((breach, i) =>
      result(breach.what, isRefused(breach, outcomes[i]), outcomes[i]?.message ?? "It was accepted."),
    ),
    ...notShown,
  ];
}

/** Refused for the right promise. From PostgreSQL 18 on RESTRICT has an SQLSTATE of its own, 23001. */
function isRefused({ expected, column }: Breach, outcome: Outcome | undefined): boolean {
  if (column !== undefined && outcome?.column !== column) return false;
  return outcome?.state === expected || (expected === refusal.foreignKey && outcome?.state === "23001");
}

type NotFound = { readonly what: string; readonly notFound: string };

async function breachesOf(
  stage: Stage,
  entity: Entity,
  row: TextRow,
): Promise<readonly (Breach | NotFound)[]> {
  const { context } = stage;
  const breach = (what: string, expected: string, changes: TextRow): Breach => ({
    what,
    expected,
    statement: insertWhole(stage, entity, row, changes),
  });
  return [
    ...requiredFields(entity, context).map((name) => ({
      ...breach(`no ${name}`, refusal.notNull, new Map([[name, null]])),
      column: name,
    })),
    ...(context.isOn("allowed-values", entity) ? wrongValues(entity, breach) : []),
    ...(context.isOn("checks", entity) ? await brokenChecks(stage, entity, row, breach) : []),
    ...takenValues(stage, entity, breach),
    ...(context.isOn("foreign-keys", entity) ? danglingReferences(stage, entity, breach) : []),
    ...(context.isOn("foreign-keys", entity) ? deletedTargets(stage, entity, row) : []),
  ];
}

type MakeBreach = (what: string, expected: string, changes: TextRow) => Breach;

/** The fields that must have a value. */
export function requiredFields(entity: Entity, { isOn }: HardeningContext): readonly string[] {
  const required = isOn("not-null", entity) ? entity.fields.filter((field) => !field.nullable) : [];
  const names = new Set([...entity.key, ...required.map(({ name }) => name)]);
  return entity.fields
    .filter(
      ({ name, generated, identity }) => names.has(name) && generated === undefined && identity === undefined,
    )
    .map(({ name }) => name);
}

function wrongValues(entity: Entity, breach: MakeBreach): readonly Breach[] {
  return entity.fields.flatMap(({ name, values, type, enumType }) => {
    if (values === undefined) return [];
    const wrong = ["?", "-", "~", "0"].find((text) => !values.includes(text)) ?? "";
    const value = type.dimensions === 0 ? wrong : `{${wrong}}`;
    return [
      breach(
        `${name} that is not listed`,
        enumType === undefined ? refusal.check : refusal.enum,
        new Map([[name, value]]),
      ),
    ];
  });
}

async function brokenChecks(
  stage: Stage,
  entity: Entity,
  row: TextRow,
  breach: MakeBreach,
): Promise<readonly (Breach | NotFound)[]> {
  const all = checksOf(entity);
  const results: (Breach | NotFound)[] = [];
  for (const { what, expression } of all) {
    const others = all.filter((other) => other.expression !== expression).map((other) => other.expression);
    const broken = await breaking(stage, entity, expression, others, row);
    results.push(
      broken === undefined
        ? { what, notFound: "no value was found that breaks it" }
        : breach(what, refusal.check, broken),
    );
  }
  return results;
}

/** The checks of fields and of the entity. */
function checksOf({
  fields,
  checks,
}: Entity): readonly { readonly what: string; readonly expression: string }[] {
  return [
    ...fields.flatMap(({ name, check }) =>
      check === undefined ? [] : [{ what: `${name} against its check`, expression: check }],
    ),
    ...checks.map(({ name, expression }) => ({ what: `a row against ${name}`, expression })),
  ];
}

/** Columns that no two rows may share, with what they are called. */
export function uniqueSets(entity: Entity, { isOn }: HardeningContext): readonly (readonly string[])[] {
  const declared = [
    ...entity.fields.filter((field) => field.unique).map(({ name }) => [name]),
    ...entity.relations.filter((relation) => relation.unique).map(({ columns }) => columns),
  ];
  const sets = [entity.key, ...(isOn("unique", entity) ? declared : [])];
  return [...new Map(sets.map((columns) => [JSON.stringify(columns), columns])).values()];
}

function takenValues(stage: Stage, entity: Entity, breach: MakeBreach): readonly (Breach | NotFound)[] {
  const existing = stage.rows.get(entity.name)?.existing ?? [];
  return uniqueSets(entity, stage.context).map((columns) => {
    const what = `${columns.join(", ")} of another row`;
    const taken = existing.find((row) => columns.every((column) => row.get(column) !== null));
    if (taken === undefined) return { what, notFound: "no row has values there" };
    return breach(
      what,
      refusal.unique,
      new Map(columns.map((column) => [column, taken.get(column) ?? null])),
    );
  });
}

/** The key of a row that was never inserted. */
function danglingReferences(
  stage: Stage,
  entity: Entity,
  breach: MakeBreach,
): readonly (Breach | NotFound)[] {
  return entity.relations.flatMap(({ name, target, columns, references }): readonly (Breach | NotFound)[] => {
    if (!stage.context.model.entities.some((other) => other.name === target)) return [];
    const what = `${name} that refers to nothing`;
    const absent = stage.rows.get(target)?.spare[1];
    if (absent === undefined) return [{ what, notFound: `no key is free in ${target}` }];
    return [
      breach(
        what,
        refusal.foreignKey,
        new Map(columns.map((column, i) => [column, absent.get(references[i] ?? "") ?? null])),
      ),
    ];
  });
}

/**
 * What becomes of a row when the row that it alone refers to is deleted. Where DELETE only marks that one, nothing does.
 */
function deletedTargets(stage: Stage, entity: Entity, row: TextRow): readonly (Breach | NotFound)[] {
  const { context, rows } = stage;
  return entity.relations.flatMap((relation): readonly (Breach | NotFound)[] => {
    const { name, target, columns, references, onDelete = "restrict" } = relation;
    const other = context.model.entities.find((one) => one.name === target);
    if (other === undefined || !["restrict", "no action"].includes(onDelete)) return [];
    if (context.isOn("soft-delete", other) && hasField(other, systemFields.deletedAt)) return [];
    const what = `delete of the ${target} that ${name} refers to`;
    const fresh = rows.get(target)?.spare[1];
    if (fresh === undefined) return [{ what, notFound: `no further row could be made in ${other.table}` }];
    const reference = new Map(columns.map((column, i) => [column, fresh.get(references[i] ?? "") ?? null]));
    const statement = [
      insertWhole(stage, other, fresh),
      insertWhole(stage, entity, row, reference),
      `DELETE FROM ${tableOf(other, context.config)} WHERE ${keyIs(fresh, other)}`,
    ].join(";\n");
    return [{ what, expected: refusal.foreignKey, statement }];
  });
}
