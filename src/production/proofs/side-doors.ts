import { literal } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { makingOf } from "../own-functions.ts";
import { platformOf } from "../platform.ts";
import type { Proof, ProofResult } from "../proof.ts";
import { isOwn, reads } from "../proving/doors.ts";
import type { HardeningContext } from "../rule.ts";
import { maskedReader } from "../rules/masking.ts";
import { readLogger } from "../rules/read-log.ts";

/**
 * What stands in SQL files is not made by rules, so PostgreSQL is asked what came of it. Functions of extensions are left
 * out, and those with a body that is parsed when they are made: their names mean one thing for ever.
 */
export const sideDoors: Proof = {
  code: "side-doors",
  promise:
    "No function or view gets around the policies: none that clients reach works with its owner's eyes unseen.",
  rules: ["grants", "row-level-security"],
  concerns: (entity, context) => context.isOn("row-level-security", entity),
  async run(stage) {
    const { context } = stage;
    const clients = databaseRoles(context)
      .filter((role) => role !== platformOf(context.config).service.role)
      .map(literal)
      .join(", ");
    const found = await stage.db.query<{ object: string; problem: string | null }>(looked(clients, context));
    const doors = found.filter(({ problem }) => problem !== null);
    const subject = `${found.length} functions and views`;
    if (doors.length === 0) return [result(subject, true, "none of them is a way around the policies")];
    return doors.map(({ object, problem }) => {
      const { at, opens } = makingOf(object, context.model, context.config) ?? {};
      if (opens !== undefined) return result(object, true, `open, since ${opens}`);
      return { ...result(object, false, problem ?? ""), at };
    });
  },
  mutations: ({ model, config, isOn }) =>
    model.entities
      .filter((entity) => isOn("row-level-security", entity))
      .slice(0, 1)
      .flatMap(({ table }) => {
        const [from, role] = [
          `${config.schema}.${JSON.stringify(table)}`,
          platformOf(config).roles.anonymous,
        ];
        const readable = `GRANT USAGE ON SCHEMA public TO ${role}; GRANT SELECT ON public.side_door TO ${role}`;
        const definer = "CREATE FUNCTION public.side_door() RETURNS integer LANGUAGE sql SECURITY DEFINER";
        return [
          {
            breaks: "a view reads with its owner's rights",
            sql: `CREATE VIEW public.side_door AS SELECT FROM ${from}; ${readable}`,
          },
          {
            breaks: "a materialized view keeps what policies hide",
            sql: `CREATE MATERIALIZED VIEW public.side_door AS SELECT FROM ${from}; ${readable}`,
          },
          {
            breaks: "a function takes its names from the caller's search path",
            sql: "CREATE FUNCTION public.side_door() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
          },
          {
            breaks: "anonymous may run a function with its owner's rights",
            sql: `${definer} SET search_path = '' AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION public.side_door() TO ${role}`,
          },
        ];
      }),
};

function result(subject: string, held: boolean, seen: string): ProofResult {
  return { proof: sideDoors.code, subject, held, seen };
}

/** Every function and view that is no extension's, with what is wrong with it. */
function looked(clients: string, context: HardeningContext): string {
  const anonymous = clients.split(", ")[0] ?? "";
  return `
WITH RECURSIVE ${reads}
SELECT o.oid::regprocedure::text AS object, CASE
  WHEN p.lanname IN ('c', 'internal') THEN NULL
  WHEN o.prosecdef AND o.prorettype <> 'trigger'::regtype AND has_function_privilege(${anonymous}, o.oid, 'EXECUTE')
    THEN 'It works with its owner''s rights, and who is not signed in may call it.'
  WHEN o.prosqlbody IS NULL AND NOT EXISTS (SELECT FROM unnest(o.proconfig) s WHERE s LIKE 'search_path=%')
    THEN 'It finds names by the search_path of whoever calls it: SET search_path = '''' and name schemas.'
  END AS problem
FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace JOIN pg_language p ON p.oid = o.prolang
WHERE o.prokind IN ('f', 'p') AND ${isOwn("pg_proc", context)}
UNION ALL
SELECT o.oid::regclass::text, CASE
  WHEN NOT EXISTS (SELECT FROM unnest(ARRAY[${clients}]) c WHERE has_any_column_privilege(c, o.oid, 'SELECT')) THEN NULL
  WHEN NOT EXISTS (SELECT FROM reads JOIN pg_class t ON t.oid = reads.relation WHERE reads.view = o.oid AND t.relrowsecurity)
    THEN NULL
  -- Policies are made for this owner, and what its views show has a proof of its own.
  WHEN o.relkind = 'v' AND pg_get_userbyid(o.relowner) IN (${[maskedReader, readLogger].map(literal).join(", ")}) THEN NULL
  WHEN o.relkind = 'm' THEN 'Clients may read it, and it keeps rows that policies hide.'
  WHEN NOT EXISTS (SELECT FROM unnest(o.reloptions) s WHERE s IN ('security_invoker=true', 'security_invoker=on', 'security_invoker=1'))
    THEN 'Clients may read it, and it reads protected tables as its owner: WITH (security_invoker = true).'
  END
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('v', 'm') AND ${isOwn("pg_class", context)}
ORDER BY 1`;
}
