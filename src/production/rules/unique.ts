import type { Entity } from "../../model/model.ts";
import { identList } from "../../postgres/quote.ts";
import { madeName } from "../names.ts";
import type { HardeningRule } from "../rule.ts";
import { deletesSoftly } from "../system-fields.ts";

/**
 * Also under soft delete the constraint covers every row. A number that was printed on an invoice is not given away
 * again, a deleted row can always be restored, and ON CONFLICT and foreign keys can use the constraint, none of which a
 * partial index allows. Where reuse is wanted, the definition says so:
 * `indexes: [{ on: [email], unique: live }]`.
 */
export const unique: HardeningRule = {
  code: "unique",
  profile: "minimal",
  summary: "What is declared unique is unique among all rows, deleted ones included.",
  why: "A deleted row can always be restored, and ON CONFLICT and foreign keys can use the constraint.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS",
  *table(entity, context) {
    const kept = deletesSoftly(entity, context) ? " Deleted rows keep theirs, so they can be restored." : "";
    for (const columns of uniqueColumns(entity)) {
      yield {
        kind: "constraint",
        entity: entity.name,
        name: madeName(entity.table, ...columns, "key"),
        definition: `UNIQUE (${identList(columns)})`,
        why: `The definition says unique.${kept}`,
      };
    }
  },
};

/** Sets of columns that are unique together, those of one to one relations included; the primary key is unique anyway. */
function uniqueColumns({ fields, relations, key }: Entity): readonly (readonly string[])[] {
  const sets = [
    ...fields.filter((field) => field.unique).map(({ name }) => [name]),
    ...relations.filter((relation) => relation.unique).map(({ columns }) => columns),
  ];
  const distinct = new Map(sets.map((columns) => [JSON.stringify(columns), columns]));
  distinct.delete(JSON.stringify(key));
  return [...distinct.values()];
}
