import type { Entity } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import { followedReferences } from "../rules/live-references.ts";
import { deletesSoftly } from "../system-fields.ts";
import { columnsOfTenant, tenantColumn } from "../tenant.ts";
import { insertWhole, wholeColumns } from "./broken-rows.ts";
import { makeChange } from "./changes.ts";
import { keyIs, type TextRow } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** A way to write, and how many rows of the table it changes. */
export interface WritePath {
  readonly what: string;
  readonly statement: string;
  readonly expected: number;
}

/** Every way but the plain insert, update and delete in which PostgreSQL changes rows of a table. */
export async function writePaths(stage: Stage, entity: Entity): Promise<readonly WritePath[]> {
  const table = tableOf(entity, stage.context.config);
  const column = ident(
    entity.fields.find((field) => field.generated === undefined && field.identity === undefined)?.name ?? "",
  );
  const { existing = [], spare = [] } = stage.rows.get(entity.name) ?? {};
  const [fresh] = spare;
  return [
    {
      what: "an update that changes nothing",
      statement: `UPDATE ${table} SET ${column} = ${column}`,
      expected: 0,
    },
    { what: "truncate", statement: `TRUNCATE ${table} CASCADE`, expected: 1 },
    {
      what: "delete where triggers are off for replication",
      statement: `SET LOCAL session_replication_role = replica; DELETE FROM ${table}`,
      expected: existing.length,
    },
    ...(await updates(stage, entity, table)),
    ...(fresh === undefined ? [] : [copied(stage, entity, fresh), ...fromParents(stage, entity, fresh)]),
  ];
}

async function updates(stage: Stage, entity: Entity, table: string): Promise<readonly WritePath[]> {
  const made = await makeChange(stage, entity, "update", () => "SELECT NULL::text");
  if ("notMade" in made) return [];
  const { row, set } = made;
  return [
    {
      what: "insert on conflict do update",
      statement: `${insertWhole(stage, entity, row)}\nON CONFLICT (${identList(entity.key)}) DO UPDATE SET ${set}`,
      expected: 1,
    },
    {
      what: "merge",
      statement: `MERGE INTO ${table} USING (SELECT) one ON ${keyIs(row, entity)} WHEN MATCHED THEN UPDATE SET ${set}`,
      expected: 1,
    },
  ];
}

/** Through a file of the database, which is in memory here. */
function copied(stage: Stage, entity: Entity, row: TextRow): WritePath {
  const file = literal("/tmp/schema_proof_rows");
  const columns = wholeColumns(stage, entity, new Map());
  const values = columns.map((name) => literal(row.get(name) ?? null)).join(", ");
  return {
    what: "copy",
    statement: `COPY (SELECT ${values}) TO ${file};\nCOPY ${tableOf(entity, stage.context.config)} (${identList(columns)}) FROM ${file}`,
    expected: 1,
  };
}

/** A row to refer to, of the tenant of the one that refers. */
function atTenantOf(row: TextRow, entity: Entity, spare: TextRow, parent: Entity, stage: Stage): TextRow {
  const [own, theirs] = [entity, parent].map((one) => tenantColumn(one, stage.context) ?? "");
  const near = stage.rows
    .get(parent.name)
    ?.existing.find((one) => one.get(theirs ?? "") === row.get(own ?? ""));
  const columns = near === undefined ? [] : columnsOfTenant(parent, stage.context);
  return new Map([...spare, ...columns.map((name) => [name, near?.get(name) ?? null] as const)]);
}

/** A row that is made, and then changed or removed because the row that it refers to goes. */
function fromParents(stage: Stage, entity: Entity, row: TextRow): readonly WritePath[] {
  const { context } = stage;
  if (!context.isOn("foreign-keys", entity)) return [];
  return entity.relations.flatMap((relation) => {
    const { name, target, columns, references, onDelete } = relation;
    const parent = context.model.entities.find((other) => other.name === target);
    if (parent === undefined) return [];
    const isFollowed = followedReferences(parent, context).some((one) => one.relation === relation);
    if (deletesSoftly(parent, context) && !isFollowed) return [];
    if (onDelete !== "cascade" && onDelete !== "set null") return [];
    const spare = stage.rows.get(target)?.spare[target === entity.name ? 1 : 0];
    if (spare === undefined) return [];
    const gone = atTenantOf(row, entity, spare, parent, stage);
    const refers = new Map(columns.map((column, i) => [column, gone.get(references[i] ?? "") ?? null]));
    const statement = [
      insertWhole(stage, parent, gone),
      insertWhole(stage, entity, row, refers),
      `DELETE FROM ${tableOf(parent, context.config)} WHERE ${keyIs(gone, parent)}`,
    ].join(";\n");
    // Of an entity that refers to itself the other row comes and goes too.
    return [{ what: `${onDelete} by ${name}`, statement, expected: parent === entity ? 4 : 2 }];
  });
}
