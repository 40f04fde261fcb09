import type { Finding } from "../../model/finding.ts";
import type { Entity, Relation } from "../../model/model.ts";
import { identList } from "../../postgres/quote.ts";
import { madeName, tableOf } from "../names.ts";
import { requiredCircle } from "../required-circle.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";
import { deletesSoftly } from "../system-fields.ts";
import { keyColumns } from "../tenant.ts";

/** Where nothing is declared, a row that others refer to cannot be deleted: nothing is lost that nobody named. */
const unlessDeclared = "restrict";

export const foreignKeys: HardeningRule = {
  code: "foreign-keys",
  profile: "minimal",
  summary:
    "Every relation is a foreign key; a row that is referred to cannot be deleted unless the relation says otherwise.",
  why: "No row refers to something that is not there.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  *table(entity, context) {
    for (const relation of entity.relations) {
      const target = targetOf(relation, context);
      if (target === undefined) continue;
      yield {
        kind: "constraint",
        entity: entity.name,
        name: foreignKeyName(entity, relation),
        definition: foreignKey(
          relation,
          keyColumns(relation, entity, context),
          tableOf(target, context.config),
        ),
        references: target.name,
        why:
          relation.onDelete === undefined
            ? `The relation ${relation.name} says nothing of deletion, so ${target.table} in use stay.`
            : `The relation ${relation.name} declares on delete ${relation.onDelete}.`,
      };
    }
  },
  *check(entity, context) {
    yield* requiredCircle(entity, context);
    for (const relation of entity.relations) {
      const target = targetOf(relation, context);
      if (target === undefined) continue;
      if (relation.onDelete?.startsWith("set") && context.config.postgres < 15) {
        const { columns } = keyColumns(relation, entity, context);
        if (columns.length > relation.columns.length) yield emptiesTenant(entity, relation);
      }
      if (relation.onDelete === "set null" && !relation.nullable) yield emptiesRequired(entity, relation);
      if (relation.onDelete !== "cascade") continue;
      if (deletesSoftly(entity, context) && !deletesSoftly(target, context)) {
        yield keepsOrphans(entity, relation, target);
      }
    }
  },
};

export function foreignKeyName({ table }: Entity, { columns }: Relation): string {
  return madeName(table, ...columns, "fkey");
}

function targetOf({ target }: Relation, { model }: HardeningContext): Entity | undefined {
  return model.entities.find(({ name }) => name === target);
}

function foreignKey(
  { columns: own, onDelete = unlessDeclared, onUpdate }: Relation,
  { columns, references }: Pick<Relation, "columns" | "references">,
  target: string,
): string {
  // The tenant stays when what a row refers to goes.
  const emptied = columns.length > own.length && onDelete.startsWith("set") ? ` (${identList(own)})` : "";
  return [
    `FOREIGN KEY (${identList(columns)}) REFERENCES ${target} (${identList(references)})`,
    `ON DELETE ${onDelete.toUpperCase()}${emptied}`,
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate.toUpperCase()}`]),
  ].join(" ");
}

/** PostgreSQL 14 empties all columns of the key or none. */
function emptiesTenant(entity: Entity, relation: Relation): Finding {
  return {
    code: "production/set-null-needs-15",
    severity: "error",
    message: `${entity.name}.${relation.name} says on delete ${relation.onDelete}, and its foreign key holds the tenant too: PostgreSQL 14 would empty that as well.`,
    at: relation.origins[0]?.at,
    help: "Use on delete restrict or cascade, or PostgreSQL 15 or later.",
  };
}

/** Every deletion would fail on NOT NULL. */
function emptiesRequired(entity: Entity, { name, target, origins }: Relation): Finding {
  return {
    code: "production/set-null-required",
    severity: "error",
    message: `${entity.name}.${name} says on delete set null, but is required.`,
    at: origins[0]?.at,
    help: `Make it optional, -> ${target}?, or use on delete restrict or cascade.`,
  };
}

/** The cascade's DELETE becomes a stamp, so the row stays and refers to nothing. */
function keepsOrphans(entity: Entity, relation: Relation, target: Entity): Finding {
  return {
    code: "production/cascade-onto-soft-delete",
    severity: "error",
    message:
      `${entity.name}.${relation.name} says on delete cascade, but ${entity.table} are only marked as deleted, ` +
      `while ${target.table} are really deleted: rows that refer to nothing would stay.`,
    at: relation.origins[0]?.at,
    help: `Use on delete restrict, or switch soft-delete on for ${target.name} or off for ${entity.name}.`,
  };
}
