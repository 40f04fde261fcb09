import type { Connection } from "../../postgres/connection.ts";
import { identList } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { type Actor, actAs } from "../platform.ts";
import type { HardeningContext } from "../rule.ts";
import type { Stage } from "./stage.ts";

/** A statement to try. It is undone whatever it does. */
export interface Try {
  readonly statement: string;
  /** A query with one text as result, asked before and after with the eyes of who sees everything. */
  readonly look?: string | undefined;
}

/** What PostgreSQL did with it. */
export interface Outcome {
  /** SQLSTATE and message of the refusal; null when it was not refused. */
  readonly state: string | null;
  readonly message: string | null;
  /** The column that refused it, where one did. */
  readonly column: string | null;
  /** Rows that the statement says it changed. */
  readonly rows: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** Tries statements as an actor, in its real database role; as the one who made the schema when there is no actor. */
export async function tryAs(
  { db, context }: Stage,
  actor: Actor | undefined,
  tries: readonly Try[],
): Promise<readonly Outcome[]> {
  return await as(db, context, actor, () =>
    db.query<Outcome>(
      `SELECT tried.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY t(statement, look, n)
      CROSS JOIN LATERAL pg_temp.try_and_undo(t.statement, t.look) tried ORDER BY t.n`,
      [tries.map(({ statement }) => statement), tries.map(({ look }) => look ?? null)],
    ),
  );
}

/** What a query gave, or SQLSTATE and message of the refusal. */
export interface Answer {
  readonly answer: string | null;
  readonly state: string | null;
  readonly message: string | null;
}

/** What a query with one text as result gives an actor, or why it is refused. What it calls may change rows: that is undone. */
export async function askAs(stage: Stage, actor: Actor, query: string): Promise<Answer> {
  const [asked] = await askEachAs(stage, actor, [query]);
  return asked ?? { answer: null, state: null, message: null };
}

/** As `askAs`, of many queries. */
export async function askEachAs(
  { db, context }: Stage,
  actor: Actor,
  queries: readonly string[],
): Promise<readonly Answer[]> {
  return await as(db, context, actor, () =>
    db.query<Answer>(
      `SELECT asked.* FROM unnest($1::text[]) WITH ORDINALITY q(query, n)
      CROSS JOIN LATERAL pg_temp.ask(q.query) asked ORDER BY q.n`,
      [queries],
    ),
  );
}

/** Runs queries as an actor and takes the role and what was done back. */
async function as<T>(
  db: Connection,
  { config }: HardeningContext,
  actor: Actor | undefined,
  work: () => Promise<T>,
): Promise<T> {
  await db.execute(
    ["SAVEPOINT actor", ...(actor === undefined ? [] : actAs(config.platform, actor))].join(";\n"),
  );
  const result = await work();
  await db.execute("ROLLBACK TO SAVEPOINT actor; RELEASE SAVEPOINT actor");
  return result;
}

/**
 * The functions behind `tryAs` and `askAs`. They are made once and go with the session: a session keeps the plans of every
 * function that it ran, dropped or not, and looks through all of them whenever an object changes.
 *
 * @see https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/cache/plancache.c `PlanCacheObjectCallback`
 */
export async function makeTools(db: Connection, context: HardeningContext): Promise<void> {
  await db.execute(`${tools}\nGRANT EXECUTE ON FUNCTION pg_temp.look(text), pg_temp.ask(text), pg_temp.try_and_undo(text, text)
  TO ${identList(databaseRoles(context))}`);
}

/** SQLSTATE UNDO1 is nobody's: it ends the block, which takes back what was done in it. */
const tools = `
CREATE FUNCTION pg_temp.look(query text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE answer text;
BEGIN
  EXECUTE query INTO answer;
  RETURN answer;
END $$;

CREATE FUNCTION pg_temp.ask(query text, OUT answer text, OUT state text, OUT message text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE query INTO answer;
  RAISE EXCEPTION USING ERRCODE = 'UNDO1';
EXCEPTION
  WHEN SQLSTATE 'UNDO1' THEN NULL;
  WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
END $$;

CREATE FUNCTION pg_temp.try_and_undo(
  statement text, look text,
  OUT state text, OUT message text, OUT "column" text, OUT rows int, OUT before text, OUT after text
) LANGUAGE plpgsql AS $$
BEGIN
  rows := 0;
  IF look IS NOT NULL THEN before := pg_temp.look(look); END IF;
  BEGIN
    EXECUTE statement;
    GET DIAGNOSTICS rows = ROW_COUNT;
    IF look IS NOT NULL THEN after := pg_temp.look(look); END IF;
    RAISE EXCEPTION USING ERRCODE = 'UNDO1';
  EXCEPTION
    WHEN SQLSTATE 'UNDO1' THEN NULL;
    WHEN OTHERS THEN
      rows := 0;
      after := before;
      GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, "column" = COLUMN_NAME;
  END;
END $$;`;
