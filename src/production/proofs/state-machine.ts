import type { Entity, Field } from "../../model/model.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { insertWhole } from "../proving/broken-rows.ts";
import { mutationOf } from "../proving/mutations.ts";
import { keyIs, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, type Try, tryAs } from "../proving/try.ts";
import { withoutChecks } from "../proving/without-checks.ts";
import type { HardeningContext } from "../rule.ts";
import { hasStates, stateGuard } from "../rules/state-machine.ts";

const checkViolation = "23514";

/** Tried as whoever made the schema: what is refused here is refused to everyone. */
export const stateMachine: Proof = {
  code: "state-machine",
  promise: "A row starts as declared and takes the declared steps; every other start and step is refused.",
  rules: ["state-machine"],
  concerns: (entity, context) => machinesOf(entity, context).length > 0,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      for (const field of machinesOf(entity, stage.context)) {
        await withoutChecks(stage, entity, field.name);
        results.push(...(await runOn(stage, entity, field)));
      }
    }
    return results;
  },
  mutations: ({ config, model, isOn }) => [
    ...model.entities.flatMap((entity) =>
      machinesOf(entity, { isOn }).flatMap((field) => mutationsOf(entity, field, tableOf(entity, config))),
    ),
    {
      breaks: "what refuses a step lets it pass",
      sql: `CREATE OR REPLACE FUNCTION ${qualified(config.schema, "refuse_state")}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RETURN NULL; END $$`,
    },
  ],
};

function machinesOf(entity: Entity, { isOn }: Pick<HardeningContext, "isOn">): readonly Field[] {
  return isOn("state-machine", entity) ? entity.fields.filter(hasStates) : [];
}

function mutationsOf(entity: Entity, field: Field, table: string): readonly Mutation[] {
  const refuses = {
    INSERT: startsOf(field).some(({ lawful }) => !lawful),
    UPDATE: stepsOf(field).some(({ lawful }) => !lawful),
  };
  const guards = (["INSERT", "UPDATE"] as const).filter((on) => refuses[on]);
  return guards.map((on) => {
    const name = stateGuard(field, on);
    const sql = `ALTER TABLE ${table} DISABLE TRIGGER ${ident(name)}`;
    return mutationOf(entity, `${name} is disabled`, sql);
  });
}

/** A start or step, and whether it is declared. */
interface Trial extends Try {
  readonly what: string;
  readonly lawful: boolean;
}

async function runOn(stage: Stage, entity: Entity, field: Field): Promise<readonly ProofResult[]> {
  const { existing = [], spare = [] } = stage.rows.get(entity.name) ?? {};
  const [present, fresh] = [existing[0], spare[0]];
  const subject = `${entity.table}.${field.name}`;
  if (present === undefined || fresh === undefined) {
    const seen = "Not shown: no further row could be made.";
    return [{ proof: stateMachine.code, subject, held: false, seen }];
  }
  const results: ProofResult[] = [];
  for (const [way, trials] of waysOf(stage, entity, field, present, fresh)) {
    const outcomes = await tryAs(stage, undefined, trials);
    results.push({ proof: stateMachine.code, subject: `${subject}: ${way}`, ...verdict(trials, outcomes) });
  }
  return results;
}

/** Every way in which a row gets a value. */
function waysOf(
  stage: Stage,
  entity: Entity,
  field: Field,
  present: TextRow,
  fresh: TextRow,
): readonly (readonly [string, readonly Trial[]])[] {
  const table = tableOf(entity, stage.context.config);
  const column = ident(field.name);
  const whole = (row: TextRow, value: State) =>
    insertWhole(stage, entity, row, new Map([[field.name, value]]));
  const from = (value: State) => `SET LOCAL session_replication_role = replica;
UPDATE ${table} SET ${column} = ${literal(value)} WHERE ${keyIs(present, entity)};
SET LOCAL session_replication_role = origin;\n`;
  const steps = (change: (to: State) => string): readonly Trial[] =>
    stepsOf(field).map((step) => ({
      what: `${step.from ?? "none"} → ${step.to ?? "none"}`,
      lawful: step.lawful,
      statement: from(step.from) + change(step.to),
    }));
  return [
    [
      "insert",
      startsOf(field).map(({ to, lawful }) => ({ what: to ?? "none", lawful, statement: whole(fresh, to) })),
    ],
    [
      "update",
      steps((to) => `UPDATE ${table} SET ${column} = ${literal(to)} WHERE ${keyIs(present, entity)}`),
    ],
    [
      "insert on conflict",
      steps(
        (to) =>
          `${whole(present, to)}\nON CONFLICT (${identList(entity.key)}) DO UPDATE SET ${column} = excluded.${column}`,
      ),
    ],
    [
      "merge",
      steps(
        (to) =>
          `MERGE INTO ${table} USING (SELECT) one ON ${keyIs(present, entity)} WHEN MATCHED THEN UPDATE SET ${column} = ${literal(to)}`,
      ),
    ],
  ];
}

/** A listed value, or null where there is none yet. */
type State = string | null;

function statesOf({ values = [], nullable }: Field): readonly State[] {
  return nullable ? [null, ...values] : values;
}

function startsOf(field: Field) {
  const lawful = (to: State) => to === null || (field.starts?.includes(to) ?? true);
  return statesOf(field).map((to) => ({ to, lawful: lawful(to) }));
}

/** Each state to each, itself included: a value may always stay. */
function stepsOf(field: Field) {
  const lawful = (from: State, to: State): boolean => {
    if (from === to) return true;
    if (to === null) return false;
    if (from === null) return field.starts?.includes(to) ?? true;
    return field.transitions?.some((step) => step.from === from && step.to.includes(to)) ?? false;
  };
  return statesOf(field).flatMap((from) =>
    statesOf(field).map((to) => ({ from, to, lawful: lawful(from, to) })),
  );
}

function verdict(trials: readonly Trial[], outcomes: readonly Outcome[]): Pick<ProofResult, "held" | "seen"> {
  const tried = trials.flatMap((trial, i) => {
    const outcome = outcomes[i];
    return outcome === undefined ? [] : [{ ...trial, outcome }];
  });
  const wrong = tried.filter(({ lawful, outcome }) =>
    lawful ? outcome.state !== null : !isRefused(outcome),
  );
  const accepted = tried.filter(({ outcome }) => outcome.state === null);
  const seen = wrong.map(({ what, lawful, outcome }) =>
    lawful
      ? `${what} was refused: ${outcome.message}`
      : `${what} is not declared: ${outcome.message ?? "accepted"}`,
  );
  return {
    held: wrong.length === 0 && tried.length === trials.length,
    seen:
      wrong.length === 0
        ? `${accepted.length} of ${tried.length} were accepted, as declared`
        : seen.join("; "),
  };
}

/** By the machine, which names its column, and not by something else. */
function isRefused({ state, column }: Outcome): boolean {
  return state === checkViolation && column !== "";
}
