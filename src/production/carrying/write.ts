import { codeParts, codePattern } from "../../model/code-template.ts";
import type { Connection } from "../../postgres/connection.ts";
import { isDatabaseError } from "../../postgres/database-error.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import type { Column } from "../../postgres/rows/shape.ts";
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
  const made = writing.made({ entity, shape });
  const columns = shape.columns.filter(
    ({ name, generated }) => generated === undefined && !made.includes(name),
  );
  return [
    `INSERT INTO ${qualified(shape.schema, shape.table)} (${identList(columns.map(({ name }) => name))}) OVERRIDING SYSTEM VALUE`,
    `SELECT ${columns.map((column) => written(column, { entity, shape }, writing.actor)).join(", ")}`,
    `FROM carried_row one WHERE one.home = ${literal(entity.table)} AND one.fate IS NULL`,
  ].join("\n");
}

/** A field that the prototype does not have gets its default; one that it has keeps what is there, also nothing. */
function written(column: Column, { shape }: Receiver, actor: string | undefined): string {
  const { name, type } = column;
  const value = stagedValue(shape, name);
  if (name === systemFields.createdBy && actor !== undefined)
    return `COALESCE(${value}, ${literal(actor)}::${type})`;
  const otherwise = defaultOf(column, shape);
  if (otherwise === undefined) return value;
  const isSystem = Object.values<string>(systemFields).includes(name) && column.notNull;
  if (isSystem) return `COALESCE(${value}, ${otherwise})`;
  return `CASE WHEN one.data ? ${literal(name)} THEN ${value} ELSE ${otherwise} END`;
}

function defaultOf(
  { name, default: given, identity }: Column,
  { schema, table }: Receiver["shape"],
): string | undefined {
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
