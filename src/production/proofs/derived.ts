import type { Entity } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { type Derivation, derivationsOf } from "../derivations.ts";
import { enclosed } from "../expression.ts";
import { tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { breaking, insertWhole } from "../proving/broken-rows.ts";
import { isSuperuser, whoMay } from "../proving/cast.ts";
import { isAllowed, mutationOf } from "../proving/mutations.ts";
import { promisedChecks } from "../proving/promises.ts";
import { keyIs, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, type Try, tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { deriveTrigger, liveCondition } from "../rules/derived.ts";
import { stateGuard } from "../rules/state-machine.ts";
import { deletesSoftly } from "../system-fields.ts";

/** What is kept is compared with what is there, counted anew for every parent. */
export const derived: Proof = {
  code: "derived",
  promise:
    "A derived value is right after every change of the rows that it is made from, and clients cannot say another.",
  rules: ["derived"],
  concerns: (entity, context) => derivationsOf(entity, context).length > 0,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities)
      for (const derivation of derivationsOf(entity, stage.context))
        results.push(...(await runOn(stage, derivation)));
    return results;
  },
  mutations: (context) =>
    context.model.entities.flatMap((entity) =>
      derivationsOf(entity, context).flatMap((derivation) => mutationsOf(derivation, context)),
    ),
};

function mutationsOf(derivation: Derivation, context: HardeningContext): readonly Mutation[] {
  const { parent, child, field } = derivation;
  const { config } = context;
  const clients = ident(platformOf(config).roles.authenticated);
  return [
    ...(["insert", "update", "delete", "truncate"] as const).map((event) =>
      mutationOf(
        parent,
        `${field.name} misses ${event} of ${child.table}`,
        `ALTER TABLE ${tableOf(child, config)} DISABLE TRIGGER ${ident(deriveTrigger(derivation, event))}`,
      ),
    ),
    ...(isAllowed(parent, "update") && context.isOn("grants", parent)
      ? [
          mutationOf(
            parent,
            `clients may set ${field.name}`,
            `GRANT UPDATE (${ident(field.name)}) ON ${tableOf(parent, config)} TO ${clients}`,
          ),
        ]
      : []),
  ];
}

async function runOn(stage: Stage, derivation: Derivation): Promise<readonly ProofResult[]> {
  const { parent, field } = derivation;
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: derived.code,
    subject: `${parent.table}.${field.name}: ${what}`,
    held,
    seen,
  });
  const look = lookAt(derivation, stage.context);
  const [target] = stage.rows.get(parent.name)?.spare ?? [];
  if (target === undefined) return [result("insert", false, "Not shown: no further row could be made.")];
  const spare = await countingRows(stage, derivation, target);
  const made = insertWhole(stage, parent, target);
  const [alone, ...inserts] = await tryAs(
    stage,
    undefined,
    [made, ...spare.map((row) => `${made};\n${referring(stage, derivation, row, target)}`)].map(
      (statement) => ({
        statement,
        look,
      }),
    ),
  );
  const at = inserts.findIndex(({ state, after }) => state === null && after !== alone?.after);
  const row = spare[at];
  if (row === undefined)
    return [result("insert", false, `Not shown: ${inserts[0]?.message ?? "no generated row counts"}.`)];
  const changes = changesOf(stage, derivation, row, target).map((change) => ({ ...change, look }));
  const outcomes = await tryAs(stage, undefined, changes);
  const verdict = (what: string, outcome: Outcome | undefined) =>
    result(what, outcome?.state === null && isRight(outcome), outcome?.message ?? wrongIn(outcome));
  return [
    verdict("insert", inserts[at]),
    ...changes.map(({ what }, i) => verdict(what, outcomes[i])),
    ...(await saidByClients(stage, derivation, result)),
  ];
}

function isRight({ after }: Outcome): boolean {
  return after?.startsWith("0 wrong") === true;
}

function wrongIn(outcome: Outcome | undefined): string {
  return outcome?.after?.replace(/:.*$/s, "") ?? "";
}

/**
 * Rows that fit beside those that are there, first one that is made to count: generated rows start as their state
 * machines say, and what counts may be a later state. The guards of starts have a proof of their own.
 */
async function countingRows(
  stage: Stage,
  { child, where }: Derivation,
  target: TextRow,
): Promise<readonly TextRow[]> {
  const { context, db } = stage;
  const rows = (stage.rows.get(child.name)?.spare ?? []).filter((row) => row !== target);
  const [first] = rows;
  if (where === undefined || first === undefined) return rows;
  const guarded = context.isOn("state-machine", child) ? child.fields.filter(({ starts }) => starts) : [];
  for (const field of guarded) {
    const guard = ident(stateGuard(field, "INSERT"));
    await db.execute(`ALTER TABLE ${tableOf(child, context.config)} DISABLE TRIGGER ${guard}`);
  }
  const checks = promisedChecks(child, context).map(({ expression }) => expression);
  const changes = await breaking(stage, child, `NOT ${enclosed(where)}`, checks, first);
  return changes === undefined ? rows : [new Map([...first, ...changes]), ...rows];
}

/** Inserts a row that refers to a fresh one, on which nothing else has a say. */
function referring(stage: Stage, { child, relation }: Derivation, row: TextRow, target: TextRow): string {
  const key = relation.columns.map(
    (column, i) => [column, target.get(relation.references[i] ?? "") ?? null] as const,
  );
  return insertWhole(stage, child, new Map([...row, ...key]));
}

/** Each in one go with the insert of a row that counts. */
function changesOf(
  stage: Stage,
  derivation: Derivation,
  row: TextRow,
  target: TextRow,
): readonly (Try & { readonly what: string })[] {
  const { parent, child, relation } = derivation;
  const { field } = derivation.derived;
  const table = tableOf(child, stage.context.config);
  const insert = `${insertWhole(stage, parent, target)};\n${referring(stage, derivation, row, target)}`;
  const here = new Map(
    relation.columns.map((column, i) => [column, target.get(relation.references[i] ?? "") ?? null]),
  );
  const which = `WHERE ${keyIs(new Map([...row, ...here]), child)}`;
  const move = relation.columns.map((column) => `${ident(column)} = ${literal(row.get(column) ?? null)}`);
  const softly = deletesSoftly(child, stage.context);
  const change = (what: string, ...statements: readonly string[]) => ({
    what,
    statement: [insert, ...statements].join(";\n"),
  });
  return [
    change("move to another row", `UPDATE ${table} SET ${move.join(", ")} ${which}`),
    ...(field === undefined
      ? []
      : valuesOf(stage, child, field).map((value) =>
          change("change of the value", `UPDATE ${table} SET ${ident(field)} = ${literal(value)} ${which}`),
        )),
    change(softly ? "mark as deleted" : "delete", `DELETE FROM ${table} ${which}`),
    ...(softly
      ? [
          change(
            "delete for good",
            `ALTER TABLE ${table} DISABLE TRIGGER soft_delete`,
            `DELETE FROM ${table} ${which}`,
          ),
        ]
      : []),
    change("truncate", `TRUNCATE ${table} CASCADE`),
  ];
}

/** A few values of other rows. */
function valuesOf(stage: Stage, child: Entity, field: string): readonly string[] {
  const { existing = [] } = stage.rows.get(child.name) ?? {};
  return [...new Set(existing.flatMap((row) => row.get(field) ?? []))].slice(0, 3);
}

/** `0 wrong: …`, with all values behind it. */
function lookAt(derivation: Derivation, context: HardeningContext): string {
  const {
    parent,
    child,
    relation,
    field,
    derived: { kind, field: of },
  } = derivation;
  const refers = relation.columns
    .map((column, i) => `child.${ident(column)} = parent.${ident(relation.references[i] ?? "")}`)
    .join(" AND ");
  const aggregate = {
    count: "count(*)",
    sum: `COALESCE(sum(${ident(of ?? "")}), 0)`,
    max: `max(${ident(of ?? "")})`,
    min: `min(${ident(of ?? "")})`,
  }[kind];
  const right = `(SELECT ${aggregate} FROM ${tableOf(child, context.config)} child WHERE ${refers} AND ${liveCondition(derivation, context)})`;
  const kept = `parent.${ident(field.name)}`;
  const order = parent.key.map((column) => `parent.${ident(column)}`).join(", ");
  return `SELECT count(*) FILTER (WHERE ${kept} IS DISTINCT FROM ${right}) || ' wrong: ' || string_agg(COALESCE(${right}::text, 'none'), ' ' ORDER BY ${order}) FROM ${tableOf(parent, context.config)} parent`;
}

/** Grants keep clients from saying a value; they do not hold a superuser. */
async function saidByClients(
  stage: Stage,
  { parent, field }: Derivation,
  result: (what: string, held: boolean, seen: string) => ProofResult,
): Promise<readonly ProofResult[]> {
  if (!stage.context.isOn("grants", parent)) return [];
  const [able] = whoMay(stage, parent, "update").filter(({ person }) => !isSuperuser(person, stage));
  if (able === undefined) return [];
  const column = ident(field.name);
  const [outcome] = await tryAs(stage, able.person.actor, [
    { statement: `UPDATE ${tableOf(parent, stage.context.config)} SET ${column} = ${column}` },
  ]);
  const held = outcome?.state === insufficientPrivilege;
  return [result(`update by ${able.person.name}`, held, outcome?.message ?? "It was accepted.")];
}
