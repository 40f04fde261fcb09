import { accepted, type Question, type Value } from "../rows/accepted.ts";
import type { Attempt } from "../rows/ask.ts";
import { generatedFrom } from "../rows/plan-table.ts";
import type { Keys } from "./keys.ts";
import type { Draft, Part } from "./parts.ts";
import type { TablePlan } from "./table-plan.ts";

/** The rows of a table, each made anew from its number whenever it is asked for: a million of them need no memory. */
export interface SettledRows {
  readonly plan: TablePlan;
  readonly count: number;
  /** The n-th row, or what these parts make of it. */
  row(n: number, parts?: readonly Part[]): Draft;
  /** Why there are fewer than planned. */
  readonly limit?: string | undefined;
}

const batch = 2000;
const rounds = 120;
/** From this attempt on, the columns of a unique key go through all their combinations, one after the other. */
const enumerating = 30;

/** Rows as their parts make them first; for tables where nothing has to be asked, and for references to rows to come. */
export function firstRows(plan: TablePlan): SettledRows {
  return { plan, count: plan.rows, row: (n, parts) => makeRow(plan, n, 0, parts), limit: plan.limit };
}

function makeRow(plan: TablePlan, i: number, attempt: number, parts: readonly Part[] = plan.parts): Draft {
  const row: Draft = new Array(plan.columns.length).fill(undefined);
  for (const part of parts) if (!part.fill(row, i, attempt)) return [];
  return row;
}

/** Decides for each row which attempt of its parts satisfies checks and unique keys. */
export async function settle(plan: TablePlan, attempt: Attempt): Promise<SettledRows> {
  if (plan.checks.length === 0 && plan.uniques.length === 0 && plan.parts.length > 0 && !mayFail(plan))
    return firstRows(plan);
  const settling = new Settling(plan, attempt);
  for (let from = 0; from < plan.rows; from += batch) {
    await settling.settle(Math.min(batch, plan.rows - from), from);
    if (settling.exhausted) break;
  }
  return settling.result();
}

/** A required reference may find nobody. */
function mayFail(plan: TablePlan): boolean {
  return makeRow(plan, 0, 0).length === 0 && plan.columns.length > 0;
}

class Settling {
  exhausted = false;
  readonly #plan: TablePlan;
  readonly #attempt: Attempt;
  readonly #chosen: Uint32Array;
  readonly #seen: readonly Set<string>[];
  readonly #enumerated: Enumerated | undefined;
  readonly #verdicts = new Map<string, boolean>();
  readonly #failed = new Set<number>();
  #done = 0;
  #cursor = 0;
  #refusedBy: string | undefined;

  constructor(plan: TablePlan, attempt: Attempt) {
    this.#plan = plan;
    this.#attempt = attempt;
    this.#chosen = new Uint32Array(plan.rows);
    this.#seen = plan.uniques.map(() => new Set());
    this.#enumerated = enumeration(plan);
  }

  async settle(count: number, from: number): Promise<void> {
    let pending = Array.from({ length: count }, (_, n) => from + n);
    for (let round = 0; pending.length > 0 && !this.#isOver(round); round++) {
      const tries = pending.map((i) => this.#try(i, round));
      const verdicts = await this.#ask(tries.map(({ row }) => row));
      pending = tries.flatMap((one, n) => (this.#keep(one, verdicts[n]) ? [] : [one.i]));
    }
    for (const i of pending) this.#failed.add(i);
    this.#done += count;
    this.exhausted = this.#enumerated !== undefined && this.#cursor >= this.#enumerated.count;
  }

  #isOver(round: number): boolean {
    if (this.#enumerated === undefined) return round >= rounds;
    return round >= enumerating && this.#cursor >= this.#enumerated.count;
  }

  #try(i: number, round: number): Try {
    const chosen =
      this.#enumerated !== undefined && round >= enumerating ? enumerating + this.#cursor++ : round;
    return { i, chosen, row: this.#make(i, chosen) };
  }

  #make(i: number, chosen: number, parts?: readonly Part[]): Draft {
    const row = makeRow(this.#plan, i, chosen, parts);
    if (this.#enumerated !== undefined && chosen >= enumerating)
      this.#enumerated.set(row, chosen - enumerating);
    return row;
  }

  /** What PostgreSQL says: do all checks accept the row, and do the predicates of partial unique keys hold for it? */
  async #ask(rows: readonly Draft[]): Promise<readonly Verdict[]> {
    const { checks, uniques } = this.#plan;
    const verdicts = await Promise.all(
      checks.map(({ expression, columns }) => this.#accepted(rows, [expression], columns)),
    );
    const counts = await Promise.all(
      uniques.map(async ({ where }) =>
        where === undefined
          ? undefined
          : await this.#accepted(rows, [`(${where}) is true`], this.#mentioned(where)),
      ),
    );
    return rows.map((row) => ({
      good:
        (row.length > 0 || this.#plan.columns.length === 0) &&
        verdicts.every((one) => one === undefined || one.has(row)),
      counts: counts.map((one) => one === undefined || one.has(row)),
    }));
  }

  #mentioned(expression: string): readonly string[] {
    return this.#plan.shape.columns
      .map(({ name }) => name)
      .filter((name) => expression.includes(name.replaceAll('"', '""')));
  }

  /** The rows that the conditions accept; undefined where there are none. What was asked before is not asked again. */
  async #accepted(
    rows: readonly Draft[],
    conditions: readonly string[],
    mentioned: readonly string[],
  ): Promise<ReadonlySet<Draft> | undefined> {
    if (conditions.length === 0) return undefined;
    const places = this.#placesOf(mentioned);
    const tuples = new Map<string, readonly Value[]>();
    const textOf = (row: Draft) => JSON.stringify([conditions, places.map((place) => row[place] ?? null)]);
    const whole = rows.filter((row) => row.length > 0).map((row) => ({ row, text: textOf(row) }));
    for (const { row, text } of whole) {
      if (!this.#verdicts.has(text))
        tuples.set(
          text,
          places.map((place) => row[place] ?? null),
        );
    }
    const good = await this.#question(conditions, places, [...tuples.values()]);
    for (const [text, tuple] of tuples) this.#verdicts.set(text, good.has(tuple));
    const answer = new Set(whole.filter(({ text }) => this.#verdicts.get(text)).map(({ row }) => row));
    if (this.#verdicts.size > 20_000) this.#verdicts.clear();
    return answer;
  }

  async #question(
    conditions: readonly string[],
    places: readonly number[],
    combinations: readonly (readonly Value[])[],
  ): Promise<ReadonlySet<readonly Value[]>> {
    if (combinations.length === 0) return new Set();
    const { shape, columns } = this.#plan;
    const names = places.map((place) => columns[place]?.name ?? "");
    const question: Question = {
      table: shape.table,
      columns: places.flatMap((place) => columns[place] ?? []),
      generated: generatedFrom(shape, names),
      conditions,
      combinations,
    };
    const [answer = []] = await accepted(this.#attempt, [question]);
    return new Set(answer);
  }

  /** Of generated columns those that they come from. */
  #placesOf(mentioned: readonly string[]): readonly number[] {
    const { shape, columns } = this.#plan;
    const sources = new Set(
      mentioned.flatMap((name) => shape.columns.find((one) => one.name === name)?.generatedFrom ?? [name]),
    );
    return columns.flatMap(({ name }, place) => (sources.has(name) ? [place] : []));
  }

  #keep({ i, chosen, row }: Try, verdict: Verdict | undefined): boolean {
    if (verdict?.good !== true) {
      this.#refusedBy ??=
        row.length === 0
          ? "a required reference finds no row"
          : this.#plan.checks.map(({ name }) => name).join(", ");
      return false;
    }
    const keys = this.#plan.uniques.map(({ columns }, n) =>
      verdict.counts[n] === true ? keyText(row, columns) : undefined,
    );
    if (keys.some((key, n) => key !== undefined && this.#seen[n]?.has(key))) return false;
    for (const [n, key] of keys.entries()) if (key !== undefined) this.#seen[n]?.add(key);
    this.#chosen[i] = chosen;
    return true;
  }

  result(): SettledRows {
    const plan = this.#plan;
    const kept = Array.from({ length: this.#done }, (_, i) => i).filter((i) => !this.#failed.has(i));
    const limit =
      kept.length === plan.rows
        ? plan.limit
        : this.#enumerated !== undefined
          ? `the unique columns ${names(plan, plan.uniques[0]?.columns ?? [])} have no more combinations`
          : `no more rows satisfy ${this.#refusedBy ?? "its unique keys"}`;
    return {
      plan,
      count: kept.length,
      row: (n, parts) => this.#make(kept[n] ?? 0, this.#chosen[kept[n] ?? 0] ?? 0, parts),
      limit,
    };
  }
}

interface Try {
  readonly i: number;
  readonly chosen: number;
  readonly row: Draft;
}

interface Verdict {
  readonly good: boolean;
  /** For each unique key, whether the row counts for it. */
  readonly counts: readonly boolean[];
}

function names(plan: TablePlan, places: readonly number[]): string {
  return places.map((place) => plan.columns[place]?.name).join(", ");
}

interface Enumerated {
  readonly count: number;
  set(row: Draft, n: number): void;
}

/** All combinations of the first unique key of which every part has only so many values. */
function enumeration(plan: TablePlan): Enumerated | undefined {
  for (const { columns, where } of plan.uniques) {
    const parts = plan.parts.filter((part) => part.columns.some((place) => columns.includes(place)));
    const choices = parts.flatMap((part) => part.choices ?? []);
    if (where !== undefined || choices.length < parts.length) continue;
    return {
      count: choices.reduce((product, { count }) => product * count, 1),
      set: (row, n) => {
        let left = n;
        for (const choice of choices) {
          choice.set(row, left % choice.count);
          left = Math.floor(left / choice.count);
        }
      },
    };
  }
  return undefined;
}

/** Undefined while a column has no value: SQL's nulls are all different. */
function keyText(row: Draft, columns: readonly number[]): string | undefined {
  const values = columns.map((place) => row[place] ?? null);
  return values.includes(null) ? undefined : values.join("\0");
}

/** The values that foreign keys refer to; each is made once. */
export function keysOf(rows: SettledRows, columns: readonly string[]): Keys {
  const { plan } = rows;
  const places = columns.map((name) => plan.columns.findIndex((column) => column.name === name));
  const parts = partsFor(plan, places);
  const known: (readonly Value[])[] = [];
  return {
    count: rows.count,
    at: (n) => {
      const made = known[n];
      if (made !== undefined) return made;
      const row = rows.row(n, parts);
      const key = places.map((place) => row[place] ?? null);
      known[n] = key;
      return key;
    },
  };
}

/** The parts that these columns come from, and those that they look at. */
function partsFor(plan: TablePlan, places: readonly number[]): readonly Part[] {
  const needed = new Set<Part>();
  const need = (place: number): void => {
    const first = plan.parts.find((part) => part.columns.includes(place));
    if (first === undefined || needed.has(first)) return;
    needed.add(first);
    first.columns.forEach(need);
  };
  places.forEach(need);
  return plan.parts.filter((part) => needed.has(part));
}

/** Whether keys can be told before the table is settled: what makes them does not depend on attempts. */
export function areSteady(plan: TablePlan, columns: readonly string[]): boolean {
  if (plan.checks.length === 0 && plan.uniques.length === 0) return true;
  const places = columns.map((name) => plan.columns.findIndex((column) => column.name === name));
  return partsFor(plan, places).every((part) => part.steady);
}
