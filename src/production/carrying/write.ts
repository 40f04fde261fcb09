import { codeParts, codePattern } from "../../model/code-template.ts";
import type { Connection } from "../../postgres/connection.ts";
import { isDatabaseError } from "../../postgres/database-error.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import type { Column, Shape } from "../../postgres/rows/shape.ts";
import type { HardeningContext } from "../rule.ts";
import { codeSequence } from "../rules/codes.ts";
import { systemFields } from "../system-fields.ts";
import { forEachRow, putOrphansAside, type Receiver, stagedValue } from "./settle.ts";

/** What the rows that are to be carried are written with. */
export interface Writing {
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** Tables that refer to each other share a group; those that others refer to come first. */
  readonly groups: readonly (readonly Receiver[])[];
  /** Columns that production makes from other rows or columns. */
  made(receiver: Receiver): readonly string[];
  /** Who carries: made the rows of which nobody says who did. */
  readonly actor?: string | undefined;
}

/**
 * Writes all rows that have no other fate, a group of tables by one statement: foreign keys are checked at its end, so
 * circles hold. Where PostgreSQL refuses it, every row is tried alone, for its other constraints, and taken back; those
 * refused are put aside, with all that refer to them, and it begins again. Each round puts some aside, so it ends.
 */
export async function writeRows(target: Connection, writing: Writing): Promise<void> {
  for (;;) {
    await putOrphansAside(target, writing.receivers);
    await target.execute("SAVEPOINT writing");
    try {
      for (const group of writing.groups) await writeGroup(target, group, writing);
      await target.execute("RELEASE SAVEPOINT writing");
      return;
    } catch (error) {
      if (!isDatabaseError(error) || !/^(22|23|P0)/.test(error.code)) throw error;
      await target.execute("ROLLBACK TO SAVEPOINT writing");
      if ((await refuseRows(target, writing)) === 0) throw error;
    }
  }
}

async function writeGroup(target: Connection, group: readonly Receiver[], writing: Writing): Promise<void> {
  const inserts = group.map(
    (receiver, n) => `${ident(`written ${n}`)} AS (${insert(receiver, writing)} RETURNING 1)`,
  );
  const counts = group.map((_, n) => `(SELECT count(*)::integer FROM ${ident(`written ${n}`)})`);
  const [row] = await target.query<{ counts: readonly number[] }>(
    `WITH ${inserts.join(",\n")}\nSELECT ARRAY[${counts.join(", ")}] AS counts`,
  );
  for (const [n, { entity }] of group.entries()) {
    const carried = await target.query(
      "UPDATE carried_row SET fate = 'carried' WHERE home = $1 AND fate IS NULL RETURNING id",
      [entity.table],
    );
    if (row?.counts[n] !== carried.length) throw new RowsLeftOut(entity.table);
  }
}

/** A trigger or rule of the user's own kept rows out without an error. */
export class RowsLeftOut extends Error {
  readonly table: string;

  constructor(table: string) {
    super(`Rows of ${table} were left out.`);
    this.table = table;
  }
}

function insert({ entity, shape }: Receiver, writing: Writing): string {
  const columns = columnsOf({ entity, shape }, writing);
  return [
    `INSERT INTO ${qualified(shape.schema, shape.table)} (${identList(columns.map(({ name }) => name))}) OVERRIDING SYSTEM VALUE`,
    `SELECT ${columns.map((column) => written(column, { entity, shape }, writing.actor)).join(", ")}`,
    `FROM carried_row one WHERE one.home = ${literal(entity.table)} AND one.fate IS NULL`,
  ].join("\n");
}

function columnsOf(receiver: Receiver, writing: Writing): readonly Column[] {
  const made = writing.made(receiver);
  return receiver.shape.columns.filter(
    ({ name, generated }) => generated === undefined && !made.includes(name),
  );
}

function written(column: Column, { shape }: Receiver, actor: string | undefined): string {
  const value = stagedValue(shape, column.name);
  const otherwise = insteadOf(column, shape, actor);
  if (otherwise === undefined) return value;
  if (otherwise.of === "nothing") return `COALESCE(${value}, ${otherwise.sql})`;
  return `CASE WHEN one.data ? ${literal(column.name)} THEN ${value} ELSE ${otherwise.sql} END`;
}

/**
 * What stands where the prototype has no such field: its default. Where it has the field and nothing in it, that stays;
 * only what the database itself keeps, and who made the row where somebody carries, is never nothing.
 */
function insteadOf(
  column: Column,
  shape: Shape,
  actor: string | undefined,
): { readonly of: "nothing" | "no field"; readonly sql: string } | undefined {
  const { name, type, notNull } = column;
  if (name === systemFields.createdBy && actor !== undefined)
    return { of: "nothing", sql: `${literal(actor)}::${type}` };
  const sql = defaultOf(column, shape);
  if (sql === undefined) return undefined;
  const isKept = notNull && Object.values<string>(systemFields).includes(name);
  return { of: isKept ? "nothing" : "no field", sql };
}

function defaultOf({ name, default: given, identity }: Column, { schema, table }: Shape): string | undefined {
  if (identity === undefined) return given;
  return `nextval(pg_get_serial_sequence(${literal(qualified(schema, table))}, ${literal(name)}))`;
}

/** @returns how many were refused; nothing that was tried stays */
async function refuseRows(target: Connection, writing: Writing): Promise<number> {
  await target.execute("SAVEPOINT trying");
  // Whether a row refers to one that is carried is known; one alone may refer to one that was not tried yet.
  for (const { shape } of writing.receivers.values()) {
    const drops = shape.foreignKeys.map(({ name }) => `DROP CONSTRAINT ${ident(name)}`);
    if (drops.length > 0)
      await target.execute(`ALTER TABLE ${qualified(shape.schema, shape.table)} ${drops.join(", ")}`);
  }
  for (const receiver of writing.groups.flat()) {
    const work = `${insert(receiver, writing)} AND one.id BETWEEN $1 AND $2`;
    const which = `home = ${literal(receiver.entity.table)} AND fate IS NULL`;
    await forEachRow(target, work, "PostgreSQL refuses the row", which);
    await nameAllMissing(target, receiver, writing);
  }
  const refused = await target.query<{ id: number; reason: string; detail: string }>(
    "SELECT id, reason, detail FROM carried_row WHERE fate = 'refused'",
  );
  await target.execute("ROLLBACK TO SAVEPOINT trying");
  await target.query(
    `UPDATE carried_row one SET fate = 'aside', reason = refused.reason, detail = refused.detail
    FROM jsonb_to_recordset($1::jsonb) AS refused (id bigint, reason text, detail text) WHERE refused.id = one.id`,
    [JSON.stringify(refused)],
  );
  return refused.length;
}

/** PostgreSQL names the first column that lacks a value; whoever mends the row wants to know all. */
async function nameAllMissing(target: Connection, receiver: Receiver, writing: Writing): Promise<void> {
  const { entity, shape } = receiver;
  const isCode = (column: Column) =>
    entity.fields.some(({ name, code }) => name === column.name && code !== undefined);
  const required = columnsOf(receiver, writing).filter((column) => column.notNull && !isCode(column));
  const missing = required.flatMap((column) => {
    const otherwise = insteadOf(column, shape, writing.actor);
    const name = literal(column.name);
    if (otherwise?.of === "nothing") return [];
    const isThere = otherwise === undefined ? "TRUE" : `one.data ? ${name}`;
    return [`CASE WHEN ${isThere} AND one.data ->> ${name} IS NULL THEN ${name} END`];
  });
  if (missing.length === 0) return;
  await target.execute(
    `UPDATE carried_row one SET reason = COALESCE(NULLIF(concat_ws(', ', ${missing.join(", ")}), '') || ': NOT NULL', reason)
    WHERE one.home = ${literal(entity.table)} AND one.fate = 'refused' AND one.reason LIKE '%: NOT NULL'`,
  );
}

/** Sets sequences behind the numbers that came, so that what is made next is new. No rollback undoes it. */
export async function moveSequences(
  target: Connection,
  receivers: Iterable<Receiver>,
  context: HardeningContext,
): Promise<void> {
  for (const receiver of receivers) {
    for (const { sequence, highest } of sequencesOf(receiver, context)) {
      const table = qualified(receiver.shape.schema, receiver.shape.table);
      await target.query(
        `SELECT setval(${sequence}, highest) FROM (SELECT ${highest} AS highest FROM ${table}) AS used
        WHERE highest >= COALESCE(pg_sequence_last_value(${sequence}), 1)`,
      );
    }
  }
}

interface Counter {
  /** SQL for its name as regclass, and for the highest number in use. */
  readonly sequence: string;
  readonly highest: string;
}

function sequencesOf({ entity, shape }: Receiver, { config, isOn }: HardeningContext): readonly Counter[] {
  const ofColumns = shape.columns.flatMap(({ name, default: given, identity }): Counter[] => {
    const highest = `max(${ident(name)})::bigint`;
    const sequence = /^nextval\(('(?:[^']|'')+'::regclass)\)$/.exec(given ?? "")?.[1];
    if (sequence !== undefined) return [{ sequence, highest }];
    if (identity === undefined) return [];
    const table = literal(qualified(shape.schema, shape.table));
    return [{ sequence: `pg_get_serial_sequence(${table}, ${literal(name)})::regclass`, highest }];
  });
  const ofCodes = entity.fields.flatMap((field): Counter[] => {
    const parts = codeParts(field.code ?? "");
    const at = parts.findIndex(({ kind }) => kind === "sequence");
    if (at < 0 || !isOn("codes", entity)) return [];
    const piece = (from: number, to?: number) => codePattern(parts.slice(from, to)).slice(1, -1);
    const pattern = `^${piece(0, at)}(${piece(at, at + 1)})${piece(at + 1)}$`;
    const sequence = `${literal(codeSequence(entity, field, config))}::regclass`;
    return [{ sequence, highest: `max(substring(${ident(field.name)} FROM ${literal(pattern)})::bigint)` }];
  });
  return [...ofColumns, ...ofCodes];
}
