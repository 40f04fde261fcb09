import type { Entity } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { tableOf } from "../names.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { insertWhole } from "../proving/broken-rows.ts";
import { isSuperuser, type Person, whoMay } from "../proving/cast.ts";
import { isAllowedToPeople, mutationOf } from "../proving/mutations.ts";
import { proposals } from "../proving/promised.ts";
import { keyIs, keyText, type TextRow } from "../proving/rows.ts";
import { type Stage, undoneToo } from "../proving/stage.ts";
import { type Outcome, tryAs } from "../proving/try.ts";
import type { Reference } from "../references.ts";
import type { HardeningContext } from "../rule.ts";
import { foreignKeyName } from "../rules/foreign-keys.ts";
import {
  followedReferences,
  followFunction,
  followSql,
  followTrigger,
  isHeld,
  referTrigger,
} from "../rules/live-references.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";
import { keyColumns } from "../tenant.ts";

const deletedAt = ident(systemFields.deletedAt);
const foreignKeyViolation = "23503";
const wentTogether = "marked, and what refers to it marked in the same moment";

/** Shown on a fresh row and another one that refers to it, on which nothing else has a say. */
export const liveReferences: Proof = {
  code: "live-references",
  promise:
    "What refers to a row that is marked as deleted goes, stays in the way or lets go of it, as the relation says, whoever may see it; it comes back with it; nothing comes to refer to a deleted row.",
  rules: ["live-references"],
  concerns: (entity, context) => followedReferences(entity, context).length > 0,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const parent of stage.entities) {
      const deletions = await deletionsOf(stage, parent);
      for (const reference of followedReferences(parent, stage.context))
        results.push(...(await undoneToo(stage, () => runOn(stage, parent, reference, deletions))));
    }
    return results;
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => liveReferences.concerns(entity, context))
      .flatMap((parent) => mutationsOf(parent, context)),
};

/** Two rows, one of which refers to the other, and the statements that make them. */
interface Pair {
  readonly parent: Entity;
  readonly reference: Reference;
  readonly whole: TextRow;
  readonly part: TextRow;
  readonly makeWhole: string;
  readonly makePart: string;
}

/** The other references of the rows have a demonstration of their own, and would stand in the way here. */
async function withoutOtherReferences({ db, context }: Stage, reference: Reference): Promise<void> {
  const { child, relation } = reference;
  const table = tableOf(child, context.config);
  const others = await db.query<{ name: string }>(
    "SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'f' AND conname <> $2",
    [table, foreignKeyName(child, relation)],
  );
  const triggers = await db.query<{ name: string }>(
    "SELECT tgname AS name FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname LIKE 'refer\\_%' AND tgname <> ALL ($2)",
    [table, [referTrigger(reference, "insert"), referTrigger(reference, "update")]],
  );
  for (const { name } of others) await db.execute(`ALTER TABLE ${table} DROP CONSTRAINT ${ident(name)}`);
  for (const { name } of triggers) await db.execute(`ALTER TABLE ${table} DISABLE TRIGGER ${ident(name)}`);
}

async function runOn(
  stage: Stage,
  parent: Entity,
  reference: Reference,
  deletions: readonly Deletion[],
): Promise<readonly ProofResult[]> {
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: liveReferences.code,
    subject: `${reference.child.table}.${reference.relation.name}: ${what}`,
    held,
    seen,
  });
  const verdict = ({ what, expected }: Omit<Trial, "statements">, outcome: Outcome | undefined) => {
    const seen = outcome?.state ?? outcome?.after ?? "";
    return result(what, seen === expected, outcome?.message ?? seen);
  };
  await withoutOtherReferences(stage, reference);
  const { spare = [] } = stage.rows.get(parent.name) ?? {};
  // Of an entity that refers to itself the first one refers to nothing.
  const empty = canLetGo(reference) && reference.child === parent ? reference.relation.columns : [];
  const fresh = spare.slice(0, 3).map((row) => {
    const whole = new Map([...row, ...empty.map((column) => [column, null] as const)]);
    return { row: whole, make: insertWhole(stage, parent, whole) };
  });
  const pair = await findPair(stage, parent, reference, fresh);
  if ("notMade" in pair)
    return [result("a row that refers to another", false, `Not shown: ${pair.notMade}.`)];
  const trials = trialsOf(pair, stage.context);
  const look = lookAt(pair, stage.context);
  const outcomes = await tryAs(
    stage,
    undefined,
    trials.map(({ statements }) => ({ statement: statements.join(";\n"), look })),
  );
  const results = trials.map((trial, i) => verdict(trial, outcomes[i]));
  for (const { person, rows } of deletions) {
    const there = rows.map((row) => ({ row, make: "" }));
    const theirs = await findPair(stage, parent, reference, there);
    if ("notMade" in theirs) continue;
    const expected = afterDeletion(reference, stage.context);
    const outcome = await deletedByClient(stage, theirs, person);
    return [...results, verdict({ what: `delete by ${person.name}`, expected }, outcome)];
  }
  return results;
}

/** A client and rows that they may delete. */
interface Deletion {
  readonly person: Person;
  readonly rows: readonly TextRow[];
}

/** A row that is there, or the statement that makes it. */
interface Whole {
  readonly row: TextRow;
  readonly make: string;
}

interface NotMade {
  readonly notMade: string;
}

/** The first two rows that can be made. */
async function findPair(
  stage: Stage,
  parent: Entity,
  reference: Reference,
  wholes: readonly Whole[],
): Promise<Pair | NotMade> {
  const { child, relation } = reference;
  const parts = [...(stage.rows.get(child.name)?.spare ?? []), ...proposals(stage, child)];
  const { columns, references } = keyColumns(relation, child, stage.context);
  let notMade = "no further row could be made";
  for (const { row: whole, make: makeWhole } of wholes) {
    const pairs = parts
      .filter((part) => parent !== child || keyText(part, child) !== keyText(whole, child))
      .map((part): Pair => {
        const refers = columns.map((column, i) => [column, whole.get(references[i] ?? "") ?? null] as const);
        const referring = new Map([...part, ...refers]);
        const makePart = insertWhole(stage, child, referring);
        return { parent, reference, whole, part: referring, makeWhole, makePart };
      });
    // Mostly the first will do.
    for (const some of [pairs.slice(0, 1), pairs.slice(1)]) {
      const outcomes = await tryAs(
        stage,
        undefined,
        some.map(({ makePart }) => ({ statement: `${makeWhole};\n${makePart}` })),
      );
      const found = some[outcomes.findIndex(({ state }) => state === null)];
      if (found !== undefined) return found;
      notMade = outcomes[0]?.message ?? notMade;
    }
  }
  return { notMade };
}

interface Trial {
  readonly what: string;
  readonly statements: readonly string[];
  /** What is then seen of both, or the SQLSTATE of the refusal. */
  readonly expected: string;
}

function trialsOf(pair: Pair, context: HardeningContext): readonly Trial[] {
  const { parent, whole, makeWhole, makePart } = pair;
  const { child, relation } = pair.reference;
  const table = tableOf(parent, context.config);
  const which = keyIs(whole, parent);
  const part = `${tableOf(child, context.config)} SET`;
  const partIs = keyIs(pair.part, child);
  const softly = deletesSoftly(child, context);
  const set = (moment: string) => `UPDATE ${table} SET ${deletedAt} = ${moment} WHERE ${which}`;
  const setPart = (moment: string) => `UPDATE ${part} ${deletedAt} = ${moment} WHERE ${partIs}`;
  const remove = `DELETE FROM ${table} WHERE ${which}`;
  const expected = afterDeletion(pair.reference, context);
  const made = [makeWhole, makePart];
  const refer = relation.columns.map(
    (column) => `${ident(column)} = ${literal(pair.part.get(column) ?? null)}`,
  );
  const letGo = relation.columns.map((column) => `${ident(column)} = NULL`);
  return [
    { what: "delete", statements: [...made, remove], expected },
    {
      what: "merge of a delete",
      statements: [...made, `MERGE INTO ${table} USING (SELECT) one ON ${which} WHEN MATCHED THEN DELETE`],
      expected,
    },
    { what: "update of deleted_at", statements: [...made, set("now()")], expected },
    ...(expected === foreignKeyViolation
      ? [
          {
            what: "delete after what refers to it",
            statements: [...made, `DELETE FROM ${tableOf(child, context.config)} WHERE ${partIs}`, remove],
            expected: softly ? wentTogether : "marked, and nothing refers to it",
          },
        ]
      : []),
    {
      what: "insert of a reference to a deleted row",
      statements: [makeWhole, remove, makePart],
      expected: foreignKeyViolation,
    },
    ...(canLetGo(pair.reference)
      ? [
          {
            what: "update to refer to a deleted row",
            statements: [
              ...made,
              `UPDATE ${part} ${letGo.join(", ")} WHERE ${partIs}`,
              remove,
              `UPDATE ${part} ${refer.join(", ")} WHERE ${partIs}`,
            ],
            expected: foreignKeyViolation,
          },
        ]
      : []),
    ...(isRestored(pair.reference, context)
      ? [
          {
            what: "restoring while what it refers to is deleted",
            statements: [...made, setPart("now() - interval '1 day'"), set("now()"), setPart("NULL")],
            expected: foreignKeyViolation,
          },
        ]
      : []),
    ...(softly && relation.onDelete === "cascade"
      ? [
          {
            what: "restoring brings back what went with it",
            statements: [...made, remove, set("NULL")],
            expected: "live, and what refers to it live",
          },
          {
            what: "restoring leaves what was deleted before",
            statements: [...made, setPart("now() - interval '1 day'"), remove, set("NULL")],
            expected: "live, and what refers to it marked",
          },
        ]
      : []),
  ];
}

/** What is seen of both after the one was deleted. */
function afterDeletion({ child, relation: { onDelete } }: Reference, context: HardeningContext): string {
  if (isHeld(onDelete)) return foreignKeyViolation;
  return onDelete === "cascade" && deletesSoftly(child, context)
    ? wentTogether
    : "marked, and nothing refers to it";
}

/** Whether a row is marked, and refers to what it did when it comes back. */
function isRestored({ child, relation: { onDelete } }: Reference, context: HardeningContext): boolean {
  return deletesSoftly(child, context) && (isHeld(onDelete) || onDelete === "cascade");
}

/** Whether a row may refer to nothing, and to another one later. */
function canLetGo({ child, relation: { nullable, columns } }: Reference): boolean {
  return nullable && !columns.some((column) => child.key.includes(column));
}

/** `marked, and what refers to it live` */
function lookAt({ parent, reference, whole, part }: Pair, context: HardeningContext): string {
  const { child, relation } = reference;
  const refers = relation.columns
    .map((column) => `${ident(column)} = ${literal(part.get(column) ?? null)}`)
    .join(" AND ");
  const from = `FROM ${tableOf(child, context.config)} WHERE ${keyIs(part, child)} AND ${refers}`;
  const own = `(SELECT ${deletedAt} FROM ${tableOf(parent, context.config)} WHERE ${keyIs(whole, parent)})`;
  const state = deletesSoftly(child, context)
    ? `(SELECT CASE WHEN ${deletedAt} IS NULL THEN 'live' WHEN ${deletedAt} = ${own} AND now() = ${own} THEN 'marked in the same moment' ELSE 'marked' END ${from})`
    : `(SELECT 'live' ${from})`;
  return `SELECT CASE WHEN ${own} IS NULL THEN 'live' ELSE 'marked' END || ', and ' || COALESCE('what refers to it ' || ${state}, 'nothing refers to it')`;
}

/** What refers to the row was made by somebody else, and may be hidden from the one who deletes. */
async function deletedByClient(stage: Stage, pair: Pair, person: Person): Promise<Outcome | undefined> {
  const { parent, whole, makePart } = pair;
  const statement = `DELETE FROM ${tableOf(parent, stage.context.config)} WHERE ${keyIs(whole, parent)}`;
  await stage.db.execute(makePart);
  const [outcome] = await tryAs(stage, person.actor, [{ statement, look: lookAt(pair, stage.context) }]);
  return outcome;
}

/** What clients may delete that nothing in use refers to. */
async function deletionsOf(stage: Stage, parent: Entity): Promise<readonly Deletion[]> {
  const table = tableOf(parent, stage.context.config);
  const found: Deletion[] = [];
  for (const { person, rows } of whoMay(stage, parent, "delete")) {
    if (isSuperuser(person, stage)) continue;
    const live = rows.filter((row) => row.get(systemFields.deletedAt) === null);
    const outcomes = await tryAs(
      stage,
      person.actor,
      live.map((row) => ({ statement: `DELETE FROM ${table} WHERE ${keyIs(row, parent)}` })),
    );
    found.push({ person, rows: live.filter((_, i) => outcomes[i]?.state !== foreignKeyViolation) });
  }
  return found;
}

function mutationsOf(parent: Entity, context: HardeningContext): readonly Mutation[] {
  const references = followedReferences(parent, context);
  const replaced = (sql: string) => sql.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION");
  const sql = replaced(followSql(parent, references, context));
  const disable = (entity: Entity, trigger: string) =>
    `ALTER TABLE ${tableOf(entity, context.config)} DISABLE TRIGGER ${ident(trigger)}`;
  const others = references.map(({ child }) => child).filter((child) => child !== parent);
  const roles = identList(databaseRoles(context));
  return [
    mutationOf(parent, "deletions are not followed", disable(parent, followTrigger)),
    ...references.map((reference) => {
      const rest = references.filter((one) => one !== reference);
      const { child, relation } = reference;
      return mutationOf(
        parent,
        `deletions forget ${child.table} by ${relation.name}`,
        replaced(followSql(parent, rest, context)),
      );
    }),
    ...(sql.includes(`SET ${deletedAt} = NULL`)
      ? [
          mutationOf(
            parent,
            "nothing comes back with a row",
            sql.replaceAll(/SET deleted_at = NULL WHERE/g, "SET deleted_at = NULL WHERE FALSE AND"),
          ),
          mutationOf(
            parent,
            "what was deleted before comes back too",
            sql.replaceAll(/ AND child\.deleted_at = old\.deleted_at/g, ""),
          ),
        ]
      : []),
    ...(isAllowedToPeople(parent, "delete") && others.length > 0
      ? [
          mutationOf(
            parent,
            "deletions are followed with the rights of the one who deletes",
            [
              `ALTER FUNCTION ${followFunction(parent)}() SECURITY INVOKER`,
              ...others.map((child) => `REVOKE ALL ON ${tableOf(child, context.config)} FROM ${roles}`),
            ].join(";\n"),
          ),
        ]
      : []),
    ...references.flatMap((reference) =>
      (["insert", "update"] as const).flatMap((event) => {
        const { child, relation } = reference;
        const isShown = event === "insert" || isRestored(reference, context) || canLetGo(reference);
        const breaks = `${event} of ${child.table} may refer to a deleted row by ${relation.name}`;
        return isShown ? [mutationOf(parent, breaks, disable(child, referTrigger(reference, event)))] : [];
      }),
    ),
  ];
}
