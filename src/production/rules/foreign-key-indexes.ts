import { btree, indexExtra, indexKey } from "../indexes.ts";
import type { HardeningRule } from "../rule.ts";
import { keyColumns } from "../tenant.ts";

export const foreignKeyIndexes: HardeningRule = {
  code: "foreign-key-indexes",
  profile: "minimal",
  summary: "Every foreign key has a full index that starts with its columns.",
  why: "Deleting or changing a parent row otherwise scans the whole child table; a partial index cannot serve that check.",
  source: "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  *table(entity, context) {
    for (const relation of entity.relations) {
      const { name, target } = relation;
      if (!context.model.entities.some((other) => other.name === target)) continue;
      const { columns } = keyColumns(relation, entity, context);
      yield indexExtra(
        entity,
        btree(columns.map((column) => indexKey(column))),
        `Finds the rows that refer through ${name}.`,
      );
    }
  },
};
