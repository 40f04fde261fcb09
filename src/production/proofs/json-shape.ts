import type { Entity, Field, Shape } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { madeName, tableOf } from "../names.ts";
import type { Proof, ProofResult } from "../proof.ts";
import { insertWhole } from "../proving/broken-rows.ts";
import { documentTrials } from "../proving/documents.ts";
import { mutationOf } from "../proving/mutations.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, tryAs } from "../proving/try.ts";
import { withoutChecks } from "../proving/without-checks.ts";
import type { HardeningContext } from "../rule.ts";

const checkViolation = "23514";

/** Each key of a right document is left out, and made something else, one at a time. */
export const jsonShape: Proof = {
  code: "json-shape",
  promise:
    "jsonb holds the keys of its shape, each of its type; a document that lacks one or has it wrong is refused.",
  rules: ["json-shape"],
  concerns: (entity, context) => shaped(entity, context).length > 0,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities)
      for (const field of shaped(entity, stage.context)) results.push(await runOn(stage, entity, field));
    return results;
  },
  mutations: (context) =>
    context.model.entities.flatMap((entity) =>
      shaped(entity, context).flatMap((field) => mutationsOf(entity, field, context)),
    ),
};

interface ShapedField extends Field {
  readonly shape: Shape;
}

function shaped(entity: Entity, { isOn }: HardeningContext): readonly ShapedField[] {
  const fields = entity.fields.flatMap((field) =>
    field.shape === undefined ? [] : [{ ...field, shape: field.shape }],
  );
  return isOn("json-shape", entity) ? fields : [];
}

function mutationsOf(entity: Entity, { name, type }: Field, { config }: HardeningContext) {
  const table = tableOf(entity, config);
  const constraint = ident(madeName(entity.table, name, "shape"));
  const drop = `ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`;
  const cast = type.name === "json" ? "json" : "jsonb";
  return [
    mutationOf(entity, `${name} may have any shape`, drop),
    mutationOf(
      entity,
      `any object will do for ${name}`,
      `${drop}; ALTER TABLE ${table} ADD CONSTRAINT ${constraint} CHECK (${cast}_typeof(${ident(name)}) = 'object')`,
    ),
  ];
}

async function runOn(stage: Stage, entity: Entity, { name, shape }: ShapedField): Promise<ProofResult> {
  const subject = `${entity.table}.${name}`;
  const [row] = stage.rows.get(entity.name)?.spare ?? [];
  if (row === undefined) {
    return { proof: jsonShape.code, subject, held: false, seen: "Not shown: no further row could be made." };
  }
  await withoutChecks(stage, entity, name, madeName(entity.table, name, "shape"));
  const trials = documentTrials(shape);
  const outcomes = await tryAs(
    stage,
    undefined,
    trials.map(({ document }) => ({
      statement: insertWhole(stage, entity, row, new Map([[name, JSON.stringify(document)]])),
    })),
  );
  const wrong = trials.flatMap(({ what, right }, i) => problemOf(what, right, outcomes[i]));
  const refused = trials.filter(({ right }) => !right).length;
  const seen = `${trials.length - refused} right documents accepted, ${refused} wrong ones refused`;
  return { proof: jsonShape.code, subject, held: wrong.length === 0, seen: wrong.join("; ") || seen };
}

function problemOf(what: string, right: boolean, outcome: Outcome | undefined): readonly string[] {
  if (outcome === undefined) return [`${what} was not tried`];
  if (right) return outcome.state === null ? [] : [`${what} was refused: ${outcome.message}`];
  const isRefused = outcome.state === checkViolation && outcome.column === "";
  return isRefused ? [] : [`${what}: ${outcome.message ?? "accepted"}`];
}
