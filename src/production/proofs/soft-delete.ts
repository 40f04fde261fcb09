import type { Command, Entity, Index } from "../../model/model.ts";
import { mentions } from "../../model/resolve-rules.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { liveView, tableOf } from "../names.ts";
import type { Actor } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { insertWhole } from "../proving/broken-rows.ts";
import { isSuperuser, type Person, superuserOf, whoMay } from "../proving/cast.ts";
import { makeChange } from "../proving/changes.ts";
import { columnsFor } from "../proving/columns.ts";
import { isAllowedToAll, isAllowedToPeople, mutationOf } from "../proving/mutations.ts";
import { keyIs, keysQuery, keyText, type TextRow } from "../proving/rows.ts";
import { type Stage, undoneToo } from "../proving/stage.ts";
import { askAs, type Outcome, tryAs } from "../proving/try.ts";
import { compare, refused } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { restoreFunction, restoreSignature, restoreSql } from "../rules/soft-delete.ts";
import { systemFields } from "../system-fields.ts";

const deletedAt = ident(systemFields.deletedAt);
const uniqueViolation = "23505";

export const softDelete: Proof = {
  code: "soft-delete",
  promise:
    "A deleted row stays in the table, marked, and the view of live rows hides it; nothing but DELETE sets the mark, and only who may delete a row takes it away.",
  rules: ["soft-delete"],
  concerns: (entity, context) =>
    context.isOn("soft-delete", entity) && entity.fields.some(({ name }) => name === systemFields.deletedAt),
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      results.push(
        ...(await deleted(stage, entity)),
        ...(await seenLive(stage, entity)),
        ...(await undoneToo(stage, () => restored(stage, entity))),
        ...(await reused(stage, entity)),
      );
    }
    return results;
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => softDelete.concerns(entity, context))
      .flatMap((entity) => mutationsOf(entity, context)),
};

function result(entity: Entity, what: string, held: boolean, seen: string): ProofResult {
  return { proof: softDelete.code, subject: `${entity.table}: ${what}`, held, seen };
}

function viewOf(entity: Entity, { config }: HardeningContext): string {
  return qualified(config.schema, liveView(entity));
}

async function deleted(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const table = tableOf(entity, stage.context.config);
  const view = viewOf(entity, stage.context);
  const look = (
    row: TextRow,
  ) => `SELECT CASE (SELECT count(${deletedAt}) FROM ${table} WHERE ${keyIs(row, entity)})
    WHEN 1 THEN 'marked' ELSE CASE WHEN EXISTS (SELECT FROM ${table} WHERE ${keyIs(row, entity)}) THEN 'not marked' ELSE 'gone' END END
    || CASE WHEN EXISTS (SELECT FROM ${view} WHERE ${keyIs(row, entity)}) THEN ', in the live view' ELSE ', hidden in the live view' END`;
  const made = await makeChange(stage, entity, "delete", look);
  if ("notMade" in made) return [result(entity, "delete", false, `Not shown: ${made.notMade}.`)];
  const { person, outcome } = made;
  return [
    result(
      entity,
      `delete by ${person.name}`,
      outcome.after === "marked, hidden in the live view",
      outcome.after ?? "",
    ),
    ...(await markedDirectly(stage, entity)),
  ];
}

/** Whoever may delete a row may not set the mark otherwise; the table's owner may. */
async function markedDirectly(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const able = whoMay(stage, entity, "delete").filter(({ person }) => !isSuperuser(person, stage));
  const isLive = (row: TextRow) => row.get(systemFields.deletedAt) === null;
  const found = able.find(({ rows }) => rows.some(isLive));
  const row = found?.rows.find(isLive);
  if (found === undefined || row === undefined) return [];
  const { actor, name } = found.person;
  const table = tableOf(entity, stage.context.config);
  const outcomes = await tryAs(stage, actor, [
    { statement: `UPDATE ${table} SET ${deletedAt} = now() WHERE ${keyIs(row, entity)}` },
  ]);
  return outcomes.map((one) =>
    result(
      entity,
      `update of deleted_at by ${name}`,
      refused(one),
      one.message ?? `${one.rows} rows updated`,
    ),
  );
}

/** The view shows each the live rows that they may see in the table. */
async function seenLive(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const cast = stage.casts.get(entity.name);
  if (cast === undefined || !stage.context.isOn("row-level-security", entity)) return [];
  const rows = stage.rows.get(entity.name)?.existing ?? [];
  const results: ProofResult[] = [];
  for (const { name, actor } of cast.people) {
    const { answer } = await askAs(stage, actor, keysQuery(viewOf(entity, stage.context), entity));
    const seen = new Set((JSON.parse(answer ?? "[]") as unknown[]).map((key) => JSON.stringify(key)));
    const expected = (row: TextRow) =>
      row.get(systemFields.deletedAt) === null && cast.promised.allows("select", actor, row);
    // The view reads every column: it is for those who may.
    const verdict = compare(
      entity,
      rows,
      (row) => expected(row) && !isNarrowed(actor, entity),
      (row) => seen.has(keyText(row, entity)),
    );
    results.push(
      result(entity, `select of live rows by ${name}`, verdict.held, `${verdict.seen} seen${verdict.wrong}`),
    );
  }
  return results;
}

/** Marks the first row that can be. */
async function markOne(stage: Stage, entity: Entity): Promise<TextRow | undefined> {
  const { existing = [] } = stage.rows.get(entity.name) ?? {};
  const marks = existing.map((row) => ({
    statement: `UPDATE ${tableOf(entity, stage.context.config)} SET ${deletedAt} = now() WHERE ${keyIs(row, entity)}`,
  }));
  const outcomes = await tryAs(stage, undefined, marks);
  const at = outcomes.findIndex(({ state }) => state === null);
  await stage.db.execute(marks[at]?.statement ?? "SELECT");
  return existing[at];
}

/** A row that was deleted before comes back for those who may delete it, and for nobody else. */
async function restored(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const { context } = stage;
  const table = tableOf(entity, context.config);
  const row = await markOne(stage, entity);
  if (row === undefined) return [result(entity, "restore", false, "Not shown: no row could be deleted.")];
  const look = `SELECT CASE WHEN ${deletedAt} IS NULL THEN 'live' ELSE 'marked' END FROM ${table} WHERE ${keyIs(row, entity)}`;
  const key = entity.key.map((column) => literal(row.get(column) ?? null)).join(", ");
  const statement = `SELECT ${restoreFunction(entity, context)}(${key})`;
  const cast = context.isOn("row-level-security", entity) ? stage.casts.get(entity.name) : undefined;
  const people: readonly Person[] = [...(cast?.people ?? []), superuserOf(stage)];
  const results: ProofResult[] = [];
  for (const person of people) {
    const { actor, name } = person;
    const allowed = (command: Command) => cast?.promised.allows(command, actor, row) === true;
    const may = isSuperuser(person, stage) || (allowed("delete") && allowed("select"));
    const [outcome] = await tryAs(stage, actor, [{ statement, look }]);
    const held = outcome?.after === (may ? "live" : "marked");
    results.push(result(entity, `restore by ${name}`, held, outcome?.message ?? outcome?.after ?? "gone"));
  }
  return results;
}

/** What is unique among live rows is free again when a row is deleted, and taken when it is to come back. */
async function reused(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const table = tableOf(entity, stage.context.config);
  const [old, fresh] = stage.rows.get(entity.name)?.spare ?? [];
  const results: ProofResult[] = [];
  for (const index of liveIndexes(entity, stage.context)) {
    const what = index.on.join(", ");
    if (old === undefined || fresh === undefined) {
      results.push(
        result(entity, `reuse of ${what}`, false, "Not shown: no two further rows could be made."),
      );
      continue;
    }
    const taken = entity.fields.filter(({ name }) =>
      index.on.some((part) => mentions(part, (one) => one === name)),
    );
    const same = new Map(taken.map(({ name }) => [name, old.get(name) ?? null]));
    const both = [insertWhole(stage, entity, old), insertWhole(stage, entity, fresh, same)];
    const remove = `DELETE FROM ${table} WHERE ${keyIs(old, entity)}`;
    const restore = `UPDATE ${table} SET ${deletedAt} = NULL WHERE ${keyIs(old, entity)}`;
    const [together, after, back] = await tryAs(
      stage,
      undefined,
      [both, both.toSpliced(1, 0, remove), [...both.toSpliced(1, 0, remove), restore]].map((statements) => ({
        statement: statements.join(";\n"),
      })),
    );
    const refusedAs = (outcome: Outcome | undefined) => outcome?.state === uniqueViolation;
    results.push(
      result(
        entity,
        `two live rows with the same ${what}`,
        refusedAs(together),
        together?.message ?? "accepted",
      ),
      result(
        entity,
        `reuse of ${what} of a deleted row`,
        after?.state === null,
        after?.message ?? "accepted",
      ),
      result(entity, `restore of a row whose ${what} is taken`, refusedAs(back), back?.message ?? "accepted"),
    );
  }
  return results;
}

function liveIndexes(entity: Entity, context: HardeningContext): readonly Index[] {
  return context.isOn("declared-indexes", entity) ? entity.indexes.filter(({ live }) => live) : [];
}

function isNarrowed(actor: Actor, entity: Entity): boolean {
  const columns = entity.fields.map(({ name }) => name);
  return columnsFor(actor, "select", entity, columns).length < columns.length;
}

function mutationsOf(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const table = tableOf(entity, context.config);
  return [
    mutationOf(
      entity,
      "its trigger on DELETE is disabled",
      `ALTER TABLE ${table} DISABLE TRIGGER soft_delete`,
    ),
    // Who may not update otherwise marks rows through a policy that asks for the trigger, guard or not.
    ...(isAllowedToPeople(entity, "delete") && isAllowedToPeople(entity, "update")
      ? [
          mutationOf(
            entity,
            "nothing guards deleted_at",
            `ALTER TABLE ${table} DISABLE TRIGGER guard_deleted_at`,
          ),
        ]
      : []),
    mutationOf(
      entity,
      "its function restores nothing",
      restoreSql(entity, context)
        .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        .replace("'deletion.restores'", "'deletion.forgets'"),
    ),
    ...(context.isOn("row-level-security", entity) && !isAllowedToAll(entity, "delete")
      ? [
          mutationOf(
            entity,
            "everyone may restore",
            `ALTER FUNCTION ${restoreSignature(entity, context)} SECURITY DEFINER;
GRANT EXECUTE ON FUNCTION ${restoreSignature(entity, context)} TO PUBLIC`,
          ),
        ]
      : []),
    ...liveIndexes(entity, context).flatMap(({ name, on }) => {
      const columns = entity.fields.filter((field) => on.includes(field.name)).map((field) => field.name);
      return name === undefined || columns.length !== on.length
        ? []
        : [
            mutationOf(
              entity,
              `nothing is unique by ${name}`,
              `DROP INDEX ${qualified(context.config.schema, name)}`,
            ),
            mutationOf(
              entity,
              `deleted rows keep ${on.join(", ")}`,
              `CREATE UNIQUE INDEX ON ${table} (${identList(columns)})`,
            ),
          ];
    }),
    mutationOf(entity, "the live view shows deleted rows", showEverything(entity, context)),
    ...(context.isOn("row-level-security", entity) &&
    entity.access.some(({ allow, fields }) => allow.includes("select") && fields === undefined) &&
    !isAllowedToAll(entity, "select")
      ? [
          mutationOf(
            entity,
            "the live view reads as its owner",
            `ALTER VIEW ${viewOf(entity, context)} SET (security_invoker = false)`,
          ),
        ]
      : []),
  ];
}

function showEverything(entity: Entity, context: HardeningContext): string {
  const columns = entity.fields.map(({ name }) => ident(name)).join(", ");
  return `CREATE OR REPLACE VIEW ${viewOf(entity, context)} WITH (security_invoker = true) AS SELECT ${columns} FROM ${tableOf(entity, context.config)}`;
}
