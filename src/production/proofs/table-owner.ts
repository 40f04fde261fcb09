import type { Entity } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { isDerivedOrCounted } from "../derivations.ts";
import { tableOf } from "../names.ts";
import type { Proof, ProofResult } from "../proof.ts";
import { keysQuery } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { askAs } from "../proving/try.ts";

const role = "schema_proof_owner";

/** In the shadow a superuser owns the tables and nothing holds for it, so another role is made the owner for the proof. */
export const tableOwner: Proof = {
  code: "table-owner",
  promise: "The table's owner is held by the policies too.",
  rules: ["row-level-security"],
  concerns: (entity, context) =>
    context.isOn("row-level-security", entity) && !isDerivedOrCounted(entity, context),
  async run(stage) {
    await stage.db.execute(`CREATE ROLE ${role} NOLOGIN;
GRANT USAGE ON SCHEMA ${ident(stage.context.config.schema)} TO ${role};
GRANT EXECUTE ON FUNCTION pg_temp.ask(text) TO ${role}`);
    const results: ProofResult[] = [];
    for (const entity of stage.entities) results.push(await select(stage, entity));
    return results;
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => tableOwner.concerns(entity, context))
      .map((entity) => ({
        breaks: `${entity.table}: row level security is not forced`,
        entity: entity.name,
        sql: `ALTER TABLE ${tableOf(entity, context.config)} NO FORCE ROW LEVEL SECURITY`,
      })),
};

async function select(stage: Stage, entity: Entity): Promise<ProofResult> {
  const table = tableOf(entity, stage.context.config);
  const rows = stage.rows.get(entity.name)?.existing ?? [];
  await stage.db.execute(`ALTER TABLE ${table} OWNER TO ${role}`);
  const { answer, message } = await askAs(stage, { role }, keysQuery(table, entity));
  const seen = (JSON.parse(answer ?? "[]") as unknown[]).length;
  return {
    proof: tableOwner.code,
    subject: `${entity.table}: select by the table's owner`,
    held: message === null && seen === 0 && rows.length > 0,
    seen: message ?? `${seen} of ${rows.length} rows seen`,
  };
}
