import type { Model } from "../../model/model.ts";
import type { Connection } from "../../postgres/connection.ts";
import { type DatabaseError, isDatabaseError } from "../../postgres/database-error.ts";
import { ident } from "../../postgres/quote.ts";
import { type Home, homesOf } from "../carrying/homes.ts";
import type { Destination, Prototype, Question } from "./question.ts";
import { questionsFor } from "./questions.ts";
import { readPrototype } from "./read-prototype.ts";
import { keyOfRows, pairOf, quarantineTable, rowsAs } from "./rows-as.ts";

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
  view?: Model,
): Promise<Counted> {
  await db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const prototype = await readPrototype(module, db, destination.context.config.schema);
    const homes = homesOf(prototype, destination.context, view);
    const answers: Answer[] = [];
    for (const question of questionsFor(prototype, homes, destination))
      answers.push(await answer(question, module, db));
    const aside = new Set(homes.map(({ source }) => quarantineTable(source)));
    const leftOut = homes.flatMap(({ entity, source }) => (entity || aside.has(source) ? [] : [source]));
    return { module, answers, leftOut, keys: await readKeys(prototype, homes, db, destination) };
  } finally {
    await db.execute("ROLLBACK");
  }
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
  homes: readonly Home[],
  db: Connection,
  destination: Destination,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = new Map<string, readonly string[]>();
  for (const { table } of destination.context.model.entities) {
    const pair = pairOf(table, homes, prototype, destination);
    const key = pair === undefined ? [] : keyOfRows(pair);
    if (pair === undefined || key.length === 0) continue;
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
