import type { Connection } from "../postgres/connection.ts";
import { ident, literal } from "../postgres/quote.ts";

/**
 * The operators in a condition on a table whose functions are not leakproof (`pg_proc.proleakproof`): they might tell of
 * rows that a policy hides, so PostgreSQL applies the policy first, and such a condition does not find rows by an index.
 * PostgreSQL says itself which operators it takes, in a view of the condition. `=(numeric,numeric)`
 *
 * @see https://www.postgresql.org/docs/current/rules-privileges.html
 */
export async function leakyOperators(
  db: Connection,
  table: string,
  condition: string,
): Promise<readonly string[]> {
  const view = `pg_temp.${ident("leaky operators")}`;
  await db.execute(
    `CREATE OR REPLACE TEMP VIEW ${ident("leaky operators")} AS SELECT FROM ${table} WHERE ${condition}`,
  );
  const rows = await db.query<{ operator: string }>(
    `SELECT DISTINCT format('%s(%s,%s)', oprname, format_type(oprleft, NULL), format_type(oprright, NULL)) AS operator
    FROM pg_rewrite CROSS JOIN regexp_matches(ev_action::text, ':opno (\\d+)', 'g') AS found
      JOIN pg_operator ON pg_operator.oid = found[1]::oid JOIN pg_proc ON pg_proc.oid = oprcode
    WHERE ev_class = ${literal(view)}::regclass AND oprresult = 'boolean'::regtype AND NOT proleakproof
    ORDER BY 1`,
  );
  return rows.map(({ operator }) => operator);
}
