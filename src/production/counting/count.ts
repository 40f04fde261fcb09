import type { Connection } from "../../postgres/connection.ts";
import { type DatabaseError, isDatabaseError } from "../../postgres/database-error.ts";
import { ident } from "../../postgres/quote.ts";
import type { Destination, Prototype, Question } from "./question.ts";
import { questionsFor } from "./questions.ts";
import { keyOfRows, quarantineTable, rowsAs } from "./rows-as.ts";

/** What a prototype's rows answer. */
export interface Answer extends Question {
  readonly module: string;
  /** How many rows are in the way; absent where that could not be asked. */
  readonly rows?: number | undefined;
  /** Keys of some of them, as JSON. */
  readonly samples: readonly string[];
}

export interface Counted {
  readonly module: string;
  readonly answers: readonly Answer[];
  /** Tables of the prototype that production has no table for. */
  readonly leftOut: readonly string[];
  /** Keys of all rows, by table of production. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

const samples = 3;

/** Counts, before anything is moved, what of a prototype's rows production would refuse. Changes nothing. */
export async function countRefused(
  module: string,
  db: Connection,
  destination: Destination,
): Promise<Counted> {
  await db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const prototype = await readPrototype(module, db, destination.schema);
    const answers: Answer[] = [];
    for (const question of questionsFor(prototype, destination))
      answers.push(await answer(question, module, db));
    const known = new Set(destination.model.entities.flatMap(({ table }) => [table, quarantineTable(table)]));
    const leftOut = [...prototype.tables.keys()].filter((table) => !known.has(table));
    return { module, answers, leftOut, keys: await readKeys(prototype, db, destination) };
  } finally {
    await db.execute("ROLLBACK");
  }
}

async function readPrototype(module: string, db: Connection, schema: string): Promise<Prototype> {
  const columns = await db.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname::text AS "table", a.attname::text AS "column", format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum`,
    [schema],
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of columns)
    tables.set(table, (tables.get(table) ?? new Map<string, string>()).set(column, type));
  const followed = await db.query<{ table: string }>(
    `SELECT DISTINCT c.relname::text AS "table"
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.confrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND k.contype = 'f' AND k.confdeltype IN ('c', 'n', 'd')`,
    [schema],
  );
  return { module, schema, tables, followed: new Set(followed.map(({ table }) => table)) };
}

/** A question that the prototype's PostgreSQL does not understand is one that was not answered. */
async function answer(question: Question, module: string, db: Connection): Promise<Answer> {
  const { query } = question;
  if (query === undefined) return { ...question, module, samples: [] };
  await db.execute("SAVEPOINT question");
  try {
    const [{ rows } = { rows: 0 }] = await db.query<{ rows: number }>(
      `SELECT count(*)::integer AS rows FROM (${query}) AS refused`,
    );
    const keys =
      rows > 0 && question.showsKeys
        ? await db.query<{ key: string }>(
            `SELECT row_to_json(refused)::text AS key FROM (${query}) AS refused ORDER BY 1 LIMIT ${samples}`,
          )
        : [];
    return { ...question, module, rows, samples: keys.map(({ key }) => key) };
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    await db.execute("ROLLBACK TO SAVEPOINT question");
    return { ...question, module, unasked: reason(error), samples: [] };
  }
}

/** Messages about values may repeat them, and they may be personal data. */
function reason({ code, message }: DatabaseError): string {
  return code.startsWith("42") ? message : `the prototype's PostgreSQL refuses (SQLSTATE ${code})`;
}

/** Keys by table, for telling which rows several prototypes have. */
async function readKeys(
  prototype: Prototype,
  db: Connection,
  destination: Destination,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = new Map<string, readonly string[]>();
  for (const { table } of destination.model.entities) {
    const pair = { table, destination, prototype };
    const key = prototype.tables.has(table) ? keyOfRows(pair) : [];
    if (key.length === 0) continue;
    const parts = key.map((column) => `${ident(column)}::text`).join(", ");
    const rows = await db.query<{ key: string }>(
      `WITH ${rowsAs("t", pair, key)} SELECT json_build_array(${parts})::text AS key FROM t`,
    );
    keys.set(
      table,
      rows.map((row) => row.key),
    );
  }
  return keys;
}
