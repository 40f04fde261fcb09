import type { Entity } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { tableOf } from "../names.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { isSuperuser } from "../proving/cast.ts";
import { insertOf, type Made, makeChange, updateOf } from "../proving/changes.ts";
import { clientColumns } from "../proving/columns.ts";
import { isAllowedToPeople, mutationOf } from "../proving/mutations.ts";
import { keyIs, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { actorEntity, systemFields } from "../system-fields.ts";

const { createdAt, createdBy, updatedAt, updatedBy } = systemFields;
const times: readonly string[] = [createdAt, updatedAt];

type Change = "insert" | "update";

/** The time is the transaction's, so it can be compared exactly. */
export const stamps: Proof = {
  code: "stamps",
  promise: "The database says who made and changed a row, and when, whatever a client says.",
  rules: ["timestamps", "actors"],
  concerns: (entity, context) => stamped(entity, context, ["insert", "update"]).length > 0,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      for (const change of ["insert", "update"] as const)
        results.push(...(await runOn(stage, entity, change)));
    }
    return results;
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => stamps.concerns(entity, context))
      .flatMap((entity) => mutationsOf(entity, context)),
};

/** The columns that these changes of an entity stamp. */
function stamped(entity: Entity, { isOn }: HardeningContext, changes: readonly Change[]): readonly string[] {
  const at = { insert: createdAt, update: updatedAt };
  const by = { insert: createdBy, update: updatedBy };
  const wanted = changes.flatMap((change) => [
    ...(isOn("timestamps", entity) ? [at[change]] : []),
    ...(isOn("actors", entity) ? [by[change]] : []),
  ]);
  return wanted.filter((name) => entity.fields.some((field) => field.name === name));
}

async function runOn(stage: Stage, entity: Entity, change: Change): Promise<readonly ProofResult[]> {
  const columns = stamped(entity, stage.context, [change]);
  if (columns.length === 0) return [];
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: stamps.code,
    subject: `${entity.table}: ${what}`,
    held,
    seen,
  });
  const look = (row: TextRow) => lookAt(stage, entity, row, change, columns);
  const made = await makeChange(stage, entity, change, look);
  if ("notMade" in made) return [result(change, false, `Not shown: ${made.notMade}.`)];
  const { person, outcome } = made;
  const right = columns
    .map((column) => `${column} is ${times.includes(column) ? "now" : (person.actor.user ?? "nobody")}`)
    .join(", ");
  // Grants keep clients from saying a stamp; they do not hold a superuser.
  const sayable = isSuperuser(person, stage) ? [] : columns;
  const tries = sayable.map((column) => ({
    statement: forge(stage, entity, change, made, column),
    look: made.look,
  }));
  const forged = await tryAs(stage, person.actor, tries);
  return [
    result(`${change} by ${person.name}`, outcome.after === right, outcome.after ?? ""),
    ...forged.map((one, i) =>
      result(
        `${change} by ${person.name} who says ${sayable[i]}`,
        isHarmless(one, right),
        one.message ?? one.after ?? "",
      ),
    ),
  ];
}

/** What the client said was refused or overwritten. */
function isHarmless({ state, after }: Outcome, right: string): boolean {
  return state === insufficientPrivilege || (state === null && after === right);
}

/** `created_at is now, created_by is 7` */
function lookAt(
  { context }: Stage,
  entity: Entity,
  row: TextRow,
  change: Change,
  columns: readonly string[],
): string {
  const parts = columns.map((column) => {
    const time = `CASE ${ident(column)} WHEN now() THEN 'now' ELSE 'another time' END`;
    return `${literal(`${column} is `)} || ${times.includes(column) ? time : `COALESCE(${ident(column)}::text, 'nobody')`}`;
  });
  const given = clientColumns(entity, context);
  const keyIsKnown = change === "update" || entity.key.every((column) => given.includes(column));
  // A key that the database makes only grows.
  const which = keyIsKnown
    ? `WHERE ${keyIs(row, entity)}`
    : `ORDER BY (${identList(entity.key)}) DESC LIMIT 1`;
  return `SELECT ${parts.join(" || ', ' || ")} FROM ${tableOf(entity, context.config)} ${which}`;
}

/** The same change by a client that says a stamp itself: another time, another user. */
function forge(
  stage: Stage,
  entity: Entity,
  change: Change,
  { row, set, person }: Made,
  column: string,
): string {
  const actors = actorEntity(stage.context.model);
  const users =
    stage.rows.get(actors?.name ?? "")?.existing.map((user) => user.get(actors?.key[0] ?? "")) ?? [];
  const another = users.find((user) => user !== person.actor.user) ?? null;
  const said = times.includes(column) ? "2000-01-01" : another;
  return change === "insert"
    ? insertOf(stage, entity, person, row, new Map([[column, said]]))
    : updateOf(stage, entity, row, [set, `${ident(column)} = ${literal(said)}`]);
}

function mutationsOf(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const table = tableOf(entity, context.config);
  const triggers = stamped(entity, context, ["insert", "update"]).filter((column) => column !== createdAt);
  const roles = identList(databaseRoles(context));
  return [
    ...triggers.map((column) =>
      mutationOf(
        entity,
        `${column} is not stamped`,
        `ALTER TABLE ${table} DISABLE TRIGGER ${ident(`stamp_${column}`)}`,
      ),
    ),
    ...(stamped(entity, context, ["insert"]).includes(createdAt)
      ? [
          ...(isAllowedToPeople(entity, "insert")
            ? [
                mutationOf(
                  entity,
                  "clients may say created_at",
                  `GRANT INSERT (${createdAt}) ON ${table} TO ${roles}`,
                ),
              ]
            : []),
          mutationOf(
            entity,
            "created_at has another default",
            `ALTER TABLE ${table} ALTER COLUMN ${createdAt} SET DEFAULT '2000-01-01'`,
          ),
        ]
      : []),
  ];
}
