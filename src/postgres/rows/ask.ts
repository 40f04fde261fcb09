import type { Connection } from "../connection.ts";

/** What PostgreSQL said to one statement: its first value as text, or its message. */
export interface Answer {
  readonly answer: string | null;
  readonly problem: string | null;
}

/**
 * Tries statements, each on its own: one that fails leaves the others and the transaction around them as they were.
 * Any number of statements takes one round trip.
 */
export type Attempt = (statements: readonly string[]) => Promise<readonly Answer[]>;

/** Gives `work` a way to try statements: a temporary function, gone afterwards. */
export async function withAttempt<T>(db: Connection, work: (attempt: Attempt) => Promise<T>): Promise<T> {
  await db.execute(attemptFunction);
  const result = await work(async (statements) =>
    statements.length === 0 ? [] : await db.query<Answer>(attemptAll, [statements]),
  );
  await db.execute("drop function pg_temp.attempt(text)");
  return result;
}

const attemptAll = `
select tried.answer, tried.problem
from unnest($1::text[]) with ordinality s(statement, n) cross join lateral pg_temp.attempt(s.statement) tried
order by s.n`;

const attemptFunction = `
create or replace function pg_temp.attempt(statement text, out answer text, out problem text) language plpgsql as $$
begin
  execute statement into answer;
exception when others then
  problem := sqlerrm;
end
$$`;
