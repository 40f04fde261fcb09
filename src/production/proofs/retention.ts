import { ident, literal, qualified } from "../../postgres/quote.ts";
import { madeName, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { insertWhole } from "../proving/broken-rows.ts";
import { mutationOf } from "../proving/mutations.ts";
import { keyIs, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import { withoutChecks } from "../proving/without-checks.ts";
import { refusesChanges, withoutRefusal } from "../proving/without-refusal.ts";
import { type Retained, removesOldRows, retentionRole } from "../retained.ts";
import type { HardeningContext } from "../rule.ts";
import { cleanFunction, cleanSql } from "../rules/retention.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";

export const retention: Proof = {
  code: "retention",
  promise:
    "What is too old is removed for good, no more than a batch at once, and recorded; what is younger or referred to stays.",
  rules: ["retention"],
  concerns: (entity, context) => removesOldRows(entity, context),
  async run(stage) {
    await stage.db.execute(
      `GRANT EXECUTE ON FUNCTION pg_temp.look(text), pg_temp.try_and_undo(text, text) TO ${ident(retentionRole)}`,
    );
    const results: ProofResult[] = [];
    for (const entity of retainedOf(stage.entities, stage.context))
      results.push(...(await runOn(stage, entity)));
    return results;
  },
  mutations: (context) =>
    retainedOf(context.model.entities, context).flatMap((entity) => mutationsOf(entity, context)),
};

function retainedOf(entities: Stage["entities"], context: HardeningContext): readonly Retained[] {
  return entities.filter((entity) => removesOldRows(entity, context));
}

async function runOn(stage: Stage, entity: Retained): Promise<readonly ProofResult[]> {
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: retention.code,
    subject: `${entity.table}: ${what}`,
    held,
    seen,
  });
  const [one, other, young] = stage.rows.get(entity.name)?.spare ?? [];
  if (one === undefined || other === undefined || young === undefined)
    return [result("old rows", false, "Not shown: no three further rows could be made.")];
  await withoutRefusal(stage, () => age(stage, entity, [one, other], young));
  const clean = qualified(stage.context.config.schema, cleanFunction(entity));
  const look = lookAt(stage, entity, [one, other], young);
  const [single, all, younger] = await tryAs(stage, { role: retentionRole }, [
    { statement: `SELECT ${clean}(1)`, look },
    { statement: `SELECT ${clean}()`, look },
    { statement: `DELETE FROM ${tableOf(entity, stage.context.config)} WHERE ${keyIs(young, entity)}`, look },
  ]);
  const { authenticated } = platformOf(stage.context.config).roles;
  const [client] = await tryAs(stage, { role: authenticated }, [{ statement: `SELECT ${clean}()` }]);
  const recorded = stage.context.isOn("audit", entity);
  const left = (old: number) => `${old} old, 1 young${recorded ? `, ${2 - old} removals recorded` : ""}`;
  return [
    result("a batch of one", single?.after === left(1), single?.message ?? single?.after ?? ""),
    result(
      "all that is too old",
      all?.after?.replace(/ \d+ removals/, " 2 removals") === left(0),
      all?.message ?? all?.after ?? "",
    ),
    ...(stage.context.isOn("row-level-security", entity)
      ? [
          result(
            `delete of a younger row by ${retentionRole}`,
            younger?.state === null && younger.rows === 0,
            younger?.message ?? `${younger?.rows} rows deleted`,
          ),
        ]
      : []),
    result(
      `removal by ${authenticated}`,
      client?.state === insufficientPrivilege,
      client?.message ?? "It was not refused.",
    ),
  ];
}

/**
 * Makes two rows too old, one of them marked as deleted, and one just young enough; those that are there a bit too old.
 * Where the mark itself tells the age, all are marked.
 */
async function age(stage: Stage, entity: Retained, old: readonly TextRow[], young: TextRow): Promise<void> {
  const { by, keep } = entity.retention;
  const table = tableOf(entity, stage.context.config);
  const limit = `now() - interval ${literal(keep)}`;
  const marked = old.slice(1).map((row) => keyIs(row, entity));
  await withoutChecks(stage, entity, by);
  await stage.db.execute(
    [
      ...[...old, young].map((row) => insertWhole(stage, entity, row)),
      "SET LOCAL session_replication_role = replica",
      `UPDATE ${table} SET ${ident(by)} = ${limit} - interval '2 days'`,
      ...old.map(
        (row) =>
          `UPDATE ${table} SET ${ident(by)} = ${limit} - interval '4 days' WHERE ${keyIs(row, entity)}`,
      ),
      `UPDATE ${table} SET ${ident(by)} = ${limit} + interval '2 days' WHERE ${keyIs(young, entity)}`,
      ...(deletesSoftly(entity, stage.context) && by !== systemFields.deletedAt
        ? marked.map((which) => `UPDATE ${table} SET ${systemFields.deletedAt} = now() WHERE ${which}`)
        : []),
      "SET LOCAL session_replication_role = origin",
    ].join(";\n"),
  );
}

/** `2 old, 1 young, 0 removals recorded` */
function lookAt(stage: Stage, entity: Retained, old: readonly TextRow[], young: TextRow): string {
  const { config } = stage.context;
  const table = tableOf(entity, config);
  const count = (rows: readonly TextRow[]) =>
    `(SELECT count(*) FROM ${table} WHERE ${rows.map((row) => `(${keyIs(row, entity)})`).join(" OR ")})`;
  const name = literal(`${config.schema}.${entity.table}`);
  const recorded = `(SELECT count(*) FROM audit.log WHERE table_name = ${name} AND operation = 'DELETE' AND role = ${literal(retentionRole)})`;
  return `SELECT ${count(old)} || ' old, ' || ${count([young])} || ' young'${
    stage.context.isOn("audit", entity) ? ` || ', ' || ${recorded} || ' removals recorded'` : ""
  }`;
}

function mutationsOf(entity: Retained, context: HardeningContext): readonly Mutation[] {
  const table = tableOf(entity, context.config);
  const sql = cleanSql(entity, context).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION");
  const function_ = `${qualified(context.config.schema, cleanFunction(entity))}(integer)`;
  const age = `interval ${literal(entity.retention.keep)}`;
  return [
    mutationOf(entity, "its function removes nothing", sql.replace(" LIMIT batch", " LIMIT 0")),
    mutationOf(entity, "its batches have no end", sql.replace(" LIMIT batch", "")),
    mutationOf(
      entity,
      "its function and policies know no age",
      `${sql.replace(age, "interval '-1000 years'")};\nALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
    ),
    ...(refusesChanges(entity, context)
      ? []
      : [
          mutationOf(
            entity,
            "everyone may remove what is too old",
            `GRANT EXECUTE ON FUNCTION ${function_} TO PUBLIC;\nGRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${ident(context.config.schema)} TO PUBLIC;\n${sql.replace("current_user <>", "'' =")}`,
          ),
        ]),
    ...(context.isOn("audit", entity)
      ? [
          mutationOf(
            entity,
            "nothing is recorded",
            `CREATE OR REPLACE FUNCTION ${qualified("audit", madeName("log", entity.table))}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RETURN NULL; END $$`,
          ),
        ]
      : []),
  ];
}
