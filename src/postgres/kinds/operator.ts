import type { ObjectId } from "../catalog.ts";
import { ident } from "../quote.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/**
 * Path: schema, name, and the types of both sides, `NONE` where there is none.
 * @see https://www.postgresql.org/docs/current/sql-createoperator.html
 */
export const operator: Kind<"operator"> = {
  madeIn: "pg_operator",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_operator",
      oid: "o.oid",
      path: ["n.nspname", "o.oprname", side("o.oprleft"), side("o.oprright")],
      definition: { options },
    })}
    FROM pg_operator AS o JOIN pg_namespace AS n ON n.oid = o.oprnamespace
    WHERE o.oprcode::oid <> 0 AND ${userSchema("n")} AND ${notOfExtension("pg_operator", "o.oid")}`,
  address,
  create: ({ id, definition }) => [
    { sql: `CREATE OPERATOR ${named(id)} (\n  ${definition.options.join(",\n  ")}\n)` },
  ],
  alter: () => "replace",
  drop: (object) => [
    {
      sql: `DROP ${address(object.id)}`,
      hazards: [hazard("breaks-clients", `${address(object.id)} is gone.`)],
    },
  ],
};

function side(type: string): string {
  return `CASE ${type} WHEN 0 THEN 'NONE' ELSE format_type(${type}, NULL) END`;
}

/** What CREATE OPERATOR is told: `COMMUTATOR = OPERATOR(public.>)`. The other one need not be there yet. */
const options = `array_remove(ARRAY['FUNCTION = ' || o.oprcode::text,
    CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || format_type(o.oprleft, NULL) END,
    'RIGHTARG = ' || format_type(o.oprright, NULL),
    ${other("COMMUTATOR", "o.oprcom")}, ${other("NEGATOR", "o.oprnegate")},
    CASE WHEN o.oprrest::oid <> 0 THEN 'RESTRICT = ' || o.oprrest::text END,
    CASE WHEN o.oprjoin::oid <> 0 THEN 'JOIN = ' || o.oprjoin::text END,
    CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END], NULL)`;

function other(name: string, oid: string): string {
  return `(SELECT format('${name} = OPERATOR(%I.%s)', xn.nspname, x.oprname) FROM pg_operator AS x
      JOIN pg_namespace AS xn ON xn.oid = x.oprnamespace WHERE x.oid = ${oid})`;
}

function address(id: ObjectId): string {
  return `OPERATOR ${named(id)} (${part(id, 2)}, ${part(id, 3)})`;
}

/** The signs of an operator are never quoted. */
function named(id: ObjectId): string {
  return `${ident(part(id, 0))}.${part(id, 1)}`;
}
