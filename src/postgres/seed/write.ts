import { copyField } from "../copy-text.ts";
import { ident, identList, qualified } from "../quote.ts";
import type { SettledRows } from "./settle.ts";

/** Where rows go: a session, or a file of SQL. */
export interface Sink {
  execute(sql: string): Promise<void>;
  copyIn(target: string, rows: Iterable<string>): Promise<void>;
}

/**
 * Writes the rows of tables that refer to each other; most groups are one table. A foreign key is checked at the end of
 * a statement: within a table COPY is one, for tables in a circle an INSERT into all of them is.
 */
export async function writeGroup(group: readonly SettledRows[], sink: Sink): Promise<void> {
  const filled = group.filter(({ count }) => count > 0);
  const [only, ...others] = filled;
  if (only !== undefined && others.length === 0)
    return await sink.copyIn(copyTarget(only, tableOf(only)), copyText(only));
  if (only === undefined) return;
  for (const [n, rows] of filled.entries()) {
    const stage = stageOf(n);
    await sink.execute(
      `CREATE TEMPORARY TABLE ${stage} ON COMMIT DROP AS SELECT ${columnList(rows) || "NULL"} FROM ${tableOf(rows)} WITH NO DATA`,
    );
    await sink.copyIn(copyTarget(rows, stage), copyText(rows));
  }
  const inserts = filled.map((rows, n) => `${ident(`filled ${n}`)} AS (${insertFrom(rows, stageOf(n))})`);
  await sink.execute(`WITH ${inserts.join(",\n")}\nSELECT 'done'`);
  for (const n of filled.keys()) await sink.execute(`DROP TABLE ${stageOf(n)}`);
}

function stageOf(n: number): string {
  return qualified("pg_temp", `seed ${n}`);
}

function insertFrom(rows: SettledRows, stage: string): string {
  const columns = columnList(rows);
  return `INSERT INTO ${tableOf(rows)} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${stage} RETURNING 1`;
}

function tableOf({ plan: { shape } }: SettledRows): string {
  return qualified(shape.schema, shape.table);
}

function copyTarget(rows: SettledRows, table: string): string {
  const columns = columnList(rows);
  return columns === "" ? table : `${table} (${columns})`;
}

function columnList({ plan }: SettledRows): string {
  return identList(plan.columns.map(({ name }) => name));
}

/** Rows as COPY reads them, in pieces that are worth sending. */
export function* copyText(rows: SettledRows): Generator<string> {
  let piece = "";
  for (let n = 0; n < rows.count; n++) {
    piece += `${rows.row(n).map(copyField).join("\t")}\n`;
    if (piece.length > 65_536) {
      yield piece;
      piece = "";
    }
  }
  if (piece !== "") yield piece;
}

/** A file for psql: the rows stand behind the statement that reads them. */
export class SqlFile implements Sink {
  readonly #parts: string[] = [];

  async execute(sql: string): Promise<void> {
    this.#parts.push(`${sql};\n`);
  }

  async copyIn(target: string, rows: Iterable<string>): Promise<void> {
    this.#parts.push(`COPY ${target} FROM stdin;\n`, ...rows, "\\.\n");
  }

  text(): string {
    return this.#parts.join("");
  }
}

/** Lets the owner of tables that hold their owner to policies too write there, until the transaction ends. */
export function lift(tables: readonly string[]): {
  readonly before: readonly string[];
  readonly after: readonly string[];
} {
  return {
    before: tables.map((table) => `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`),
    after: tables.map((table) => `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`),
  };
}

export const forcedQuery = `
  select format('%I.%I', n.nspname, c.relname) as table
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.rolname = current_user
  where c.relforcerowsecurity and c.relrowsecurity and not r.rolsuper and not r.rolbypassrls
    and pg_has_role(c.relowner, 'USAGE') and n.nspname || '.' || c.relname = any ($1::text[])
  order by 1`;
