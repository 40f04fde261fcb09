import type { ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { changeEnabled, stateName } from "./enabled-state.ts";
import { type Kind, part, relationsNamed } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** Not the one that makes a view out of its query. @see https://www.postgresql.org/docs/current/sql-createrule.html */
export const rule: Kind<"rule"> = {
  printed: true,
  madeIn: "pg_rewrite",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_rewrite",
      oid: "r.oid",
      path: ["n.nspname", "c.relname", "r.rulename"],
      definition: {
        definition: "rtrim(pg_get_ruledef(r.oid), ';')",
        enabled: stateName("r.ev_enabled"),
      },
    })}
    FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE r.rulename <> '_RETURN' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  address,
  parents: ({ id }) => relationsNamed(id.path),
  create: (object) => [
    { sql: object.definition.definition },
    ...changeEnabled("RULE", object.id, "origin", object.definition.enabled),
  ],
  // A rule that is replaced in place stays as enabled as it was.
  alter: (from, to) => [
    ...(from.definition.definition === to.definition.definition
      ? []
      : [{ sql: to.definition.definition.replace(/^CREATE RULE/, "CREATE OR REPLACE RULE") }]),
    ...changeEnabled("RULE", to.id, from.definition.enabled, to.definition.enabled),
  ],
  drop: ({ id }) => [{ sql: `DROP ${address(id)}` }],
  rename: (from, to) => ({
    sql: `ALTER RULE ${ident(part(from.id, 2))} ON ${qualified(part(to.id, 0), part(to.id, 1))} RENAME TO ${ident(part(to.id, 2))}`,
  }),
};

function address(id: ObjectId): string {
  return `RULE ${ident(part(id, 2))} ON ${qualified(part(id, 0), part(id, 1))}`;
}
