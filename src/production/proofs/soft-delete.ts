import type { Entity } from "../../model/model.ts";
import { ident, qualified } from "../../postgres/quote.ts";
import { liveView, tableOf } from "../names.ts";
import type { Actor } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { isSuperuser } from "../proving/cast.ts";
import { makeChange } from "../proving/changes.ts";
import { columnsFor } from "../proving/columns.ts";
import { isAllowedToAll, isAllowedToPeople, mutationOf } from "../proving/mutations.ts";
import { keyIs, keysQuery, keyText, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { askAs, tryAs } from "../proving/try.ts";
import { compare, refused } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { systemFields } from "../system-fields.ts";

const deletedAt = ident(systemFields.deletedAt);

export const softDelete: Proof = {
  code: "soft-delete",
  promise:
    "A deleted row stays in the table, marked, and the view of live rows hides it; nothing but DELETE sets the mark.",
  rules: ["soft-delete"],
  concerns: (entity, context) =>
    context.isOn("soft-delete", entity) && entity.fields.some(({ name }) => name === systemFields.deletedAt),
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      results.push(...(await deleted(stage, entity)), ...(await seenLive(stage, entity)));
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
  const { person, row, outcome } = made;
  // The table's owner may set the mark, to restore rows.
  const direct = isSuperuser(person, stage)
    ? []
    : await tryAs(stage, person.actor, [
        { statement: `UPDATE ${table} SET ${deletedAt} = now() WHERE ${keyIs(row, entity)}` },
      ]);
  return [
    result(
      entity,
      `delete by ${person.name}`,
      outcome.after === "marked, hidden in the live view",
      outcome.after ?? "",
    ),
    ...direct.map((one) =>
      result(
        entity,
        `update of deleted_at by ${person.name}`,
        refused(one),
        one.message ?? `${one.rows} rows updated`,
      ),
    ),
  ];
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
