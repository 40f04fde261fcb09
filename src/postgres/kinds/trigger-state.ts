import type { ObjectId, ObjectOf } from "../catalog.ts";
import { setEnabled, stateName } from "./enabled-state.ts";
import { followsParents } from "./inherited.ts";
import { type Context, type Kind, part, type Step } from "./kind.ts";
import { objectRow, userSchema } from "./query.ts";

type State = ObjectOf<"trigger state">;

/**
 * A trigger of a partitioned table makes one on every partition, which can be switched on and off for itself.
 * @see https://www.postgresql.org/docs/current/sql-altertable.html
 */
export const triggerState: Kind<"trigger state"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_trigger",
      oid: "t.oid",
      path: ["n.nspname", "c.relname", "t.tgname"],
      definition: {
        enabled: stateName("t.tgenabled"),
        parent: "json_build_array(pn.nspname, p.relname)",
      },
    })}
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_trigger AS of ON of.oid = t.tgparentid JOIN pg_class AS p ON p.oid = of.tgrelid
    JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
    WHERE NOT t.tgisinternal AND t.tgenabled <> of.tgenabled AND ${userSchema("n")}`,
  parents: ({ id }) => [tableOf(id)],
  // ATTACH makes the trigger of a partition, and of the partitions that this has itself, as the parent's is.
  requires: (object) => [
    parentTrigger(object),
    parentState(object),
    boundOf(object.id.path),
    boundOf(object.definition.parent),
  ],
  create: ({ id, definition }) => [setEnabled("TRIGGER", id, definition.enabled)],
  alter: (_from, to) => [setEnabled("TRIGGER", to.id, to.definition.enabled)],
  drop: (object, context) => asParent(object, context),
};

function tableOf(id: ObjectId): ObjectId {
  return { kind: "table", path: id.path.slice(0, 2) };
}

function boundOf(path: readonly string[]): ObjectId {
  return { kind: "partition bound", path: path.slice(0, 2) };
}

function parentTrigger({ id, definition }: State): ObjectId {
  return { kind: "trigger", path: [...definition.parent, part(id, 2)] };
}

/** Of a partition that has partitions itself. */
function parentState({ id, definition }: State): ObjectId {
  return { kind: "trigger state", path: [...definition.parent, part(id, 2)] };
}

/** As long as the trigger reaches the table, its own state is gone only by taking the parent's. */
function asParent(object: State, context: Context): readonly Step[] {
  const parent = context.after(parentTrigger(object)) ?? context.after(parentState(object));
  const staysChild = followsParents(tableOf(object.id), [object.definition.parent], context);
  if (!staysChild || parent === undefined || context.after(tableOf(object.id)) === undefined) return [];
  return parent.kind === "trigger" || parent.kind === "trigger state"
    ? [setEnabled("TRIGGER", object.id, parent.definition.enabled)]
    : [];
}
