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
    return new Sequences(
      await db.query<SequenceRow>(
        `select key, sequence::text, coalesce(pg_sequence_last_value(sequence) + seqincrement, seqstart)::text as first,
          seqincrement::text as increment
        from (values ${columns.join(", ")}) wanted(key, sequence) join pg_sequence on seqrelid = sequence`,
      ),
    );
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
      ({ sequence }) => `SELECT setval(${literal(sequence)}, ${this.#next.get(sequence)}, false)`,
    );
  }
}
