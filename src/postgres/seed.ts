import type { Finding } from "../model/finding.ts";
import type { Catalog } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { withAttempt } from "./rows/ask.ts";
import { fillOrder } from "./rows/order.ts";
import { columnKey, type ForeignKey, readShapes, type Shape, without } from "./rows/shape.ts";
import { readTypes } from "./rows/types.ts";
import { columnsApart } from "./seed/apart.ts";
import type { ColumnHint } from "./seed/believable.ts";
import { circularKeys } from "./seed/circular-keys.ts";
import { columnSources, type Making, type WantedColumn } from "./seed/column-values.ts";
import { filledByTriggers, madeByTriggers, moreConstraints } from "./seed/constraints.ts";
import { existingKeys, joinKeys, type Keys, noKeys } from "./seed/keys.ts";
import { notEmpty, presentRows } from "./seed/present-rows.ts";
import { rowCounts, type WantedRows } from "./seed/row-counts.ts";
import { Sequences } from "./seed/sequences.ts";
import { areSteady, firstRows, keysOf, type SettledRows, settle } from "./seed/settle.ts";
import { planTable, type TablePlan } from "./seed/table-plan.ts";
import { loadVocabulary } from "./seed/vocabulary.ts";
import { forcedQuery, lift, type Sink, writeGroup } from "./seed/write.ts";

export interface SeedOptions extends WantedRows {
  /** Another number, other rows. */
  readonly seed: number;
  /** Adds to the rows that are there; else the tables must be empty. */
  readonly append: boolean;
  /** What the definitions say, by `schema.table.column`. */
  readonly hints: ReadonlyMap<string, ColumnHint>;
}

/** Rows that are ready to be written. */
export interface Seeding {
  readonly tables: readonly SeededTable[];
  /** Tables that cannot be filled, and why: then nothing is to be written. */
  readonly findings: readonly Finding[];
  /** Writes all of it, or nothing. */
  write(sink: Sink, told: (table: SeededTable) => void): Promise<void>;
}

export interface SeededTable {
  /** `schema.table` */
  readonly table: string;
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  /** Why there are fewer than wanted. */
  readonly limit?: string | undefined;
}

/**
 * Makes believable rows that satisfy every constraint: the same ones for the same schema, options and seed. Nothing is
 * written yet.
 */
export async function prepareSeed(db: Connection, catalog: Catalog, options: SeedOptions): Promise<Seeding> {
  const all = await readShapes(db, catalog);
  const byTriggers = filledByTriggers(catalog, all.values());
  const made = new Set([
    ...madeByTriggers(catalog, all.values()),
    ...[...options.hints].flatMap(([column, hint]) => (hint.made === true ? [column] : [])),
  ]);
  const shapes = new Map(
    [...all].filter(([key]) => !byTriggers.has(key)).map(([key, shape]) => [key, leaving(shape, made)]),
  );
  const counts = rowCounts(shapes, options);
  const present = await presentRows(
    db,
    [...shapes.values()].filter(({ key }) => (counts.get(key) ?? 0) > 0),
  );
  const occupied = [...present].filter(([, rows]) => rows > 0);
  if (occupied.length > 0 && !options.append) return nothing([notEmpty(occupied)]);
  const types = await readTypes(
    db,
    [...shapes.values()].flatMap((shape) => shape.columns.map(({ type }) => type)),
  );
  const vocabulary = await loadVocabulary(options.seed);
  return await withAttempt(db, async (attempt) => {
    const seeder = new Seeder(db, catalog, shapes, counts, present, options, {
      attempt,
      types,
      vocabulary,
      seed: options.seed,
    });
    return await seeder.prepare();
  });
}

/** The table without columns that the database makes, and without checks of them, which are its own business as well. */
function leaving(shape: Shape, made: ReadonlySet<string>): Shape {
  const checks = shape.checks.filter(
    ({ columns }) => !columns.some((column) => made.has(columnKey(shape, column))),
  );
  return without({ ...shape, checks }, made);
}

function nothing(findings: readonly Finding[]): Seeding {
  return { tables: [], findings, write: () => Promise.resolve() };
}

class Seeder {
  readonly #db: Connection;
  readonly #catalog: Catalog;
  readonly #shapes: ReadonlyMap<string, Shape>;
  readonly #counts: ReadonlyMap<string, number>;
  readonly #present: ReadonlyMap<string, number>;
  readonly #options: SeedOptions;
  readonly #making: Making;
  readonly #settled = new Map<string, SettledRows>();
  readonly #keys = new Map<string, Keys>();
  readonly #findings: Finding[] = [];
  readonly #failed = new Set<string>();

  constructor(
    db: Connection,
    catalog: Catalog,
    shapes: ReadonlyMap<string, Shape>,
    counts: ReadonlyMap<string, number>,
    present: ReadonlyMap<string, number>,
    options: SeedOptions,
    making: Making,
  ) {
    this.#db = db;
    this.#catalog = catalog;
    this.#shapes = shapes;
    this.#counts = counts;
    this.#present = present;
    this.#options = options;
    this.#making = making;
  }

  async prepare(): Promise<Seeding> {
    const wanted = [...this.#shapes.values()].filter(({ key }) => (this.#counts.get(key) ?? 0) > 0);
    const more = new Map(wanted.map((shape) => [shape.key, moreConstraints(this.#catalog, shape)]));
    const apart = new Set(
      wanted.flatMap((shape) => [
        ...columnsApart(shape, moreConstraints(this.#catalog, shape), this.#making.types, (name) =>
          this.#hint(shape, name),
        ),
      ]),
    );
    const sequences = await Sequences.read(this.#db, wanted);
    const columns = wanted.flatMap((shape) => this.#wantedColumns(shape, apart));
    const sources = await columnSources(columns, this.#making);
    const groups: SettledRows[][] = [];
    await this.#readExistingKeys(wanted);
    for (const group of fillOrder(this.#shapes)) {
      const members = group.filter(({ key }) => (this.#counts.get(key) ?? 0) > 0);
      const plans: TablePlan[] = [];
      const circular = circularKeys(members);
      const circle = new Set(group.map(({ key }) => key));
      for (const shape of members) {
        const rows = this.#counts.get(shape.key) ?? 0;
        if (circular.length > 0) {
          this.#report(shape, `the keys of ${circular.join(" and ")} refer to each other in a circle`);
          continue;
        }
        const planned = await planTable(shape, {
          making: this.#making,
          wanted: rows,
          more: more.get(shape.key) ?? moreConstraints(this.#catalog, shape),
          sources,
          sequences: sequences.take(shape, rows),
          apart,
          circle,
          offset: this.#present.get(shape.key) ?? 0,
          hint: (one, name) => this.#hint(one, name),
          keys: (key) => this.#keysOf(key, plans),
        });
        if ("problem" in planned) this.#report(shape, planned.problem);
        else plans.push(planned);
      }
      groups.push(await this.#settleGroup(plans));
    }
    return this.#seeding(groups, sequences);
  }

  #hint(shape: Shape, column: string): ColumnHint {
    return this.#options.hints.get(columnKey(shape, column)) ?? {};
  }

  #wantedColumns(shape: Shape, apart: ReadonlySet<string>): readonly WantedColumn[] {
    const { exclusions } = moreConstraints(this.#catalog, shape);
    const times = exclusions.flat();
    return shape.columns
      .filter(({ generated }) => generated === undefined)
      .map((column) => ({
        shape,
        column,
        apart: apart.has(columnKey(shape, column.name)),
        slot: times.includes(column.name) ? times.indexOf(column.name) : undefined,
        rows: this.#counts.get(shape.key) ?? 0,
        hint: this.#hint(shape, column.name),
      }));
  }

  /** Of tables that get no rows: what is there can be referred to. */
  async #readExistingKeys(wanted: readonly Shape[]): Promise<void> {
    for (const key of wanted.flatMap(({ foreignKeys }) => foreignKeys)) {
      const target = this.#shapes.get(key.target);
      if (target === undefined || target.partitioned || (this.#counts.get(key.target) ?? 0) > 0) continue;
      if (this.#keys.has(keyName(key))) continue;
      this.#keys.set(keyName(key), await existingKeys(this.#db, target, key.references));
    }
  }

  #keysOf(key: ForeignKey, plans: readonly TablePlan[]): Keys {
    if (this.#failed.has(key.target)) return noKeys;
    const known = this.#keys.get(keyName(key));
    if (known !== undefined) return known;
    const target = this.#shapes.get(key.target);
    if (target === undefined) return noKeys;
    const found = target.partitioned ? this.#keysOfPartitions(key, plans) : this.#keysOfTable(key, plans);
    if (found !== noKeys) this.#keys.set(keyName(key), found);
    return found;
  }

  #keysOfPartitions(key: ForeignKey, plans: readonly TablePlan[]): Keys {
    const partitions = [...this.#shapes.values()].filter(({ parent }) => parent === key.target);
    return joinKeys(partitions.map((one) => this.#keysOf({ ...key, target: one.key }, plans)));
  }

  /** Of a table in the same circle the rows are to come: its keys are those that its plan will make. */
  #keysOfTable(key: ForeignKey, plans: readonly TablePlan[]): Keys {
    const wanted = this.#counts.get(key.target) ?? 0;
    let planned: Keys | undefined;
    let settled: Keys | undefined;
    const current = (): Keys => {
      const rows = this.#settled.get(key.target);
      if (rows !== undefined) {
        settled ??= keysOf(rows, key.references);
        return settled;
      }
      const plan = plans.find(({ shape }) => shape.key === key.target);
      if (plan === undefined) return { ...noKeys, count: wanted };
      planned ??= areSteady(plan, key.references) ? keysOf(firstRows(plan), key.references) : noKeys;
      return planned;
    };
    return {
      get count() {
        return current().count;
      },
      at: (n) => current().at(n),
    };
  }

  async #settleGroup(plans: readonly TablePlan[]): Promise<SettledRows[]> {
    const group: SettledRows[] = [];
    for (const plan of plans) {
      const rows = await settle(plan, this.#making.attempt);
      this.#settled.set(plan.shape.key, rows);
      group.push(rows);
      if (rows.count === 0) this.#report(plan.shape, rows.limit ?? "no row could be made");
    }
    return group;
  }

  #report(shape: Shape, problem: string): void {
    this.#failed.add(shape.key);
    this.#findings.push({
      code: "seed/not-filled",
      severity: "error",
      message: `Table ${shape.key} cannot be filled: ${problem}.`,
      help: `Give its fields \`examples:\` that satisfy the checks, fill it yourself and leave it out with --rows ${shape.table}=0.`,
    });
  }

  #seeding(groups: readonly (readonly SettledRows[])[], sequences: Sequences): Seeding {
    const described = (rows: SettledRows): SeededTable => ({
      table: rows.plan.shape.key,
      schema: rows.plan.shape.schema,
      name: rows.plan.shape.table,
      rows: rows.count,
      limit: rows.limit,
    });
    const keys = groups.flat().map(({ plan }) => plan.shape.key);
    return {
      tables: groups.flat().map(described),
      findings: this.#findings,
      write: async (sink, told) => {
        const forced = await this.#db.query<{ table: string }>(forcedQuery, [keys]);
        const { before, after } = lift(forced.map(({ table }) => table));
        for (const sql of before) await sink.execute(sql);
        for (const group of groups) {
          await writeGroup(group, sink);
          for (const rows of group) told(described(rows));
        }
        for (const sql of [...sequences.statements(), ...after]) await sink.execute(sql);
      },
    };
  }
}

/** Each row of a table that refers to others asks for them. */
const keyNames = new WeakMap<ForeignKey, string>();

function keyName(key: ForeignKey): string {
  let name = keyNames.get(key);
  if (name === undefined) {
    name = JSON.stringify([key.target, key.references]);
    keyNames.set(key, name);
  }
  return name;
}
