import type { Entity } from "../../model/model.ts";
import { ident, identList } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { tableOf } from "../names.ts";
import { isDatabaseRole } from "../platform.ts";
import type { Proof, ProofResult } from "../proof.ts";
import type { Person } from "../proving/cast.ts";
import { addresses, changeableColumns, clientColumns, columnsFor } from "../proving/columns.ts";
import { mutationOf } from "../proving/mutations.ts";
import type { Stage } from "../proving/stage.ts";
import { tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";

/** Privileges of columns are checked before any row is looked for, so statements that touch none show them. */
export const accessColumns: Proof = {
  code: "access-columns",
  promise:
    "Everyone reads and writes exactly the columns that access lines, and the rules that fill in the others, leave them.",
  rules: ["grants"],
  concerns: (entity, context) => context.isOn("grants", entity),
  async run(stage) {
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      for (const person of stage.casts.get(entity.name)?.people ?? []) {
        for (const command of ["select", "insert", "update"] as const)
          results.push(await compareColumns(stage, entity, person, command));
      }
    }
    return results;
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => context.isOn("grants", entity))
      .map((entity) =>
        mutationOf(
          entity,
          "all columns are granted",
          `GRANT INSERT, UPDATE ON ${tableOf(entity, context.config)} TO ${identList(databaseRoles(context))}`,
        ),
      ),
};

type ColumnCommand = "select" | "insert" | "update";

async function compareColumns(
  stage: Stage,
  entity: Entity,
  person: Person,
  command: ColumnCommand,
): Promise<ProofResult> {
  const columns = entity.fields
    .filter(
      ({ generated, identity }) =>
        command === "select" || (generated === undefined && identity === undefined),
    )
    .map(({ name }) => name);
  const table = tableOf(entity, stage.context.config);
  const outcomes = await tryAs(
    stage,
    person.actor,
    columns.map((column) => ({ statement: touching[command](ident(column), table) })),
  );
  const open = columns.filter((_, i) => outcomes[i]?.state !== insufficientPrivilege);
  const wanted = promised(command, person, entity, stage.context);
  const tooMany = open.filter((name) => !wanted.includes(name));
  const missing = wanted.filter((name) => !open.includes(name));
  return {
    proof: accessColumns.code,
    subject: `${entity.table}: columns of ${command} by ${person.name}`,
    held: tooMany.length === 0 && missing.length === 0,
    seen: [
      `${open.length} of ${columns.length} columns`,
      ...(tooMany.length === 0 ? [] : [`nothing allows ${tooMany.join(", ")}`]),
      ...(missing.length === 0 ? [] : [`an access line allows ${missing.join(", ")}`]),
    ].join("; "),
  };
}

const touching: Readonly<Record<ColumnCommand, (column: string, table: string) => string>> = {
  select: (column, table) => `SELECT ${column} FROM ${table} WHERE FALSE`,
  insert: (column, table) => `INSERT INTO ${table} (${column}) SELECT NULL WHERE FALSE`,
  update: (column, table) => `UPDATE ${table} SET ${column} = NULL WHERE FALSE`,
};

function promised(
  command: ColumnCommand,
  { actor }: Person,
  entity: Entity,
  context: HardeningContext,
): readonly string[] {
  // What is granted is granted to a database role, whichever role has_role() knows of.
  const roles = entity.access.flatMap(({ to }) => to.filter((name) => !isDatabaseRole(name)));
  const everyRole = actor.role === "authenticated" ? { ...actor, roles } : actor;
  const may = (one: "delete" | ColumnCommand) =>
    entity.access.some((line) => line.allow.includes(one) && addresses(line, everyRole));
  const given = may(command)
    ? columnsFor(everyRole, command, entity, leftToClients[command](entity, context))
    : [];
  const { createdBy, deletedAt, version } = systemFields;
  const more = [
    ...(command === "insert" && actor.role === "service" && may("insert") ? [createdBy] : []),
    ...(command === "update" && may("update") && context.isOn("optimistic-lock", entity) ? [version] : []),
    ...(command === "update" && may("delete") && deletesSoftly(entity, context) ? [deletedAt] : []),
  ];
  const names = entity.fields.map(({ name }) => name);
  return [...new Set([...given, ...more.filter((name) => names.includes(name))])];
}

const leftToClients: Readonly<
  Record<ColumnCommand, (entity: Entity, context: HardeningContext) => readonly string[]>
> = {
  select: ({ fields }) => fields.map(({ name }) => name),
  insert: clientColumns,
  update: changeableColumns,
};
