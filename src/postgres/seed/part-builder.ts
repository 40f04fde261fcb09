import {
  type CheckShape,
  type Column,
  columnKey,
  type ForeignKey,
  isNullable,
  type Shape,
} from "../rows/shape.ts";
import { drawOf } from "./draw.ts";
import { type Ending, endingOf } from "./lifecycle.ts";
import { endedPart, madePart, type Nulls, type Part, poolPart, referencePart } from "./parts.ts";
import { inWords } from "./subject.ts";
import type { PlanContext, TablePlan } from "./table-plan.ts";

/** Chooses what fills each column of a table. */
export class PartBuilder {
  readonly shape: Shape;
  readonly columns: readonly Column[];
  readonly context: PlanContext;
  parts: Part[] = [];
  rows: number;
  limit: string | undefined;
  /** Columns whose own checks are asked of every row. */
  readonly asked = new Set<string>();
  /** Checks of several columns that rows satisfy as they are made. */
  readonly natural = new Set<CheckShape>();
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
    const isLast = (column: Column) => (this.#endingOf(column) === undefined ? 0 : 1);
    for (const column of this.columns.toSorted((a, b) => isLast(a) - isLast(b))) {
      if (this.has(column.name) || (referring.has(column.name) && !keyOfItself.has(column.name))) continue;
      const problem = this.#addColumn(column);
      if (problem !== undefined) return problem;
      this.#onlyWhereReached(column);
    }
    return undefined;
  }

  #endingOf(column: Column): Ending | undefined {
    const { hint, sources, making } = this.context;
    return endingOf(column, this.columns, ({ name, type }) => {
      const source = sources.get(columnKey(this.shape, name));
      const info = making.types.get(type);
      const known = source?.kind === "pool" ? source.values : info?.kind === "enum" ? info.labels : [];
      return hint(this.shape, name).values ?? known;
    });
  }

  #onlyWhereReached(column: Column): void {
    const ending = this.#endingOf(column);
    const part = this.parts.at(-1);
    if (ending === undefined || part === undefined) return;
    this.parts = [...this.parts.slice(0, -1), endedPart(part, this.place(ending.state), ending)];
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

  #nullsOf(column: Column): Nulls {
    const { name, notNull } = column;
    if (this.#endingOf(column) !== undefined) return never;
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
    const open = this.rowChecks().filter((check) => !this.natural.has(check));
    return open.filter((check) =>
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
