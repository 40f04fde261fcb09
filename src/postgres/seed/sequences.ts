import type { Connection } from "../connection.ts";
import { literal, qualified } from "../quote.ts";
import { columnKey, type Shape } from "../rows/shape.ts";
import type { SequenceState } from "./table-plan.ts";

interface SequenceRow {
  readonly key: string;
  readonly sequence: string;
  readonly first: string;
  readonly increment: string;
}

/** The sequences behind identity and serial columns, and how far their numbers are used up. */
export class Sequences {
  readonly #rows: ReadonlyMap<string, SequenceRow>;
  readonly #next = new Map<string, bigint>();

  static async read(db: Connection, shapes: Iterable<Shape>): Promise<Sequences> {
    const columns = [...shapes].flatMap((shape) =>
      shape.columns.flatMap((column) => {
        const name = /^nextval\('((?:[^']|'')+)'::regclass\)$/.exec(column.default ?? "")?.[1];
        const key = columnKey(shape, column.name);
        const table = literal(qualified(shape.schema, shape.table));
        if (column.identity !== undefined)
          return `(${literal(key)}, pg_get_serial_sequence(${table}, ${literal(column.name)})::regclass)`;
        return name === undefined ? [] : `(${literal(key)}, '${name}'::regclass)`;
      }),
    );
    if (columns.length === 0) return new Sequences([]);
    const found = await db.query<Omit<SequenceRow, "first">>(
      `select key, format('%I.%I', n.nspname, c.relname) as sequence, seqincrement::text as increment
        from (values ${columns.join(", ")}) wanted(key, sequence)
        join pg_sequence on seqrelid = sequence join pg_class c on c.oid = seqrelid join pg_namespace n on n.oid = c.relnamespace`,
    );
    return new Sequences(await withFirst(db, found));
  }

  constructor(rows: readonly SequenceRow[]) {
    this.#rows = new Map(rows.map((row) => [row.key, row]));
    for (const { sequence, first } of rows) this.#next.set(sequence, BigInt(first));
  }

  /** The numbers that these columns of a table may use, and no other. */
  take(shape: Shape, rows: number): ReadonlyMap<string, SequenceState> {
    const taken = new Map<string, SequenceState>();
    for (const { name } of shape.columns) {
      const row = this.#rows.get(columnKey(shape, name));
      if (row === undefined) continue;
      const first = this.#next.get(row.sequence) ?? 1n;
      const increment = BigInt(row.increment);
      this.#next.set(row.sequence, first + BigInt(rows) * increment);
      taken.set(columnKey(shape, name), { first, increment });
    }
    return taken;
  }

  /** Sets them behind the numbers that were used. */
  statements(): readonly string[] {
    const used = [...this.#rows.values()].filter(
      ({ sequence, first }) => this.#next.get(sequence) !== BigInt(first),
    );
    return [...new Map(used.map((row) => [row.sequence, row])).values()].map(
      ({ sequence }) => `SELECT pg_catalog.setval(${literal(sequence)}, ${this.#next.get(sequence)}, false)`,
    );
  }
}

/** Only a sequence itself tells whether its last value was given out already. */
async function withFirst(
  db: Connection,
  sequences: readonly Omit<SequenceRow, "first">[],
): Promise<readonly SequenceRow[]> {
  if (sequences.length === 0) return [];
  const looks = sequences.map(
    ({ sequence, increment }, n) =>
      `select ${n} as n, (case when is_called then last_value + (${increment}) else last_value end)::text as first from ${sequence}`,
  );
  const rows = await db.query<{ n: number; first: string }>(looks.join(" union all "));
  return rows.flatMap(({ n, first }) => {
    const sequence = sequences[n];
    return sequence === undefined ? [] : [{ ...sequence, first }];
  });
}
