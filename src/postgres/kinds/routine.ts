import type { ObjectId, ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** Functions, window functions and procedures. @see https://www.postgresql.org/docs/current/sql-createfunction.html */
export const routine: Kind<"function"> = {
  madeIn: "pg_proc",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_proc",
      oid: "p.oid",
      path: ["n.nspname", "p.proname", "oidvectortypes(p.proargtypes)"],
      definition: {
        definition: "rtrim(pg_get_functiondef(p.oid), E' \\n')",
        procedure: "p.prokind = 'p'",
        signature:
          "pg_get_function_arguments(p.oid) || ' -> ' || coalesce(pg_get_function_result(p.oid), '')",
        body: "CASE WHEN p.prosqlbody IS NULL THEN p.prosrc END",
      },
    })}
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE p.prokind <> 'a' AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_proc'::regclass
      AND d.objid = p.oid AND d.deptype = 'i') AND ${userSchema("n")} AND ${notOfExtension("pg_proc", "p.oid")}`,
  address: (id, object) => `${object?.definition.procedure ? "PROCEDURE" : "FUNCTION"} ${call(id)}`,
  create: ({ definition }) => [{ sql: definition.definition }],
  alter: (from, to) => {
    const inPlace =
      from.definition.signature === to.definition.signature &&
      from.definition.procedure === to.definition.procedure;
    return inPlace ? [{ sql: to.definition.definition }] : "replace";
  },
  drop: (object) => [
    {
      sql: `DROP ${object.definition.procedure ? "PROCEDURE" : "FUNCTION"} ${call(object.id)}`,
      hazards: [hazard("breaks-clients", `${call(object.id)} is gone.`)],
    },
  ],
  mentions: ({ definition }: ObjectOf<"function">) => [...new Set(namesIn(definition.body ?? ""))],
};

/** Quoted names, plain ones as PostgreSQL folds them, and operators. */
function namesIn(body: string): readonly string[] {
  const found = body.match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*|[-+*/<>=~!@#%^&|`?]+/gu) ?? [];
  return found.map((name) =>
    name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase(),
  );
}

/** `public.f(integer, text)`; the types are PostgreSQL's own spelling. */
export function call(id: ObjectId): string {
  return `${qualified(part(id, 0), part(id, 1))}(${part(id, 2)})`;
}
