import type { Entity } from "../../model/model.ts";
import { ident, qualified } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import type { Proof, ProofResult } from "../proof.ts";
import { makeChange, updateOf } from "../proving/changes.ts";
import { keyIs, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, tryAs } from "../proving/try.ts";
import { systemFields } from "../system-fields.ts";

const version = ident(systemFields.version);
const serializationFailure = "40001";

export const optimisticLock: Proof = {
  code: "optimistic-lock",
  promise: "A stale version cannot be saved; a change counts the version up by one.",
  rules: ["optimistic-lock"],
  concerns: (entity, context) =>
    context.isOn("optimistic-lock", entity) &&
    entity.fields.some(({ name }) => name === systemFields.version),
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) results.push(...(await runOn(stage, entity)));
    return results;
  },
  mutations: (context) => [
    ...context.model.entities
      .filter((entity) => optimisticLock.concerns(entity, context))
      .map((entity) => ({
        breaks: `${entity.table}: its triggers are disabled`,
        entity: entity.name,
        sql: `ALTER TABLE ${tableOf(entity, context.config)} DISABLE TRIGGER USER`,
      })),
    {
      breaks: "the version is counted but not compared",
      sql: `CREATE OR REPLACE FUNCTION ${qualified(context.config.schema, "lock_version")}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN new.version := old.version + 1; RETURN new; END $$`,
    },
  ],
};

async function runOn(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const table = tableOf(entity, stage.context.config);
  const look = (row: TextRow) => `SELECT ${version}::text FROM ${table} WHERE ${keyIs(row, entity)}`;
  const made = await makeChange(stage, entity, "update", look);
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: optimisticLock.code,
    subject: `${entity.table}: ${what}`,
    held,
    seen,
  });
  if ("notMade" in made) return [result("update", false, `Not shown: ${made.notMade}.`)];
  const { person, row, set, outcome, look: seen } = made;
  const current = Number(row.get(systemFields.version));
  const [right, stale] = await tryAs(
    stage,
    person.actor,
    [current, current - 1].map((said) => ({
      statement: updateOf(stage, entity, row, [set, `${version} = ${said}`]),
      look: seen,
    })),
  );
  const saved = (what: string, { message, after }: Outcome) =>
    result(
      `${what} by ${person.name}`,
      Number(after) === current + 1,
      message ?? `saved as version ${after}`,
    );
  return [
    saved("update that says no version", outcome),
    ...(right === undefined ? [] : [saved(`update of version ${current}`, right)]),
    result(
      `update of a stale version by ${person.name}`,
      stale?.state === serializationFailure,
      stale?.message ?? "It was saved.",
    ),
  ];
}
