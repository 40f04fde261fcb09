import type { ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { changeEnabled, setEnabled, stateName } from "./enabled-state.ts";
import { type Context, type Kind, part, relationsNamed, type Step } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** @see https://www.postgresql.org/docs/current/sql-createtrigger.html */
export const trigger: Kind<"trigger"> = {
  printed: true,
  madeIn: "pg_trigger",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_trigger",
      oid: "t.oid",
      path: ["n.nspname", "c.relname", "t.tgname"],
      definition: {
        definition: "pg_get_triggerdef(t.oid)",
        enabled: stateName("t.tgenabled"),
      },
    })}
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  address,
  parents: ({ id }) => relationsNamed(id.path),
  create: (object) => [
    { sql: object.definition.definition },
    ...changeEnabled("TRIGGER", object.id, "origin", object.definition.enabled),
  ],
  alter: (from, to, context) =>
    from.definition.definition === to.definition.definition
      ? [setEnabled("TRIGGER", to.id, to.definition.enabled), ...statesOfPartitions(to.id, context)]
      : "replace",
  drop: ({ id }) => [{ sql: `DROP ${address(id)}` }],
  rename: (from, to) => ({
    sql: `ALTER TRIGGER ${ident(part(from.id, 2))} ON ${qualified(part(to.id, 0), part(to.id, 1))} RENAME TO ${ident(part(to.id, 2))}`,
  }),
};

/** ALTER TABLE goes down to all partitions: those that are to stay different get their own back. */
function statesOfPartitions(id: ObjectId, context: Context): readonly Step[] {
  return context
    .dependents(id)
    .flatMap(({ to }) =>
      to.kind === "trigger state" ? [setEnabled("TRIGGER", to.id, to.definition.enabled)] : [],
    );
}

function address(id: ObjectId): string {
  return `TRIGGER ${ident(part(id, 2))} ON ${qualified(part(id, 0), part(id, 1))}`;
}
