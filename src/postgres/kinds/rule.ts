import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Kind, part, relationsNamed, type Step } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Rule = ObjectOf<"rule">;

/** Not the one that makes a view out of its query. @see https://www.postgresql.org/docs/current/sql-createrule.html */
export const rule: Kind<"rule"> = {
  printed: true,
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_rewrite",
      oid: "r.oid",
      path: ["n.nspname", "c.relname", "r.rulename"],
      definition: {
        definition: "rtrim(pg_get_ruledef(r.oid), ';')",
        enabled:
          "CASE r.ev_enabled WHEN 'O' THEN 'origin' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE 'disabled' END",
      },
    })}
    FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE r.rulename <> '_RETURN' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  address,
  parents: ({ id }) => relationsNamed(id.path),
  create: (object) => [
    { sql: object.definition.definition },
    ...(object.definition.enabled === "origin" ? [] : [enable(object)]),
  ],
  // A rule that is replaced in place stays as enabled as it was.
  alter: (from, to) => [
    ...(from.definition.definition === to.definition.definition
      ? []
      : [{ sql: to.definition.definition.replace(/^CREATE RULE/, "CREATE OR REPLACE RULE") }]),
    ...(from.definition.enabled === to.definition.enabled ? [] : [enable(to)]),
  ],
  drop: ({ id }) => [{ sql: `DROP ${address(id)}` }],
  rename: (from, to) => ({
    sql: `ALTER RULE ${ident(part(from.id, 2))} ON ${qualified(part(to.id, 0), part(to.id, 1))} RENAME TO ${ident(part(to.id, 2))}`,
  }),
};

function address(id: ObjectId): string {
  return `RULE ${ident(part(id, 2))} ON ${qualified(part(id, 0), part(id, 1))}`;
}

function enable({ id, definition }: Rule): Step {
  const action = {
    origin: "ENABLE",
    always: "ENABLE ALWAYS",
    replica: "ENABLE REPLICA",
    disabled: "DISABLE",
  };
  const table = qualified(part(id, 0), part(id, 1));
  return { sql: `ALTER TABLE ${table} ${action[definition.enabled]} RULE ${ident(part(id, 2))}` };
}
