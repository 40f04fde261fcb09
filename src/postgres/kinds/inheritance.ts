import type { ObjectId, ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Inheritance = ObjectOf<"inheritance">;

/**
 * One parent of a table that inherits; partitions have a kind of their own.
 * @see https://www.postgresql.org/docs/current/ddl-inherit.html
 */
export const inheritance: Kind<"inheritance"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_inherits",
      oid: "c.oid",
      sub: "i.inhseqno",
      path: ["n.nspname", "c.relname", "pn.nspname", "p.relname"],
      definition: { position: "i.inhseqno" },
    })}
    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_class AS p ON p.oid = i.inhparent JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
    WHERE c.relkind IN ('r', 'f') AND NOT c.relispartition AND c.relpersistence <> 't' AND ${userSchema("n")}
      AND ${notOfExtension("pg_class", "c.oid")}`,
  parents: ({ id }) => [childOf(id)],
  inline: true,
  ties: true,
  requires: ({ id }) => [{ kind: "table", path: id.path.slice(2) }],
  create: (object) => [
    { sql: `${alterChild(object)} INHERIT ${parentOf(object)}`, phase: "contract", hazards: reads(object) },
  ],
  alter: () => [],
  drop: (object) => [{ sql: `${alterChild(object)} NO INHERIT ${parentOf(object)}`, hazards: reads(object) }],
};

function childOf(id: ObjectId): ObjectId {
  return { kind: "table", path: id.path.slice(0, 2) };
}

function alterChild({ id }: Inheritance): string {
  return `ALTER TABLE ${qualified(...childOf(id).path)}`;
}

export function parentOf({ id }: Inheritance): string {
  return qualified(...id.path.slice(2));
}

function reads({ id }: Inheritance) {
  const [parent, child] = [shown(id.path.slice(2)), shown(id.path.slice(0, 2))];
  return [hazard("breaks-clients", `What programs read from ${parent} changes by the rows of ${child}.`)];
}
