import type { Entity, Relation } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { mentioned } from "../../postgres/rows/shape.ts";
import { enclosed } from "../expression.ts";
import { tableOf } from "../names.ts";
import type { Proof, ProofResult } from "../proof.ts";
import { breaking, insertWhole } from "../proving/broken-rows.ts";
import { type PromisedUnique, promisedChecks, promisedUniques, requiredFields } from "../proving/promises.ts";
import { keyIs, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, type Try, tryAs } from "../proving/try.ts";
import { hasField, systemFields } from "../system-fields.ts";
import { keyColumns } from "../tenant.ts";
import { constraintMutations } from "./constraint-mutations.ts";

/** SQLSTATEs. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const state = {
  notNull: "23502",
  foreignKey: "23503",
  /** Of RESTRICT from PostgreSQL 18 on. */
  restrict: "23001",
  unique: "23505",
  check: "23514",
  notInEnum: "22P02",
} as const;

/**
 * Tried as whoever made the schema, whom row level security does not hold: what is refused here is refused by the
 * constraint and to everyone. What is promised is read from the definitions, not from the constraints.
 */
export const constraints: Proof = {
  code: "constraints",
  promise: "A right row is accepted; a row that breaks one promise is refused for that promise.",
  rules: ["not-null", "allowed-values", "checks", "unique", "declared-indexes", "foreign-keys"],
  concerns: () => true,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) results.push(...(await runOn(stage, entity)));
    return results;
  },
  mutations: constraintMutations,
};

/** A statement, and what PostgreSQL must do with it. */
interface Trial extends Try {
  readonly what: string;
  readonly holds: (outcome: Outcome) => boolean;
}

interface NotShown {
  readonly what: string;
  readonly notShown: string;
}

type Breach = Trial | NotShown;

async function runOn(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: constraints.code,
    subject: `${entity.table}: ${what}`,
    held,
    seen,
  });
  const [row] = stage.rows.get(entity.name)?.spare ?? [];
  if (row === undefined) return [result("a right row", false, "Not shown: no further row could be made.")];
  const right: Trial = { what: "a right row", statement: insertWhole(stage, entity, row), holds: isAccepted };
  const breaches = await breachesOf({ stage, entity, row });
  const trials = [right, ...breaches.filter((breach) => "statement" in breach)];
  const outcomes = await tryAs(stage, undefined, trials);
  return [
    ...trials.map(({ what, holds }, i) => {
      const outcome = outcomes[i];
      return result(
        what,
        outcome !== undefined && holds(outcome),
        outcome?.message ?? outcome?.after ?? "accepted",
      );
    }),
    ...breaches.flatMap((breach) =>
      "notShown" in breach ? [result(breach.what, false, `Not shown: ${breach.notShown}.`)] : [],
    ),
  ];
}

function isAccepted(outcome: Outcome): boolean {
  return outcome.state === null;
}

/** Refused with one of these SQLSTATEs. */
function refusedWith(...states: readonly string[]): Trial["holds"] {
  return (outcome) => outcome.state !== null && states.includes(outcome.state);
}

/** By a check, and not by a trigger that speaks of the column too: a check names none. */
function refusedByCheck(outcome: Outcome): boolean {
  return outcome.state === state.check && outcome.column === "";
}

/** A right row to spoil. */
interface Ground {
  readonly stage: Stage;
  readonly entity: Entity;
  readonly row: TextRow;
}

async function breachesOf(ground: Ground): Promise<readonly Breach[]> {
  const { entity, stage } = ground;
  const { context } = stage;
  const relations = context.isOn("foreign-keys", entity) ? entity.relations : [];
  const references = relations.flatMap((relation) => {
    const target = context.model.entities.find(({ name }) => name === relation.target);
    return target === undefined ? [] : [{ relation, target }];
  });
  return [
    ...requiredFields(entity, context).map((name) => missing(ground, name)),
    ...entity.fields
      .filter(({ enumType }) => enumType !== undefined)
      .map(({ name }) => notInEnum(ground, name)),
    ...(await brokenChecks(ground)),
    ...(await takenValues(ground)),
    ...references.map(({ relation, target }) => dangling(ground, relation, target)),
    ...references.flatMap(({ relation, target }) => deleted(ground, relation, target)),
  ];
}

/** The row with some columns changed. */
function changed({ stage, entity, row }: Ground, changes: TextRow): string {
  return insertWhole(stage, entity, row, changes);
}

function missing(ground: Ground, name: string): Breach {
  return {
    what: `no ${name}`,
    statement: changed(ground, new Map([[name, null]])),
    holds: (outcome) => outcome.state === state.notNull && outcome.column === name,
  };
}

function notInEnum(ground: Ground, name: string): Breach {
  return {
    what: `${name} that is not listed`,
    statement: changed(ground, new Map([[name, "?"]])),
    holds: refusedWith(state.notInEnum),
  };
}

async function brokenChecks(ground: Ground): Promise<readonly Breach[]> {
  const { stage, entity, row } = ground;
  const checks = promisedChecks(entity, stage.context);
  const breaches: Breach[] = [];
  for (const check of checks) {
    const others = checks.filter((other) => other !== check).map(({ expression }) => expression);
    const broken = await breaking(stage, entity, check.expression, others, row);
    breaches.push(
      broken === undefined
        ? { what: check.what, notShown: "no value was found that breaks it" }
        : { what: check.what, statement: changed(ground, broken), holds: refusedByCheck },
    );
  }
  return breaches;
}

async function takenValues(ground: Ground): Promise<readonly Breach[]> {
  const breaches: Breach[] = [];
  for (const unique of promisedUniques(ground.entity, ground.stage.context)) {
    const what = `${unique.columns.join(", ")} of another row`;
    const taken = await valuesTaken(ground, unique);
    breaches.push(
      taken === undefined
        ? { what, notShown: "no row has values there" }
        : { what, statement: changed(ground, taken), holds: refusedWith(state.unique) },
    );
  }
  return breaches;
}

/** What a row has in unique columns, and in those that a partial index asks. */
async function valuesTaken(
  { stage, entity }: Ground,
  { columns, where }: PromisedUnique,
): Promise<TextRow | undefined> {
  const names = entity.fields.map(({ name }) => name);
  const wanted = [...new Set([...columns, ...mentioned(where ?? "", names)])];
  const present = columns.map((column) => `${ident(column)} IS NOT NULL`);
  const [found] = await stage.db.query<{ values: readonly (string | null)[] }>(
    `SELECT ARRAY[${wanted.map((column) => `${ident(column)}::text`).join(", ")}] AS values
    FROM ${tableOf(entity, stage.context.config)}
    WHERE ${[...present, ...(where === undefined ? [] : [enclosed(where)])].join(" AND ")} LIMIT 1`,
  );
  return found && new Map(wanted.map((column, i) => [column, found.values[i] ?? null]));
}

/** The key of a row that was never inserted. */
function dangling(ground: Ground, { name, columns, references }: Relation, target: Entity): Breach {
  const what = `${name} that refers to nothing`;
  const absent = freshRow(ground, target);
  if (absent === undefined) return { what, notShown: `no further row could be made in ${target.table}` };
  return {
    what,
    statement: changed(ground, referring(columns, references, absent)),
    holds: refusedWith(state.foreignKey),
  };
}

/** A row of another entity, or another row of the same. */
function freshRow({ stage, entity }: Ground, target: Entity): TextRow | undefined {
  return stage.rows.get(target.name)?.spare[target.name === entity.name ? 1 : 0];
}

function referring(columns: readonly string[], references: readonly string[], to: TextRow): TextRow {
  return new Map(columns.map((column, i) => [column, to.get(references[i] ?? "") ?? null]));
}

/** What becomes of a row when the one that it alone refers to is deleted; nothing where DELETE only marks that. */
function deleted(ground: Ground, relation: Relation, target: Entity): readonly Breach[] {
  const { stage, entity, row } = ground;
  const { context } = stage;
  if (context.isOn("soft-delete", target) && hasField(target, systemFields.deletedAt)) return [];
  const { name, columns, onDelete = "restrict" } = relation;
  const whole = keyColumns(relation, entity, context);
  const what = `delete of the ${target.name} that ${name} refers to, on delete ${onDelete}`;
  const spare = freshRow(ground, target);
  if (spare === undefined) return [{ what, notShown: `no further row could be made in ${target.table}` }];
  const shared = whole.references.map((name, i) => [name, row.get(whole.columns[i] ?? "") ?? null] as const);
  // Of the same tenant, which other references of the row name too.
  const fresh = new Map([...spare, ...shared.filter(([name]) => !relation.references.includes(name))]);
  const referred = referring(whole.columns, whole.references, fresh);
  const child = new Map([...row, ...referred]);
  const value = `CONCAT_WS(' ', ${columns.map((column) => `COALESCE(${ident(column)}::text, 'null')`).join(", ")})`;
  return [
    {
      what,
      statement: [
        insertWhole(stage, target, fresh),
        insertWhole(stage, entity, row, referred),
        `DELETE FROM ${tableOf(target, context.config)} WHERE ${keyIs(fresh, target)}`,
      ].join(";\n"),
      look: `SELECT COALESCE((SELECT 'the row stays and refers to ' || ${value} FROM ${tableOf(entity, context.config)}
        WHERE ${keyIs(child, entity)}), 'the row is gone')`,
      holds: afterDelete[onDelete],
    },
  ];
}

const afterDelete: { readonly [A in NonNullable<Relation["onDelete"]>]: Trial["holds"] } = {
  "no action": refusedWith(state.foreignKey),
  restrict: refusedWith(state.foreignKey, state.restrict),
  cascade: ({ after }) => after === "the row is gone",
  "set null": ({ after }) => after?.endsWith(" null") === true,
  "set default": ({ after }) => after?.startsWith("the row stays") === true,
};
