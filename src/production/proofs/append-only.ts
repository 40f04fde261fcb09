import type { Entity } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { mutationOf } from "../proving/mutations.ts";
import type { Stage } from "../proving/stage.ts";
import { tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import { refusesChanges } from "../proving/without-refusal.ts";
import type { HardeningContext } from "../rule.ts";
import { alwaysRefusing, appendOnlyTrigger, refusing } from "../rules/append-only.ts";

/** Whoever made the schema is a superuser here: what stops it stops everyone. */
export const appendOnly: Proof = {
  code: "append-only",
  promise: "Append-only rows stay as they are, whoever tries; only retention removes them.",
  rules: ["append-only"],
  concerns: refusesChanges,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities)
      for (const replicating of [false, true]) results.push(...(await refused(stage, entity, replicating)));
    return results;
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => appendOnly.concerns(entity, context))
      .flatMap((entity) => mutationsOf(entity, context)),
};

async function refused(stage: Stage, entity: Entity, replicating: boolean): Promise<readonly ProofResult[]> {
  const table = tableOf(entity, stage.context.config);
  const column = ident(entity.key[0] ?? "");
  const changes = {
    update: `UPDATE ${table} SET ${column} = ${column}`,
    delete: `DELETE FROM ${table}`,
    truncate: `TRUNCATE ${table} CASCADE`,
  };
  const first = replicating ? "SET LOCAL session_replication_role = replica; " : "";
  const outcomes = await tryAs(
    stage,
    undefined,
    Object.values(changes).map((statement) => ({ statement: first + statement })),
  );
  const name = `the owner${replicating ? ", triggers off for replication" : ""}`;
  return Object.keys(changes).map((change, i) => ({
    proof: appendOnly.code,
    subject: `${entity.table}: ${change} by ${name}`,
    held: outcomes[i]?.state === insufficientPrivilege,
    seen: outcomes[i]?.message ?? "It was done.",
  }));
}

function mutationsOf(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const table = tableOf(entity, context.config);
  const trigger = ident(appendOnlyTrigger);
  const only = (events: string) =>
    [
      `DROP TRIGGER ${trigger} ON ${table}`,
      refusing(entity, context, events),
      alwaysRefusing(entity, context),
    ].join(";\n");
  return [
    mutationOf(entity, "changes are not refused", `ALTER TABLE ${table} DISABLE TRIGGER ${trigger}`),
    mutationOf(entity, "replication changes rows", `ALTER TABLE ${table} ENABLE TRIGGER ${trigger}`),
    mutationOf(entity, "UPDATE is not refused", only("DELETE OR TRUNCATE")),
    mutationOf(entity, "DELETE is not refused", only("UPDATE OR TRUNCATE")),
    mutationOf(entity, "TRUNCATE is not refused", only("UPDATE OR DELETE")),
  ];
}
