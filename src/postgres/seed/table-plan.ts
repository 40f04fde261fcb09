import { accepted, type Value } from "../rows/accepted.ts";
import { candidatesFor } from "../rows/candidates.ts";
import { combine } from "../rows/choose.ts";
import { generatedFrom } from "../rows/plan-table.ts";
import {
  type CheckShape,
  type Column,
  columnKey,
  type ForeignKey,
  isNullable,
  type Shape,
} from "../rows/shape.ts";
import type { ColumnHint } from "./believable.ts";
import type { Making, Source } from "./column-values.ts";
import type { MoreConstraints } from "./constraints.ts";
import { drawOf } from "./draw.ts";
import type { Keys } from "./keys.ts";
import { type Draft, madePart, type Nulls, type Part, poolPart, referencePart, tuplePart } from "./parts.ts";
import { inWords } from "./subject.ts";

/** How the rows of a table are made. */
export interface TablePlan {
  readonly shape: Shape;
  /** Those that get a value; the database generates the others. */
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly parts: readonly Part[];
  /** Checks that are asked of every row before it is written. */
  readonly checks: readonly CheckShape[];
  /** Columns of unique keys that nothing keeps apart by itself; of partial ones, what the rows must be to count. */
  readonly uniques: readonly { readonly columns: readonly number[]; readonly where?: string | undefined }[];
  /** Fewer rows than wanted, and why. */
  readonly limit?: string | undefined;
}

/** A sequence whose numbers a column uses up. */
export interface SequenceState {
  readonly first: bigint;
  readonly increment: bigint;
}

export interface PlanContext {
  readonly making: Making;
  readonly wanted: number;
  readonly more: MoreConstraints;
  readonly sources: ReadonlyMap<string, Source>;
  readonly sequences: ReadonlyMap<string, SequenceState>;
  readonly apart: ReadonlySet<string>;
  /** The tables that refer to each other with this one, itself included. */
  readonly circle: ReadonlySet<string>;
  /** Rows that the table has already: numbers go on from there. */
  readonly offset: number;
  hint(shape: Shape, column: string): ColumnHint;
  keys(key: ForeignKey): Keys;
}

export type Planned = TablePlan | { readonly shape: Shape; readonly problem: string };

export async function planTable(shape: Shape, context: PlanContext): Promise<Planned> {
  const columns = shape.columns.filter(({ generated }) => generated === undefined);
  const builder = new Builder(shape, columns, context);
  const problem =
    builder.addReferencesTo("others") ?? builder.addColumns() ?? builder.addReferencesTo("itself");
  if (problem !== undefined) return { shape, problem };
  const joined = await joinChecked(builder);
  if (joined !== undefined) return { shape, problem: joined };
  return {
    shape,
    columns,
    rows: builder.rows,
    parts: builder.parts,
    checks: builder.rowChecks(),
    uniques: builder.trackedUniques(),
    limit: builder.limit,
  };
}

class Builder {
  readonly shape: Shape;
  readonly columns: readonly Column[];
  readonly context: PlanContext;
  parts: Part[] = [];
  rows: number;
  limit: string | undefined;
  /** Columns whose own checks are asked of every row. */
  readonly asked = new Set<string>();
  readonly #stream: string;

  constructor(shape: Shape, columns: readonly Column[], context: PlanContext) {
    this.shape = shape;
    this.columns = columns;
    this.context = context;
    this.rows = context.wanted;
    this.#stream = `${context.making.seed} ${shape.key}`;
  }

  place(column: string): number {
    return this.columns.findIndex(({ name }) => name === column);
  }

  has(column: string): boolean {
    const place = this.place(column);
    return this.parts.some((part) => part.columns.includes(place));
  }

  /** Those out of a circle first, of them the longest: the others agree with it in the columns that they share. */
  addReferencesTo(whom: "others" | "itself"): string | undefined {
    const own = this.shape.foreignKeys.filter(
      ({ target }) => (target === this.shape.key) === (whom === "itself"),
    );
    const inCircle = (key: ForeignKey) => (this.context.circle.has(key.target) ? 1 : 0);
    for (const key of own.toSorted(
      (a, b) => inCircle(a) - inCircle(b) || b.columns.length - a.columns.length,
    )) {
      const problem = this.#addReference(key);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  #addReference(key: ForeignKey): string | undefined {
    const shared = key.columns.filter((name) => this.has(name));
    // Another reference has decided all of it.
    if (shared.length === key.columns.length && key.target !== this.shape.key) return undefined;
    const { hint, more, keys } = this.context;
    const nullable = key.columns.filter(
      (name) => isNullable(this.shape, name) && !shared.includes(name) && !more.neverNull.has(name),
    );
    const itself = key.target === this.shape.key;
    const known = keys(key);
    if (known.count === 0 && nullable.length === 0 && !itself)
      return `it refers to ${key.target}, which has no rows`;
    const once = this.shape.uniques.some(
      (unique) => !this.#isPartial(unique) && unique.every((column) => key.columns.includes(column)),
    );
    if (once && nullable.length === 0 && !itself) {
      this.#atMost(known.count, `each row refers to another row of ${key.target} (${key.name})`);
    }
    const required = nullable.every((name) => hint(this.shape, name).required === true);
    const share =
      nullable.length === 0 || (required && known.count > 0 && !itself)
        ? 0
        : emptyShare(key.columns.join(" "), itself);
    this.parts.push(
      referencePart({
        columns: key.columns.map((name) => this.place(name)),
        nullable: nullable.map((name) => this.place(name)),
        keys: () => keys(key),
        shared: shared
          .filter(() => !itself || shared.length < key.columns.length)
          .map((name) => this.place(name)),
        draw: drawOf(this.#stream, key.name),
        nulls: { share, draw: drawOf(this.#stream, key.name, "null") },
        itself: itself ? key.references.map((name) => this.place(name)) : undefined,
        once: once && !itself,
      }),
    );
    return undefined;
  }

  addColumns(): string | undefined {
    const referring = new Set(
      this.shape.foreignKeys
        .filter(({ target }) => target === this.shape.key)
        .flatMap(({ columns }) => columns),
    );
    const keyOfItself = new Set(
      this.shape.foreignKeys
        .filter(({ target }) => target === this.shape.key)
        .flatMap(({ references }) => references),
    );
    for (const column of this.columns) {
      if (this.has(column.name) || (referring.has(column.name) && !keyOfItself.has(column.name))) continue;
      const problem = this.#addColumn(column);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  #addColumn(column: Column): string | undefined {
    const { context, shape } = this;
    const key = columnKey(shape, column.name);
    const place = this.place(column.name);
    // In a check with others it is those that give way.
    const numbered = (name: string) =>
      context.apart.has(columnKey(shape, name)) || context.sequences.has(columnKey(shape, name));
    const steady =
      numbered(column.name) &&
      !shape.checks.some((check) => check.columns.includes(column.name) && check.columns.every(numbered));
    const sequence = context.sequences.get(key);
    if (sequence !== undefined) {
      const make = (i: number) => String(sequence.first + BigInt(i) * sequence.increment);
      if (column.type === "smallint")
        this.#atMost(32_768 - Number(sequence.first), `column ${column.name} is a smallint`);
      this.parts.push(madePart(place, make, { distinct: true, rows: this.rows, nulls: never, steady: true }));
      return undefined;
    }
    const nulls = this.#nullsOf(column);
    const source = context.sources.get(key) ?? { kind: "none" };
    if (source.kind === "none") {
      if (column.notNull) return noValue(shape, column);
      this.parts.push(poolPart(place, [], false, drawOf(key), { share: 1, draw: () => 0 }));
    } else if (source.kind === "pool") {
      this.parts.push(
        poolPart(place, source.values, source.listed, drawOf(this.#stream, column.name, "pool"), nulls),
      );
    } else {
      const distinct = context.apart.has(key);
      const { offset } = context;
      const make = distinct && offset > 0 ? (i: number) => source.make(i + offset) : source.make;
      if (distinct && column.type !== "uuid")
        this.#atMost(differing(make, this.rows), `unique column ${column.name} has no more values`);
      if (source.checked) this.asked.add(column.name);
      this.parts.push(
        madePart(place, make, {
          distinct,
          rows: this.rows,
          nulls,
          steady: source.checked ? source.sure : steady,
        }),
      );
    }
    return undefined;
  }

  #nullsOf({ name, notNull }: Column): Nulls {
    const { hint, more } = this.context;
    const isKey = this.shape.foreignKeys.some(
      ({ target, references }) => target === this.shape.key && references.includes(name),
    );
    if (notNull || isKey || more.neverNull.has(name) || hint(this.shape, name).required === true)
      return never;
    return { share: emptyShare(name, false), draw: drawOf(this.#stream, name, "null") };
  }

  #atMost(rows: number, why: string): void {
    if (rows >= this.rows) return;
    this.rows = rows;
    this.limit = why;
  }

  #isPartial(columns: readonly string[]): boolean {
    return this.context.more.partialUniques.some((one) => one.columns.join("\0") === columns.join("\0"));
  }

  /** What is asked of every row: checks of columns that are drawn for each, of a reference, or of several parts. */
  rowChecks(): readonly CheckShape[] {
    return this.shape.checks.filter((check) => {
      const known = check.columns.filter((name) => this.has(name));
      const settled = this.parts.some(
        (part) =>
          part.choices !== undefined &&
          !this.#refers(part) &&
          known.every((name) => part.columns.includes(this.place(name))),
      );
      if (known.length === 0 || settled) return false;
      return (
        known.length > 1 || known.some((name) => this.asked.has(name) || this.#refers(this.partOf(name)))
      );
    });
  }

  partOf(column: string): Part | undefined {
    const place = this.place(column);
    return this.parts.find((part) => part.columns.includes(place));
  }

  #refers(part: Part | undefined): boolean {
    return this.shape.foreignKeys.some(
      ({ columns }) => part?.columns.includes(this.place(columns[0] ?? "")) === true,
    );
  }

  /** Checks of several columns that no reference and no distinct value takes part in: their values are joined. */
  joinable(): readonly CheckShape[] {
    return this.rowChecks().filter((check) =>
      check.columns.every((name) => {
        const part = this.partOf(name);
        return part !== undefined && !part.distinct && !this.#refers(part) && !this.asked.has(name);
      }),
    );
  }

  trackedUniques(): TablePlan["uniques"] {
    const { partialUniques } = this.context.more;
    const full = this.shape.uniques.filter((columns) => !this.#isPartial(columns));
    return [...full.map((columns) => ({ columns, where: undefined })), ...partialUniques]
      .filter(
        ({ columns }) => columns.length > 0 && !columns.some((name) => this.partOf(name)?.distinct === true),
      )
      .map(({ columns, where }) => ({ columns: columns.map((name) => this.place(name)), where }));
  }
}

const never: Nulls = { share: 0, draw: () => 1 };

function noValue(shape: Shape, column: Column): string {
  const checks = shape.checks.filter((check) => check.columns.includes(column.name)).map(({ name }) => name);
  return checks.length === 0
    ? `no value of type ${column.type} is known for column ${column.name}`
    : `no value was found for column ${column.name} that satisfies ${checks.join(" and ")}`;
}

/** How many of the first `count` values come before one that was there already. */
function differing(make: (i: number) => string, count: number): number {
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) {
    const value = make(i);
    if (seen.has(value)) return i;
    seen.add(value);
  }
  return count;
}

/** The share of rows that leave an optional column empty. */
function emptyShare(name: string, itself: boolean): number {
  if (itself) return 0.4;
  const words = inWords(name);
  if (/\b(deleted|archived|removed|revoked|cancel\w*|refunded|deactivated)\b/.test(words)) return 0.97;
  if (/\b(completed|closed|ended|finished|resolved|delivered|parent|approved)\b/.test(words)) return 0.4;
  return /\b(updated|modified|middle|fax|line 2|note|comment)\b/.test(words) ? 0.3 : 0.08;
}

/** Joins columns that share a check to one part of combinations that PostgreSQL accepts; what it cannot, in words. */
async function joinChecked(builder: Builder): Promise<string | undefined> {
  for (let [check] = builder.joinable(); check !== undefined; [check] = builder.joinable()) {
    const checks = reachable(check, builder.joinable());
    const names = new Set(checks.flatMap(({ columns }) => columns));
    const parts = builder.parts.filter((part) =>
      part.columns.some((place) => names.has(builder.columns[place]?.name ?? "")),
    );
    const places = parts.flatMap(({ columns }) => columns);
    const tuples = await askTuples(builder, checks, parts, places);
    if (tuples.length === 0)
      return `no values were found that satisfy ${checks.map(({ name }) => name).join(" and ")}`;
    const draw = drawOf(builder.context.making.seed, builder.shape.key, ...checks.map(({ name }) => name));
    builder.parts = [
      ...builder.parts.filter((part) => !parts.includes(part)),
      tuplePart(places, tuples, draw),
    ];
  }
  return undefined;
}

/** The checks that share columns with this one, however far. */
function reachable(start: CheckShape, checks: readonly CheckShape[]): readonly CheckShape[] {
  let found: readonly CheckShape[] = [start];
  for (;;) {
    const columns = new Set(found.flatMap((check) => check.columns));
    const more = checks.filter((check) => check.columns.some((column) => columns.has(column)));
    if (more.length === found.length) return found;
    found = more;
  }
}

/** As rows would have them, some with more nulls; where none is accepted, combinations of plain values. */
async function askTuples(
  builder: Builder,
  checks: readonly CheckShape[],
  parts: readonly Part[],
  places: readonly number[],
): Promise<readonly (readonly Value[])[]> {
  const tuples = Array.from({ length: 1500 }, (_, i) => {
    const row: Draft = [];
    for (const part of parts) part.fill(row, i, i % 3 === 0 ? 1 : 0);
    return places.map((place) => row[place] ?? null);
  });
  const good = await ask(builder, checks, places, distinctTuples(tuples));
  if (good.length > 0) return good;
  const { making, sources } = builder.context;
  const pools = places.map((place) => {
    const { name = "", type = "" } = builder.columns[place] ?? {};
    const source = sources.get(columnKey(builder.shape, name));
    const some = source?.kind === "pool" ? source.values : plainValues(type, name, checks, making);
    const values = some.slice(0, 40).map((value): readonly Value[] => [value]);
    return { columns: [name], tuples: isNullable(builder.shape, name) ? [...values, [null]] : values };
  });
  return await ask(builder, checks, places, combine(pools, 2500).tuples);
}

function ask(
  builder: Builder,
  checks: readonly CheckShape[],
  places: readonly number[],
  combinations: readonly (readonly Value[])[],
) {
  const { shape, columns, context } = builder;
  const own = places.flatMap((place) => columns[place] ?? []);
  const names = own.map(({ name }) => name);
  return accepted(context.making.attempt, [
    {
      table: shape.table,
      columns: own,
      generated: generatedFrom(shape, names),
      conditions: checks.map(({ expression }) => expression),
      combinations,
    },
  ]).then(([answer = []]) => answer);
}

function distinctTuples(tuples: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  return [...new Map(tuples.map((tuple) => [JSON.stringify(tuple), tuple])).values()];
}

function plainValues(
  type: string,
  column: string,
  checks: readonly CheckShape[],
  making: Making,
): readonly string[] {
  const expressions = checks
    .filter(({ columns }) => columns.includes(column))
    .map(({ expression }) => expression);
  return candidatesFor(type, expressions, { types: making.types, count: 20, seed: column });
}
