import type { Config, Entity } from "../model/model.ts";
import type { Connection } from "../postgres/connection.ts";
import { isDatabaseError } from "../postgres/database-error.ts";
import { ident, literal } from "../postgres/quote.ts";
import { readCatalog } from "../postgres/read-catalog.ts";
import { type Filled, fillWithRows } from "../postgres/rows.ts";
import type { Shadow } from "../postgres/shadow.ts";
import { tableOf } from "./names.ts";
import type { Mutation, Proof, ProofResult } from "./proof.ts";
import type { ProofRecord } from "./proof-record.ts";
import { proofs as allProofs } from "./proofs/index.ts";
import { type Cast, castFor } from "./proving/cast.ts";
import { systemColumns } from "./proving/columns.ts";
import { makeProver, type Scenery } from "./proving/promised.ts";
import { insertSql, keyIs, readRows, type TableRows, type TextRow } from "./proving/rows.ts";
import { onStage, type Stage, undone } from "./proving/stage.ts";
import { makeTools } from "./proving/try.ts";
import type { HardeningContext } from "./rule.ts";
import { followedReferences } from "./rules/live-references.ts";
import { deletesSoftly, systemFields } from "./system-fields.ts";

const rowsPerTable = 10;

/** What was seen, and on what. */
export type Proven = Pick<ProofRecord, "on" | "proofs">;

/** Demonstrates every promise of a hardened schema on generated rows, in a throwaway database. */
export async function proveProduction(
  shadow: Shadow,
  statements: readonly string[],
  context: HardeningContext,
  proofs: readonly Proof[] = allProofs,
): Promise<Proven> {
  return await shadow.scratch(async (db) => {
    const { stage, notFilled } = await setStage(db, statements, context);
    const results: ProofResult[] = [...notFilled];
    for (const proof of proofs) results.push(...(await prove(proof, stage)));
    const [{ server_version } = { server_version: "" }] = await db.query<{ server_version: string }>(
      "SHOW server_version",
    );
    const on = `PostgreSQL ${server_version}, embedded, with ${rowsPerTable} generated rows in each table`;
    return { on, proofs: results };
  });
}

/** A mutation, and what its proof said of it: it must have failed somewhere. */
export interface MutationResult {
  readonly proof: string;
  readonly mutation: Mutation;
  readonly failed: readonly ProofResult[];
}

/** Proves the provers: breaks each promise on purpose and runs the proof that must notice. */
export async function proveProofs(
  shadow: Shadow,
  statements: readonly string[],
  context: HardeningContext,
  proofs: readonly Proof[] = allProofs,
): Promise<readonly MutationResult[]> {
  return await shadow.scratch(async (db) => {
    const { stage } = await setStage(db, statements, context);
    const results: MutationResult[] = [];
    for (const proof of proofs) {
      const concerned = stage.entities.filter((entity) => proof.concerns(entity, context));
      for (const mutation of concerned.length === 0 ? [] : proof.mutations(context)) {
        const entities = concerned.filter(
          ({ name }) => mutation.entity === undefined || name === mutation.entity,
        );
        const seen = await run(proof, { ...stage, entities }, mutation.sql);
        results.push({ proof: proof.code, mutation, failed: seen.filter(({ held }) => !held) });
      }
    }
    return results;
  });
}

/** Runs one proof. A proof that cannot run has not held. */
async function prove(proof: Proof, stage: Stage): Promise<readonly ProofResult[]> {
  try {
    return await run(proof, stage);
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    return [
      { proof: proof.code, subject: "all tables", held: false, seen: `Could not be run: ${error.message}` },
    ];
  }
}

async function run(proof: Proof, stage: Stage, mutation?: string): Promise<readonly ProofResult[]> {
  const entities = stage.entities.filter((entity) => proof.concerns(entity, stage.context));
  if (entities.length === 0) return [];
  return await onStage({ ...stage, entities }, mutation, (own) => proof.run(own));
}

/** Makes the schema and fills it; a table that has no rows has nothing to show. */
async function setStage(db: Connection, statements: readonly string[], context: HardeningContext) {
  for (const statement of statements) await db.execute(statement);
  const catalog = await readCatalog(db);
  const { config, model } = context;
  const keyOf = (entity: Entity) => `${config.schema}.${entity.table}`;
  const filled: Filled = await fillWithRows(db, catalog, {
    perTable: rowsPerTable,
    unreferenced: 1,
    spare: rowsPerTable,
    candidates: new Map(
      model.entities.flatMap((entity) =>
        entity.fields.map(({ name, examples = [] }) => [`${keyOf(entity)}.${name}`, examples]),
      ),
    ),
    conditions: new Map(model.entities.map((entity) => [keyOf(entity), startConditions(entity, context)])),
    tables: new Set(model.entities.map(keyOf)),
    leaveOut: new Set(
      model.entities.flatMap((entity) => leftOut(entity, context).map((name) => `${keyOf(entity)}.${name}`)),
    ),
  });
  const addsOne = (entity: Entity) =>
    followedReferences(entity, context).length > 0 && allSpare(entity).length > 1;
  const allSpare = (entity: Entity) => filled.spare.get(keyOf(entity)) ?? [];
  const spareOf = (entity: Entity) => (addsOne(entity) ? allSpare(entity).slice(0, -1) : allSpare(entity));
  const read = async () => {
    const rows = new Map<string, TableRows>();
    for (const entity of model.entities)
      rows.set(entity.name, await readRows(db, entity, config, catalog, spareOf(entity)));
    return rows;
  };
  for (const entity of model.entities.filter(addsOne)) {
    const made = db.execute(insertAll(entity, allSpare(entity).at(-1) ?? new Map(), config));
    // One that does not fit after all is left out.
    await made.catch((error: unknown) => {
      if (!isDatabaseError(error)) throw error;
    });
  }
  for (const statement of markOneOfEach(await read(), context)) await db.execute(statement);
  await db.execute(`ANALYZE ${model.entities.map((entity) => tableOf(entity, config)).join(", ")}`);
  await makeTools(db, context);
  const rows = await read();
  const casts = await chooseCasts({ db, context, rows });
  const [{ owner = "" } = {}] = await db.query<{ owner: string }>("SELECT current_user AS owner");
  const entities = model.entities.filter(({ name }) => rows.get(name)?.existing.length !== 0);
  const stage: Stage = { db, context, entities, rows, casts, owner };
  const notFilled = filled.findings.map(({ message }) => ({
    proof: "rows",
    subject: message.replace(/\.$/, ""),
    held: false,
    seen: "Nothing could be shown on it.",
  }));
  return { stage, notFilled };
}

/** One more row that nothing refers to, so that one can be deleted beside the one that is marked. */
function insertAll(entity: Entity, row: TextRow, config: Config): string {
  const columns = [...row.keys()];
  return insertSql(row, columns, tableOf(entity, config), "OVERRIDING SYSTEM VALUE");
}

/**
 * One row of each table that keeps them is deleted when the demonstrations begin: the last that nothing refers to, where
 * there is another one that may be deleted.
 */
function markOneOfEach(rows: ReadonlyMap<string, TableRows>, context: HardeningContext): readonly string[] {
  return context.model.entities.flatMap((entity) => {
    const isReferredTo = (row: TextRow) =>
      followedReferences(entity, context).some(({ child, relation: { columns, references } }) => {
        const { existing = [], spare = [] } = rows.get(child.name) ?? {};
        return [...existing, ...spare].some((other) =>
          columns.every((column, i) => other.get(column) === row.get(references[i] ?? "")),
        );
      });
    const free = rows.get(entity.name)?.existing.filter((row) => !isReferredTo(row)) ?? [];
    const last = free.at(-1);
    if (last === undefined || free.length === 1 || !deletesSoftly(entity, context)) return [];
    const mark = `SET ${ident(systemFields.deletedAt)} = now()`;
    return [`UPDATE ${tableOf(entity, context.config)} ${mark} WHERE ${keyIs(last, entity)}`];
  });
}

/** Who acts, computed while nothing is broken yet. */
async function chooseCasts(scenery: Scenery): Promise<ReadonlyMap<string, Cast>> {
  return await undone(scenery.db, async () => {
    await makeProver(scenery);
    const casts = new Map<string, Cast>();
    for (const entity of scenery.context.model.entities)
      casts.set(entity.name, await castFor(scenery, entity));
    return casts;
  });
}

/** A new row has one of the values that its state machines start with. */
function startConditions(entity: Entity, context: HardeningContext) {
  if (!context.isOn("state-machine", entity)) return [];
  return entity.fields.flatMap(({ name, starts }) =>
    starts === undefined
      ? []
      : [
          {
            name: `starts of ${name}`,
            expression: `${ident(name)} IN (${starts.map(literal).join(", ")})`,
            columns: [name],
          },
        ],
  );
}

/** Columns that a row gets later, or from the database; who made it must be said where nobody is signed in. */
function leftOut(entity: Entity, context: HardeningContext): readonly string[] {
  return systemColumns(entity, context).filter((name) => name !== systemFields.createdBy);
}
