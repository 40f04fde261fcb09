import type { Entity, Query } from "../../model/model.ts";
import { isDatabaseError } from "../../postgres/database-error.ts";
import { identList, literal } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { tableOf } from "../names.ts";
import type { Proof, ProofResult } from "../proof.ts";
import type { Person } from "../proving/cast.ts";
import { mutationOf } from "../proving/mutations.ts";
import { keyIs } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { askAs } from "../proving/try.ts";
import { fillUp } from "../proving/volume.ts";
import { askerOf, describe, nodesOf, type PlanNode, type Question, questions, serves } from "./queries.ts";

const rows = 20_000;
const runs = 20;
const rounds = 5;
/** A lookup by key that takes longer than this says that the machine is slow or busy, not the query. Milliseconds. */
const usualLookup = 0.5;

/**
 * The planner chooses freely here, by statistics of a table that is large enough to choose. A budget is for an ordinary
 * machine: where a lookup by key is slower than usual in the same run, so may the query be.
 */
export const budgets: Proof = {
  code: "budgets",
  promise: `Declared queries keep their budget on ${rows.toLocaleString("en")} rows, by an index that PostgreSQL chooses itself.`,
  rules: ["query-indexes", "policy-indexes"],
  concerns: (entity, context) => context.isOn("query-indexes", entity) && entity.queries.some(hasBudget),
  async run(stage) {
    await stage.db.execute(`${stopwatch}
GRANT EXECUTE ON FUNCTION pg_temp.stopwatch(text, integer) TO ${identList(databaseRoles(stage.context))}`);
    const results: ProofResult[] = [];
    for (const entity of stage.entities) results.push(...(await runOn(stage, entity)));
    return results;
  },
  mutations: ({ model, config, isOn }) =>
    model.entities
      .filter((entity) => isOn("query-indexes", entity) && entity.queries.some(hasBudget))
      .map((entity) =>
        mutationOf(entity, "only the index of its key is left", withoutIndexes(tableOf(entity, config))),
      ),
};

function hasBudget({ budget }: Query): boolean {
  return budget !== undefined;
}

async function runOn(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  await stage.db.execute("SAVEPOINT volume");
  try {
    await fillUp(stage, entity, rows);
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    await stage.db.execute("ROLLBACK TO SAVEPOINT volume");
    return [
      result(`${entity.table}: all`, false, `Not shown: the table could not be filled up: ${error.message}`),
    ];
  }
  const results: ProofResult[] = [];
  for (const query of entity.queries.filter(hasBudget)) {
    for (const question of questions(stage, entity, query))
      results.push(await measure(stage, entity, query, question));
  }
  return results;
}

function result(subject: string, held: boolean, seen: string): ProofResult {
  return { proof: budgets.code, subject, held, seen };
}

async function measure(
  stage: Stage,
  entity: Entity,
  { name, budget = 0 }: Query,
  question: Question,
): Promise<ProofResult> {
  const { sql, fields } = question;
  const reader = await askerOf(stage, entity, question);
  const subject = `${entity.table}: ${name} by ${reader.name}`;
  const { answer, message } = await askAs(stage, reader.actor, `EXPLAIN (FORMAT JSON) ${sql}`);
  if (answer === null) return result(subject, false, `Not shown: ${message}.`);
  const [{ Plan }] = JSON.parse(answer) as readonly [{ readonly Plan: PlanNode }];
  const nodes = nodesOf(Plan);
  const scan = nodes.find((node) => serves(node, fields));
  const plan = nodes.map(describe).join(", ");
  if (scan === undefined) return result(subject, false, `No index is chosen: ${plan}.`);
  const [row] = stage.rows.get(entity.name)?.existing ?? [];
  const lookup = `SELECT * FROM ${tableOf(entity, stage.context.config)} WHERE ${row === undefined ? "FALSE" : keyIs(row, entity)}`;
  let time = Number.POSITIVE_INFINITY;
  let usual = 0;
  // Whatever else runs only makes a query slower: a round that was disturbed is repeated.
  for (let round = 0; round < rounds; round++) {
    usual = await p95(stage, reader, lookup);
    time = Math.min(time, await p95(stage, reader, sql));
    if (time <= budget * Math.max(1, usual / usualLookup)) {
      return result(subject, true, `within ${budget} ms: ${plan}`);
    }
  }
  const ratio = (time / usual).toFixed(1);
  return result(
    subject,
    false,
    `${time.toFixed(2)} ms of ${budget} ms at p95, ${ratio} times a lookup by key: ${plan}`,
  );
}

/** Milliseconds that one of twenty runs exceeds. */
async function p95(stage: Stage, { actor }: Person, sql: string): Promise<number> {
  const { answer, message } = await askAs(stage, actor, `SELECT pg_temp.stopwatch(${literal(sql)}, ${runs})`);
  if (answer === null) throw new Error(message ?? "Nothing was measured.");
  return Number(answer);
}

const stopwatch = `
CREATE FUNCTION pg_temp.stopwatch(query text, runs integer) RETURNS double precision LANGUAGE plpgsql AS $$
DECLARE
  start timestamptz;
  times double precision[] := '{}';
BEGIN
  EXECUTE query;
  FOR run IN 1..runs LOOP
    start := clock_timestamp();
    EXECUTE query;
    times := times || extract(epoch FROM clock_timestamp() - start)::double precision * 1000;
  END LOOP;
  RETURN (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY time) FROM unnest(times) AS time);
END $$;`;

function withoutIndexes(table: string): string {
  return `DO $do$ DECLARE i record; BEGIN
  FOR i IN SELECT conname FROM pg_constraint WHERE conrelid = ${literal(table)}::regclass AND contype = 'u'
  LOOP EXECUTE format(${literal(`ALTER TABLE ${table.replaceAll("%", "%%")} DROP CONSTRAINT %I CASCADE`)}, i.conname); END LOOP;
  FOR i IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indrelid = ${literal(table)}::regclass AND NOT indisprimary
  LOOP EXECUTE format('DROP INDEX %s', i.name); END LOOP;
END $do$`;
}
