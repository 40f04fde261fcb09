import type { Entity, Relation } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { madeName, tableOf } from "../names.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { type Able, whoMay } from "../proving/cast.ts";
import { insertOf, updateOf } from "../proving/changes.ts";
import { systemColumns } from "../proving/columns.ts";
import { mutationOf } from "../proving/mutations.ts";
import type { TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { type Try, tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import { refusesChanges } from "../proving/without-refusal.ts";
import type { HardeningContext } from "../rule.ts";
import { keyColumns, tenantColumn } from "../tenant.ts";

const foreignKeyViolation = "23503";

/**
 * Foreign keys are checked past the policies, so the wall does not stand in their way: a row that refers to another
 * tenant's would tell that this is there. Tried by someone who may write the row, and by a superuser, whom the key alone stops.
 */
export const tenantReferences: Proof = {
  code: "tenant-references",
  promise: "No row refers to a row of another tenant, whoever writes it.",
  rules: ["tenant-wall", "foreign-keys"],
  concerns: (entity, context) => walledRelations(entity, context).length > 0,
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      for (const { relation, target } of walledRelations(entity, stage.context)) {
        results.push(await tried("insert", stage, entity, relation, target));
        if (
          !entity.key.some((name) => relation.columns.includes(name)) &&
          !refusesChanges(entity, stage.context)
        )
          results.push(await tried("update", stage, entity, relation, target));
      }
    }
    return results;
  },
  mutations: (context) =>
    context.model.entities.flatMap((entity) =>
      walledRelations(entity, context).map((one) => withoutTenant(entity, one, context)),
    ),
};

interface Walled {
  readonly relation: Relation;
  readonly target: Entity;
}

/** The relations that clients write, between rows of tenants. */
function walledRelations(entity: Entity, context: HardeningContext): readonly Walled[] {
  const kept = systemColumns(entity, context);
  return entity.relations.flatMap((relation) => {
    const target = context.model.entities.find(({ name }) => name === relation.target);
    const wider = keyColumns(relation, entity, context).columns.length > relation.columns.length;
    const written = relation.columns.every((name) => !kept.includes(name));
    return wider && written && target !== undefined ? [{ relation, target }] : [];
  });
}

async function tried(
  command: "insert" | "update",
  stage: Stage,
  entity: Entity,
  relation: Relation,
  target: Entity,
): Promise<ProofResult> {
  const result = (held: boolean, seen: string): ProofResult => ({
    proof: tenantReferences.code,
    subject: `${entity.table}: ${command} of a row whose ${relation.name} is of another tenant`,
    held,
    seen,
  });
  const refused: string[] = [];
  for (const able of whoMay(stage, entity, command)) {
    const made = await firstMade(command, stage, entity, able, relation);
    if (made === undefined) continue;
    const { person } = able;
    const foreign = elsewhere(made, entity, relation, target, stage);
    const tries = foreign.map((row) => statement(command, stage, entity, able, row, relation));
    const outcomes = await tryAs(stage, person.actor, tries);
    if (outcomes.some(({ state }) => state === null)) return result(false, `done by ${person.name}`);
    const stopped = outcomes.filter(
      ({ state }) => state === foreignKeyViolation || state === insufficientPrivilege,
    );
    if (stopped.length > 0) refused.push(person.name);
  }
  return refused.includes("a superuser")
    ? result(true, `refused to ${refused.join(", ")}`)
    : result(false, "Not shown: nobody could make such a row of their own tenant.");
}

/** A row that someone may write as it is. */
async function firstMade(
  command: "insert" | "update",
  stage: Stage,
  entity: Entity,
  able: Able,
  relation: Relation,
): Promise<TextRow | undefined> {
  const tries = able.rows.map((row) => statement(command, stage, entity, able, row, relation));
  const outcomes = await tryAs(stage, able.person.actor, tries);
  return able.rows.find((_, i) => outcomes[i]?.state === null);
}

/** The row as it would be if it referred to rows of other tenants. */
function elsewhere(
  row: TextRow,
  entity: Entity,
  { columns, references }: Relation,
  target: Entity,
  { rows, context }: Stage,
): readonly TextRow[] {
  const [own, theirs] = [tenantColumn(entity, context) ?? "", tenantColumn(target, context) ?? ""];
  const others = (rows.get(target.name)?.existing ?? []).filter((one) => one.get(theirs) !== row.get(own));
  return others.map(
    (one) =>
      new Map([...row, ...columns.map((name, i) => [name, one.get(references[i] ?? "") ?? null] as const)]),
  );
}

/** Writes the row, or of the row that is there what it refers to. */
function statement(
  command: "insert" | "update",
  stage: Stage,
  entity: Entity,
  { person }: Able,
  row: TextRow,
  { columns }: Relation,
): Try {
  if (command === "insert") return { statement: insertOf(stage, entity, person, row) };
  const set = columns.map((name) => `${ident(name)} = ${literal(row.get(name) ?? null)}`);
  return { statement: updateOf(stage, entity, row, set) };
}

/** The key as it would be without the tenant. */
function withoutTenant(
  entity: Entity,
  { relation: { columns, references, name }, target }: Walled,
  { config }: HardeningContext,
): Mutation {
  const constraint = ident(madeName(entity.table, ...columns, "fkey"));
  const key = `FOREIGN KEY (${identList(columns)}) REFERENCES ${tableOf(target, config)} (${identList(references)})`;
  return mutationOf(
    entity,
    `the foreign key of ${name} does not name the tenant`,
    `ALTER TABLE ${tableOf(entity, config)} DROP CONSTRAINT ${constraint}, ADD CONSTRAINT ${constraint} ${key}`,
  );
}
