import type { Entity } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { candidatesFor } from "../../postgres/rows/candidates.ts";
import { readTypes } from "../../postgres/rows/types.ts";
import { databaseRoles, rightsOf, rightTo } from "../access.ts";
import {
  ciphertextCheck,
  decryptedView,
  decryptFunction,
  type EncryptedField,
  encryptedFields,
  encryptFunction,
  keyFunction,
  plainType,
} from "../encryption.ts";
import { tableOf } from "../names.ts";
import { type Actor, databaseRole, platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { insertWhole } from "../proving/broken-rows.ts";
import { isAllowedToAll, mutationOf } from "../proving/mutations.ts";
import { keyText, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { askAs, tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";

const checkViolation = "23514";
/** Of the demonstration alone. */
const sampleKey = "of the proof, of no database, 0123456789";

/** What each field's value is before it is encrypted, in every row. */
type Samples = ReadonlyMap<EncryptedField, string>;

export const encryption: Proof = {
  code: "encryption",
  promise:
    "An encrypted field holds ciphertext alone; who may read the row reads its value with the key, and nobody without it.",
  rules: ["encryption"],
  concerns: (entity) => encryptedFields(entity).length > 0,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      const samples = await samplesFor(stage, entity);
      for (const [field, value] of samples) results.push(...(await withoutKey(stage, entity, field, value)));
      const short = sampleKey.slice(0, 31);
      await withKeys(stage, entity, short, async () => {
        for (const [field, value] of samples)
          results.push(
            await refused(stage, entity, field, "with a short key", encrypts(entity, field, value)),
          );
      });
      await withKeys(stage, entity, sampleKey, async () => {
        for (const [field, value] of samples) results.push(await stored(stage, entity, field, value));
        await fill(stage, entity, samples);
        for (const { name, actor } of stage.casts.get(entity.name)?.people ?? []) {
          results.push(await seenBy(stage, entity, samples, name, actor));
          for (const [field, value] of samples)
            results.push(...(await calledBy(stage, entity, field, value, name, actor)));
        }
      });
    }
    return results;
  },
  mutations: (context) =>
    context.model.entities.flatMap((entity) =>
      encryptedFields(entity).length === 0 ? [] : mutationsOf(entity, context),
    ),
};

function result(subject: string, held: boolean, seen: string): ProofResult {
  return { proof: encryption.code, subject, held, seen };
}

async function samplesFor({ db }: Stage, entity: Entity): Promise<Samples> {
  const fields = encryptedFields(entity);
  const types = await readTypes(db, fields.map(plainType));
  return new Map(
    fields.map((field) => {
      const [value = ""] = candidatesFor(plainType(field), [], { types, count: 1, seed: field.name });
      return [field, value];
    }),
  );
}

/** Runs work where the keys of an entity's fields are there, and takes it back with them. */
async function withKeys(
  { db, context }: Stage,
  entity: Entity,
  value: string,
  work: () => Promise<void>,
): Promise<void> {
  const { bring } = platformOf(context.config).encryptionKey;
  const keys = new Set(encryptedFields(entity).map(({ encrypt }) => encrypt.key));
  await db.execute("SAVEPOINT keys");
  for (const key of keys) await db.query(bring(key, literal(value)));
  await work();
  await db.execute("ROLLBACK TO SAVEPOINT keys; RELEASE SAVEPOINT keys");
}

function encrypts(entity: Entity, field: EncryptedField, value: string): string {
  return `${encryptFunction(entity, field)}(${literal(value)})`;
}

/** The first message is one of the generated rows'. */
async function withoutKey(
  stage: Stage,
  entity: Entity,
  field: EncryptedField,
  value: string,
): Promise<readonly ProofResult[]> {
  const { existing = [], spare: [row] = [] } = stage.rows.get(entity.name) ?? {};
  const message = existing.map((one) => one.get(field.name)).find((one) => one != null);
  const subject = `${entity.table}.${field.name}: plain text`;
  const plain = `\\x${Buffer.from(value).toString("hex")}`;
  const [outcome] =
    row === undefined
      ? []
      : await tryAs(stage, undefined, [
          { statement: insertWhole(stage, entity, row, new Map([[field.name, plain]])) },
        ]);
  return [
    outcome === undefined
      ? result(subject, false, "Not shown: no further row could be made.")
      : result(subject, outcome.state === checkViolation, outcome.message ?? "It was stored."),
    await refused(stage, entity, field, "encrypted without the key", encrypts(entity, field, value)),
    ...(message === undefined
      ? []
      : [
          await refused(
            stage,
            entity,
            field,
            "decrypted without the key",
            `${decryptFunction(entity, field)}(${literal(message)})`,
          ),
        ]),
  ];
}

/** By whoever made the schema: what the functions refuse it, they refuse everyone. */
async function refused(
  stage: Stage,
  { table }: Entity,
  { name }: EncryptedField,
  what: string,
  call: string,
): Promise<ProofResult> {
  const { state, message } = await askAs(stage, { role: stage.owner }, `SELECT ${call}::text`);
  return result(`${table}.${name}: ${what}`, state === insufficientPrivilege, message ?? "It was done.");
}

/** Two messages of one value differ, neither shows it, and both give it back. */
async function stored(
  stage: Stage,
  entity: Entity,
  field: EncryptedField,
  value: string,
): Promise<ProofResult> {
  const call = encrypts(entity, field, value);
  const decrypt = decryptFunction(entity, field);
  const same = `${literal(value)}::${plainType(field)}::text`;
  const { answer, message } = await askAs(
    stage,
    { role: stage.owner },
    `SELECT concat_ws(', ', CASE WHEN one = other THEN 'equal values look equal' END,
      CASE WHEN position(convert_to(${same}, 'UTF8') IN one) > 0 THEN 'the value shows' END,
      CASE WHEN ${decrypt}(one)::text IS DISTINCT FROM ${same} OR ${decrypt}(other)::text IS DISTINCT FROM ${same} THEN 'the value is lost' END)
    FROM (SELECT ${call} AS one, ${call} AS other) AS message`,
  );
  const wrong = message ?? answer;
  return result(
    `${entity.table}.${field.name}: a value, encrypted twice`,
    wrong === "",
    wrong === ""
      ? "two messages that differ, do not show it and give it back"
      : (wrong ?? "nothing came of it"),
  );
}

/** Every row gets the sample. Its triggers have proofs of their own, and may refuse what no client does. */
async function fill({ db, context }: Stage, entity: Entity, samples: Samples): Promise<void> {
  const table = tableOf(entity, context.config);
  const set = [...samples].map(
    ([field, value]) => `${ident(field.name)} = ${encrypts(entity, field, value)}`,
  );
  await db.execute(`ALTER TABLE ${table} DISABLE TRIGGER USER; UPDATE ${table} SET ${set.join(", ")}`);
}

/** The view shows in plain the rows that access lines let someone read whole; who is not signed in may not ask it. */
async function seenBy(
  stage: Stage,
  entity: Entity,
  samples: Samples,
  name: string,
  actor: Actor,
): Promise<ProofResult> {
  const { context, casts, rows } = stage;
  const right = rightOf(actor, "select", entity, context);
  const mayAsk = right !== undefined && right.columns === undefined && actor.role !== "anonymous";
  const promised = casts.get(entity.name)?.promised;
  const isShown = (row: TextRow) =>
    mayAsk &&
    !(deletesSoftly(entity, context) && row.get(systemFields.deletedAt) != null) &&
    (!context.isOn("row-level-security", entity) || promised?.allows("select", actor, row) === true);
  const expected = (rows.get(entity.name)?.existing ?? []).filter(isShown);
  const key = entity.key.map((column) => `${ident(column)}::text`).join(", ");
  const plain = [...samples].map(
    ([field, value]) => `${ident(field.name)}::text = ${literal(value)}::${plainType(field)}::text`,
  );
  const { answer, state, message } = await askAs(
    stage,
    actor,
    `SELECT COALESCE(json_agg(json_build_array(${key})), '[]')::text FROM ${decryptedView(entity)} WHERE ${plain.join(" AND ")}`,
  );
  const seen: readonly unknown[] = JSON.parse(answer ?? "[]");
  const keys = (list: readonly string[]) => list.toSorted().join();
  const same =
    keys(seen.map((one) => JSON.stringify(one))) === keys(expected.map((row) => keyText(row, entity)));
  const refusal = state === null || (state === insufficientPrivilege && !mayAsk);
  return result(
    `${entity.table}: rows in plain for ${name}`,
    same && refusal,
    message ?? `${seen.length} rows in plain${same ? "" : `; ${expected.length} may be`}`,
  );
}

/** The functions are for those who may write or read the column. */
async function calledBy(
  stage: Stage,
  entity: Entity,
  field: EncryptedField,
  value: string,
  name: string,
  actor: Actor,
): Promise<readonly ProofResult[]> {
  const may = (command: "select" | "insert" | "update") => {
    const right = rightOf(actor, command, entity, stage.context);
    return right !== undefined && (right.columns?.includes(field.name) ?? true) && actor.role !== "anonymous";
  };
  const { answer: message } = await askAs(
    stage,
    { role: stage.owner },
    `SELECT ${encrypts(entity, field, value)}::text`,
  );
  const calls = [
    ["encrypted", encrypts(entity, field, value), may("insert") || may("update")],
    ["decrypted", `${decryptFunction(entity, field)}(${literal(message)})`, may("select")],
  ] as const;
  const results: ProofResult[] = [];
  for (const [done, call, allowed] of calls) {
    const { state, message: refusal } = await askAs(stage, actor, `SELECT ${call}::text`);
    const held = allowed ? state === null : state === insufficientPrivilege;
    results.push(result(`${entity.table}.${field.name}: ${done} by ${name}`, held, refusal ?? "done"));
  }
  return results;
}

function rightOf(
  { role }: Actor,
  command: "select" | "insert" | "update",
  entity: Entity,
  context: HardeningContext,
) {
  return rightTo(command, databaseRole(platformOf(context.config), role), rightsOf(entity, context));
}

function mutationsOf(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const view = decryptedView(entity);
  const table = tableOf(entity, context.config);
  const roles = databaseRoles(context);
  const { anonymous } = platformOf(context.config).roles;
  const rights = rightsOf(entity, context).filter(({ command }) => command === "select");
  const readers = rights.filter(({ role, columns }) => role !== anonymous && columns === undefined);
  const limited = context.isOn("row-level-security", entity) && !isAllowedToAll(entity, "select");
  return [
    ...encryptedFields(entity).flatMap((field) => {
      const broken = (what: string, sql: string) => mutationOf(entity, `${field.name} ${what}`, sql);
      const type = plainType(field);
      const key = keyFunction(field.encrypt.key);
      const decrypt = `${decryptFunction(entity, field)}(bytea)`;
      const check = ident(ciphertextCheck(entity, field));
      return [
        broken("takes plain text", `ALTER TABLE ${table} DROP CONSTRAINT ${check}`),
        broken(
          "has a key that is in the schema",
          `CREATE OR REPLACE FUNCTION ${key}() RETURNS text LANGUAGE sql AS $$ SELECT ${literal(sampleKey)} $$`,
        ),
        broken(
          "is stored as it is",
          `CREATE OR REPLACE FUNCTION ${encryptFunction(entity, field)}(value ${type}) RETURNS bytea LANGUAGE sql
AS $$ SELECT convert_to(value::text, 'UTF8') $$; ALTER TABLE ${table} DROP CONSTRAINT ${check}`,
        ),
        broken(
          "is decrypted by who is not signed in",
          `GRANT USAGE ON SCHEMA encryption TO ${ident(anonymous)}; GRANT EXECUTE ON FUNCTION ${decrypt} TO ${ident(anonymous)}`,
        ),
      ];
    }),
    ...(readers.length === 0
      ? []
      : [
          mutationOf(
            entity,
            "nobody may ask the view in plain",
            `REVOKE ALL ON ${view} FROM ${identList(roles)}`,
          ),
        ]),
    ...(readers.length === 0 || !limited
      ? []
      : [
          mutationOf(
            entity,
            "the view in plain reads with its owner's rights",
            `ALTER VIEW ${view} SET (security_invoker = false)`,
          ),
        ]),
  ];
}
