import { codeParts, codePattern } from "../../model/code-template.ts";
import type { Entity, Field } from "../../model/model.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
import { madeName, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { insertWhole } from "../proving/broken-rows.ts";
import { isSuperuser, whoMay } from "../proving/cast.ts";
import { insertOf } from "../proving/changes.ts";
import { isAllowed, mutationOf } from "../proving/mutations.ts";
import type { TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { codeFunction, codeTrigger } from "../rules/codes.ts";

const checkViolation = "23514";

export const codes: Proof = {
  code: "codes",
  promise: "Rows that bring no code get different ones of the declared form; clients cannot say theirs.",
  rules: ["codes"],
  concerns: (entity, context) => coded(entity, context).length > 0,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities)
      for (const field of coded(entity, stage.context)) results.push(...(await runOn(stage, entity, field)));
    return results;
  },
  mutations: (context) =>
    context.model.entities.flatMap((entity) =>
      coded(entity, context).flatMap((field) => mutationsOf(entity, field, context)),
    ),
};

function coded(entity: Entity, { isOn }: HardeningContext): readonly Field[] {
  return isOn("codes", entity) ? entity.fields.filter(({ code }) => code !== undefined) : [];
}

function mutationsOf(entity: Entity, field: Field, context: HardeningContext): readonly Mutation[] {
  const { config } = context;
  const table = tableOf(entity, config);
  const column = ident(field.name);
  const clients = ident(platformOf(config).roles.authenticated);
  const broken = (what: string, sql: string) => mutationOf(entity, `${field.name} ${what}`, sql);
  return [
    broken("is not made", `ALTER TABLE ${table} DISABLE TRIGGER ${ident(codeTrigger(field))}`),
    broken(
      "is the same for all",
      `CREATE OR REPLACE FUNCTION ${qualified(config.schema, codeFunction(entity, field))}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN new.${column} := (SELECT min(${column}) FROM ${table}); RETURN new; END $$`,
    ),
    broken(
      "may look otherwise",
      `ALTER TABLE ${table} DROP CONSTRAINT ${ident(madeName(entity.table, field.name, "code"))}`,
    ),
    ...(isAllowed(entity, "insert") && context.isOn("grants", entity)
      ? [broken("may be said by clients", `GRANT INSERT (${column}) ON ${table} TO ${clients}`)]
      : []),
  ];
}

async function runOn(stage: Stage, entity: Entity, field: Field): Promise<readonly ProofResult[]> {
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: codes.code,
    subject: `${entity.table}.${field.name}: ${what}`,
    held,
    seen,
  });
  const [one, other] = stage.rows.get(entity.name)?.spare ?? [];
  if (one === undefined || other === undefined)
    return [result("two rows", false, "Not shown: no two further rows could be made.")];
  const { made, wrong } = await madeCodes(stage, entity, field, [one, other]);
  const pattern = new RegExp(codePattern(codeParts(field.code ?? "")), "u");
  const areRight = made.length === 2 && made[0] !== made[1] && made.every((code) => pattern.test(code));
  return [
    result(
      "two rows that bring none",
      areRight,
      made.length === 0 ? wrong : made.map(masked(field)).join(", "),
    ),
    ...(await otherForm(stage, entity, field, one, result)),
    ...(await saidByClients(stage, entity, field, result)),
  ];
}

/** Made by whoever made the schema, whose rows lack nothing else. */
async function madeCodes(stage: Stage, entity: Entity, field: Field, rows: readonly TextRow[]) {
  const [outcome] = await tryAs(stage, undefined, [
    {
      statement: rows.map((row) => insertWhole(stage, entity, row)).join(";\n"),
      look: `SELECT json_agg(${ident(field.name)})::text FROM ${tableOf(entity, stage.context.config)}`,
    },
  ]);
  const before = listOf(outcome?.before);
  const made = listOf(outcome?.after).filter((code) => !before.includes(code));
  return { made, wrong: outcome?.message ?? "No code was made." };
}

function listOf(json: string | null | undefined): readonly string[] {
  const list: unknown = JSON.parse(json ?? "[]");
  return Array.isArray(list) ? list.map(String) : [];
}

/** What proves a person's right is not written down. */
function masked({ pii }: Field): (code: string) => string {
  return (code) => (pii === "secret" ? `${[...code].length} characters` : code);
}

type Say = (what: string, held: boolean, seen: string) => ProofResult;

async function otherForm(
  stage: Stage,
  entity: Entity,
  field: Field,
  row: TextRow,
  result: Say,
): Promise<readonly ProofResult[]> {
  const said = insertWhole(stage, entity, row, new Map([[field.name, "?"]]));
  const [outcome] = await tryAs(stage, undefined, [{ statement: said }]);
  return [result("another form", outcome?.state === checkViolation, outcome?.message ?? "accepted")];
}

/** Grants keep clients from saying a code; they do not hold a superuser. */
async function saidByClients(
  stage: Stage,
  entity: Entity,
  field: Field,
  result: Say,
): Promise<readonly ProofResult[]> {
  if (!stage.context.isOn("grants", entity)) return [];
  const [able] = whoMay(stage, entity, "insert").filter(({ person }) => !isSuperuser(person, stage));
  const [row] = able?.rows ?? [];
  if (able === undefined || row === undefined) return [];
  const taken = literal(stage.rows.get(entity.name)?.existing[0]?.get(field.name) ?? null);
  const [insert, update] = await tryAs(stage, able.person.actor, [
    { statement: insertOf(stage, entity, able.person, row, new Map([[field.name, "?"]])) },
    { statement: `UPDATE ${tableOf(entity, stage.context.config)} SET ${ident(field.name)} = ${taken}` },
  ]);
  return [insert, update].map((outcome, i) =>
    result(
      `${i === 0 ? "insert" : "update"} by ${able.person.name} who says it`,
      outcome?.state === insufficientPrivilege,
      outcome?.message ?? "It was accepted.",
    ),
  );
}
