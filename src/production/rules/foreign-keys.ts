import type { Finding } from "../../model/finding.ts";
import type { Entity, Relation } from "../../model/model.ts";
import { identList } from "../../postgres/quote.ts";
import { madeName, tableOf } from "../names.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";
import { deletesSoftly } from "../system-fields.ts";

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
        name: madeName(entity.table, ...relation.columns, "fkey"),
        definition: foreignKey(relation, tableOf(target, context.config)),
        references: target.name,
        why:
          relation.onDelete === undefined
            ? `The relation ${relation.name} says nothing of deletion, so ${target.table} in use stay.`
            : `The relation ${relation.name} declares on delete ${relation.onDelete}.`,
      };
    }
  },
  *check(entity, context) {
    for (const relation of entity.relations) {
      const target = targetOf(relation, context);
      if (target === undefined || relation.onDelete !== "cascade") continue;
      if (deletesSoftly(entity, context) && !deletesSoftly(target, context)) {
        yield keepsOrphans(entity, relation, target);
      }
    }
  },
};

function targetOf({ target }: Relation, { model }: HardeningContext): Entity | undefined {
  return model.entities.find(({ name }) => name === target);
}

function foreignKey({ columns, references, onDelete, onUpdate }: Relation, target: string): string {
  return [
    `FOREIGN KEY (${identList(columns)}) REFERENCES ${target} (${identList(references)})`,
    `ON DELETE ${(onDelete ?? unlessDeclared).toUpperCase()}`,
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate.toUpperCase()}`]),
  ].join(" ");
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
