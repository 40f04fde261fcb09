import type { ObjectId, ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, type Step, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Bound = ObjectOf<"partition bound">;

/**
 * The place of a partition in its parent: a kind of its own, so that all that move are out before the first comes back.
 * @see https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION
 */
export const partitionBound: Kind<"partition bound"> = {
  printed: true,
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      // Not the place of the table itself.
      sub: "-2",
      path: ["n.nspname", "c.relname"],
      definition: {
        parent: "json_build_array(pn.nspname, p.relname)",
        bound: "pg_get_expr(c.relpartbound, c.oid)",
      },
    })}
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_inherits AS i ON i.inhrelid = c.oid
    JOIN pg_class AS p ON p.oid = i.inhparent JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
    WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND ${userSchema("n")}
      AND ${notOfExtension("pg_class", "c.oid")}`,
  parents: ({ id }) => [tableOf(id)],
  inline: true,
  ties: true,
  requires: ({ definition }) => [{ kind: "table", path: definition.parent }],
  claims: ({ definition }) => `partition of ${qualified(...definition.parent)}`,
  create: (object, context) => [
    {
      sql: `${alterParent(object)} ATTACH PARTITION ${qualified(...object.id.path)} ${object.definition.bound}`,
      ...(!context.isNew(tableOf(object.id)) && reads(object)),
    },
  ],
  alter: () => "replace",
  drop: (object, context) => [
    {
      sql: `${alterParent(object)} DETACH PARTITION ${qualified(...object.id.path)}`,
      hazards: [
        hazard("blocks-reads", `Nobody can use ${shown(object.definition.parent)} meanwhile.`),
        ...(context.after(tableOf(object.id)) === undefined
          ? [hazard("may-fail", `A row that refers to one of ${shown(object.id.path)} stops it.`)]
          : []),
      ],
    },
  ],
};

function tableOf(id: ObjectId): ObjectId {
  return { kind: "table", path: id.path };
}

function reads({ id }: Bound): Pick<Step, "phase" | "hazards"> {
  return {
    phase: "contract",
    hazards: [
      hazard("may-fail", `A row of ${shown(id.path)} that is not within its new bounds stops it.`),
      hazard("scans-table", `Every row of ${shown(id.path)} is read while nobody can use it.`),
    ],
  };
}

function alterParent({ definition }: Bound): string {
  return `ALTER TABLE ${qualified(...definition.parent)}`;
}
