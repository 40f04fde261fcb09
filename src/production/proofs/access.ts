import type { Command, Entity } from "../../model/model.ts";
import { tableOf } from "../names.ts";
import type { Proof, ProofResult } from "../proof.ts";
import {
  deleteOfAll,
  handOver,
  inserts,
  mergeDeletes,
  mergeUpdates,
  remove,
  update,
  updatesOfAll,
  upserts,
} from "../proving/attempts.ts";
import type { Cast, Person } from "../proving/cast.ts";
import { changeableColumns, columnsFor } from "../proving/columns.ts";
import { goneWith } from "../proving/following.ts";
import { keysQuery, keyText, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { askAs, type Outcome, tryAs } from "../proving/try.ts";
import { compare, insufficientPrivilege, isConstraint, passed, refused } from "../proving/verdict.ts";
import { systemFields } from "../system-fields.ts";
import { accessMutations } from "./access-mutations.ts";

/**
 * Everyone is tried with every command on every row, in their real database role. What they may do is computed from
 * the access lines, not from the policies. A row that one may not see cannot be named in UPDATE and DELETE either;
 * statements that name no row are tried too.
 */
export const access: Proof = {
  code: "access",
  promise: "Everyone sees and changes exactly the rows that the access lines say.",
  rules: [
    "row-level-security",
    "grants",
    "access-functions",
    "roles",
    "inherited-access",
    "membership",
    "tenant-wall",
  ],
  concerns: (entity, context) => context.isOn("row-level-security", entity),
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      const cast = stage.casts.get(entity.name);
      if (cast === undefined) continue;
      const seen: ProofResult[] = [];
      for (const person of cast.people) seen.push(...(await runAs(person, stage, entity, cast)));
      results.push(...(await withPolicies(seen, stage, entity)), ...notShown(entity, cast));
    }
    return results;
  },
  mutations: (context) =>
    accessMutations(
      context,
      context.model.entities.filter((entity) => access.concerns(entity, context)),
    ),
};

function result(subject: string, held: boolean, seen: string): ProofResult {
  return { proof: access.code, subject, held, seen };
}

function notShown(entity: Entity, { unmet }: Cast): readonly ProofResult[] {
  return unmet.map(({ when }) =>
    result(`${entity.table}: ${when}`, false, "Not shown: this line admits nobody to any generated row."),
  );
}

async function runAs(
  person: Person,
  stage: Stage,
  entity: Entity,
  cast: Cast,
): Promise<readonly ProofResult[]> {
  const one: Trial = { stage, entity, person, rows: stage.rows.get(entity.name)?.existing ?? [] };
  const may = (command: Command) => (row: TextRow) => cast.promised.allows(command, person.actor, row);
  const mayNamed = (command: Command) => (row: TextRow) => may(command)(row) && may("select")(row);
  const mayUpdate = (row: TextRow) =>
    columnsFor(person.actor, "update", entity, changeableColumns(entity, stage.context)).length > 0 &&
    mayNamed("update")(row);
  // What is marked as deleted is deleted already.
  const mayRemove = (row: TextRow) => mayNamed("delete")(row) && !row.get(systemFields.deletedAt);
  const mayInsert = (row: TextRow) => cast.promised.allowsInsert(person.actor, row);
  return [
    await select(one, may("select")),
    await rowByRow(one, "insert", inserts(stage, entity, person.actor), mayInsert),
    await rowByRow(
      one,
      "update",
      one.rows.map((row) => update(stage, entity, row, person.actor)),
      mayUpdate,
    ),
    await rowByRow(
      one,
      "delete",
      one.rows.map((row) => remove(stage, entity, row)),
      mayRemove,
    ),
    ...(await otherPaths(one, {
      insert: may("insert"),
      update: mayUpdate,
      select: may("select"),
      delete: mayRemove,
    })),
    ...(await updateAll(one, may("update"))),
    // Marking rows as deleted is an UPDATE that names them.
    ...(await deleteAll(one, stage.context.isOn("soft-delete", entity) ? mayRemove : may("delete"))),
    ...(await takeAway(one, mayUpdate)),
    await truncate(one),
  ];
}

/** What failed, with the policies that it is about. */
async function withPolicies(
  results: readonly ProofResult[],
  { db, context }: Stage,
  { table }: Entity,
): Promise<readonly ProofResult[]> {
  if (results.every(({ held }) => held)) return results;
  const policies = await db.query<{ policy: string }>(
    `SELECT concat_ws(' ', policyname, 'to', array_to_string(roles, ', '), 'using ' || qual, 'with check ' || with_check) AS policy
    FROM pg_policies WHERE schemaname = $1 AND tablename = $2 ORDER BY 1`,
    [context.config.schema, table],
  );
  const quoted = policies.length === 0 ? "no policy" : policies.map(({ policy }) => policy).join("; ");
  return results.map((one) => (one.held ? one : { ...one, seen: `${one.seen}. There is: ${quoted}` }));
}

/** The same writes by INSERT … ON CONFLICT and MERGE, which pass other checks on their way. */
async function otherPaths(
  one: Trial,
  may: Readonly<Record<Command, (row: TextRow) => boolean>>,
): Promise<readonly ProofResult[]> {
  const { stage, entity, person, rows } = one;
  const paths = { upsert: upserts, "merge of an update": mergeUpdates, "merge of a delete": mergeDeletes };
  const expected = {
    upsert: (row: TextRow) => may.insert(row) && may.update(row),
    "merge of an update": may.update,
    "merge of a delete": may.delete,
  };
  const results: ProofResult[] = [];
  for (const path of ["upsert", "merge of an update", "merge of a delete"] as const) {
    const tries = paths[path](stage, entity, rows, person.actor);
    if (tries.length > 0) results.push(await rowByRow(one, path, tries, expected[path]));
  }
  return results;
}

/** One person and one entity's rows. */
interface Trial {
  readonly stage: Stage;
  readonly entity: Entity;
  readonly person: Person;
  readonly rows: readonly TextRow[];
}

async function select(
  { stage, entity, person, rows }: Trial,
  expected: (row: TextRow) => boolean,
): Promise<ProofResult> {
  const query = keysQuery(tableOf(entity, stage.context.config), entity);
  const { answer, state, message } = await askAs(stage, person.actor, query);
  const seen = new Set((JSON.parse(answer ?? "[]") as unknown[]).map((key) => JSON.stringify(key)));
  const subject = `${entity.table}: select by ${person.name}`;
  if (state !== null && state !== insufficientPrivilege)
    return result(subject, false, `${state}: ${message}`);
  const verdict = compare(entity, rows, expected, (row) => seen.has(keyText(row, entity)));
  return result(subject, verdict.held, `${verdict.seen} seen${verdict.wrong}`);
}

const done = {
  insert: "inserted",
  update: "updated",
  delete: "deleted",
  upsert: "updated",
  "merge of an update": "updated",
  "merge of a delete": "deleted",
} as const;

/** Tries a statement for each row. */
async function rowByRow(
  { stage, entity, person, rows }: Trial,
  command: keyof typeof done,
  tries: Parameters<typeof tryAs>[2],
  expected: (row: TextRow) => boolean,
): Promise<ProofResult> {
  const subject = `${entity.table}: ${command} by ${person.name}`;
  if (tries.length === 0) return result(subject, false, `Not shown: there is no row to ${command}.`);
  const outcomes = await tryAs(stage, person.actor, tries);
  const odd = outcomes.find((outcome) => !passed(outcome) && !refused(outcome));
  if (odd !== undefined) return result(subject, false, `${odd.state}: ${odd.message}`);
  const verdict = compare(entity, rows.slice(0, tries.length), expected, (row) =>
    passed(outcomes[rows.indexOf(row)]),
  );
  return result(subject, verdict.held, `${verdict.seen} ${done[command]}${verdict.wrong}`);
}

/** Shown where a column can have the same value in all rows, and to those who may change none. */
async function updateAll(
  { stage, entity, person, rows }: Trial,
  expected: (row: TextRow) => boolean,
): Promise<readonly ProofResult[]> {
  const tries = updatesOfAll(stage, entity, rows, expected, person.actor);
  const outcomes = await tryAs(stage, person.actor, tries);
  const outcome = outcomes.find((one) => !isConstraint(one)) ?? outcomes[0];
  if (outcome === undefined || (isConstraint(outcome) && rows.some(expected))) return [];
  const subject = `${entity.table}: update of all rows by ${person.name}`;
  if (isConstraint(outcome)) return [result(subject, false, onlyConstraint(outcome))];
  const wanted = rows.filter(expected).length;
  const held = outcome.rows === wanted && (outcome.state === null || refused(outcome));
  return [
    result(
      subject,
      held,
      `${outcome.rows} of ${rows.length} rows updated${held ? "" : `; access lines allow ${wanted}`}`,
    ),
  ];
}

/** Shown where no foreign key stands in the way. What refers to a row may go with it, whosever it is: its relation says so. */
async function deleteAll(
  { stage, entity, person, rows }: Trial,
  expected: (row: TextRow) => boolean,
): Promise<readonly ProofResult[]> {
  const [outcome] = await tryAs(stage, person.actor, [deleteOfAll(stage, entity)]);
  if (outcome === undefined || (isConstraint(outcome) && rows.some(expected))) return [];
  const subject = `${entity.table}: delete of all rows by ${person.name}`;
  if (isConstraint(outcome)) return [result(subject, false, onlyConstraint(outcome))];
  const gone = changedKeys(outcome);
  const goes = goneWith(stage, entity, rows.filter(expected));
  const verdict = compare(
    entity,
    rows,
    (row) => goes.has(row),
    (row) => gone.has(keyText(row, entity)),
  );
  return [result(subject, verdict.held, `${verdict.seen} deleted${verdict.wrong}`)];
}

function onlyConstraint({ message }: Outcome): string {
  return `Only a constraint stopped it: ${message}`;
}

function changedKeys({ before, after }: Outcome): ReadonlySet<string> {
  const old: Record<string, string | null> = JSON.parse(before ?? "{}");
  const left: Record<string, string | null> = JSON.parse(after ?? "{}");
  const changed = Object.keys(old).filter((key) => old[key] !== left[key]);
  return new Set(changed.map((key) => JSON.stringify(JSON.parse(key))));
}

async function takeAway(
  { stage, entity, person, rows }: Trial,
  mayUpdate: (row: TextRow) => boolean,
): Promise<readonly ProofResult[]> {
  const outcomes = await tryAs(stage, person.actor, handOver(stage, entity, rows, mayUpdate, person.actor));
  const subject = `${entity.table}: update by ${person.name} that takes a row out of their reach`;
  return outcomes.map((outcome) =>
    passed(outcome)
      ? result(subject, false, "1 row updated; no access line allows what became of it")
      : result(subject, refused(outcome), outcome.message ?? "0 rows updated"),
  );
}

/** Row level security does not cover TRUNCATE. */
async function truncate({ stage, entity, person }: Trial): Promise<ProofResult> {
  const [outcome] = await tryAs(stage, person.actor, [
    { statement: `TRUNCATE ${tableOf(entity, stage.context.config)}` },
  ]);
  const held = outcome?.state === insufficientPrivilege;
  return result(
    `${entity.table}: truncate by ${person.name}`,
    held,
    held ? "refused" : (outcome?.message ?? "The table was emptied."),
  );
}
