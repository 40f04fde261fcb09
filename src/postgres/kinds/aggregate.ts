import type { ObjectId, ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Aggregate = ObjectOf<"aggregate">;

/** Ordinary, ordered-set and hypothetical-set aggregates. @see https://www.postgresql.org/docs/current/sql-createaggregate.html */
export const aggregate: Kind<"aggregate"> = {
  madeIn: "pg_proc",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_proc",
      oid: "p.oid",
      path: ["n.nspname", "p.proname", "oidvectortypes(p.proargtypes)"],
      definition: {
        arguments: "pg_get_function_arguments(p.oid)",
        identity: "pg_get_function_identity_arguments(p.oid)",
        result: "pg_get_function_result(p.oid)",
        hypothetical: "a.aggkind = 'h'",
        options,
      },
    })}
    FROM pg_proc AS p JOIN pg_aggregate AS a ON a.aggfnoid = p.oid JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_proc", "p.oid")}`,
  address: (id, object) => `AGGREGATE ${named(id, object?.definition.identity ?? part(id, 2))}`,
  create: (object) => [{ sql: createAggregate("CREATE", object) }],
  alter: (from, to) =>
    canReplace(from, to) ? [{ sql: createAggregate("CREATE OR REPLACE", to) }] : "replace",
  drop: ({ id, definition }) => [
    {
      sql: `DROP AGGREGATE ${named(id, definition.identity)}`,
      hazards: [hazard("breaks-clients", `${named(id, definition.identity)} is gone.`)],
    },
  ],
};

/** What is not as CREATE AGGREGATE would choose, as it is told: `SFUNC = int4pl`. */
const options = `array_remove(ARRAY[
    'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(a.aggtranstype, NULL),
    ${whereSet("SSPACE", "a.aggtransspace")}, ${whereSet("FINALFUNC", "a.aggfinalfn")},
    CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END, ${modify("FINALFUNC_MODIFY", "a.aggfinalmodify")},
    ${whereSet("COMBINEFUNC", "a.aggcombinefn")}, ${whereSet("SERIALFUNC", "a.aggserialfn")},
    ${whereSet("DESERIALFUNC", "a.aggdeserialfn")}, 'INITCOND = ' || quote_literal(a.agginitval),
    ${whereSet("MSFUNC", "a.aggmtransfn")}, ${whereSet("MINVFUNC", "a.aggminvtransfn")},
    CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,
    ${whereSet("MSSPACE", "a.aggmtransspace")}, ${whereSet("MFINALFUNC", "a.aggmfinalfn")},
    CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
    CASE WHEN a.aggmtranstype <> 0 THEN ${modify("MFINALFUNC_MODIFY", "a.aggmfinalmodify")} END,
    'MINITCOND = ' || quote_literal(a.aggminitval),
    (SELECT format('SORTOP = OPERATOR(%I.%s)', sn.nspname, o.oprname) FROM pg_operator AS o
      JOIN pg_namespace AS sn ON sn.oid = o.oprnamespace WHERE o.oid = a.aggsortop),
    CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END], NULL)`;

function whereSet(name: string, column: string): string {
  return `CASE WHEN ${column}::oid <> 0 THEN '${name} = ' || ${column}::text END`;
}

/** An ordinary aggregate is expected to leave its state alone, the others are not. */
function modify(name: string, column: string): string {
  return `CASE WHEN ${column} <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN '${name} = ' || CASE ${column}
      WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END`;
}

/** `public.total(integer)`, `public.count_all(*)`. */
function named(id: ObjectId, args: string): string {
  return `${qualified(part(id, 0), part(id, 1))}(${args === "" ? "*" : args})`;
}

/** OR REPLACE keeps what uses it, as long as a call looks the same and gives the same type. */
function canReplace(from: Aggregate, to: Aggregate): boolean {
  const [old, wanted] = [from.definition, to.definition];
  return (
    old.arguments === wanted.arguments &&
    old.result === wanted.result &&
    old.hypothetical === wanted.hypothetical
  );
}

function createAggregate(verb: string, { id, definition }: Aggregate): string {
  const all = [...definition.options, ...(definition.hypothetical ? ["HYPOTHETICAL"] : [])];
  return `${verb} AGGREGATE ${named(id, definition.arguments)} (\n  ${all.join(",\n  ")}\n)`;
}
