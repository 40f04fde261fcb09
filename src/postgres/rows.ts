import type { Finding } from "../model/finding.ts";
import type { Catalog } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { withAttempt } from "./rows/ask.ts";
import type { Row } from "./rows/choose.ts";
import { columnCandidates } from "./rows/column-candidates.ts";
import { fillLater, laterKeys } from "./rows/fill-later.ts";
import { type InsertedRows, insertMore, insertRows } from "./rows/insert.ts";
import { fillOrder } from "./rows/order.ts";
import { type PlannedRows, planTable, readKeys, type Surroundings } from "./rows/plan-table.ts";
import { type CheckShape, columnKey, readShapes, type Shape, without } from "./rows/shape.ts";
import { readTypes } from "./rows/types.ts";

export interface FillOptions {
  /** Rows wanted in each table; there are fewer where its unique columns have fewer values. */
  readonly perTable?: number | undefined;
  /** Rows inserted beyond that after all others, so that no foreign key refers to them. */
  readonly unreferenced?: number | undefined;
  /** Rows planned beyond that and not inserted. */
  readonly spare?: number | undefined;
  /** Values to use before all others, by `schema.table.column`. */
  readonly candidates?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Tables to fill, by `schema.table`; all when absent. */
  readonly tables?: ReadonlySet<string> | undefined;
  /** What a new row must fulfil beyond the checks of its table, by `schema.table`: what triggers ask of it. */
  readonly conditions?: ReadonlyMap<string, readonly CheckShape[]> | undefined;
  /** Columns left to their default, by `schema.table.column`. */
  readonly leaveOut?: ReadonlySet<string> | undefined;
}

export interface Filled {
  /** Rows inserted, by `schema.table`. */
  readonly inserted: ReadonlyMap<string, number>;
  /** Rows that fit beside those inserted, by `schema.table`. */
  readonly spare: ReadonlyMap<string, readonly Row[]>;
  /** Each table that has no rows, and why. */
  readonly findings: readonly Finding[];
}

/**
 * Fills every table with rows that its types, checks, unique and foreign keys accept: the same rows every time. PostgreSQL
 * itself says which of the candidate values satisfy a check. A table that cannot be filled becomes a finding.
 */
export async function fillWithRows(
  db: Connection,
  catalog: Catalog,
  options: FillOptions = {},
): Promise<Filled> {
  const shapes = wantedShapes(await readShapes(db, catalog), options);
  const types = await readTypes(
    db,
    [...shapes.values()].flatMap((shape) => shape.columns.map((column) => column.type)),
  );
  return await withAttempt(db, async (attempt) => {
    const { perTable = 10, unreferenced = 0, spare = 0 } = options;
    const count = perTable + unreferenced + spare;
    const candidates = await columnCandidates(
      attempt,
      [...shapes.values()],
      types,
      count,
      options.candidates ?? new Map(),
    );
    const around: Surroundings = {
      db,
      attempt,
      perTable,
      count,
      candidates: (shape, column) => candidates.get(columnKey(shape, column.name)) ?? [],
      keys: keyReader(db),
    };
    const results: InsertedRows[] = [];
    for (const group of fillOrder(shapes)) results.push(...(await fillGroup(group, around)));
    const finished: InsertedRows[] = [];
    for (const table of results) finished.push(await insertMore(table, attempt, unreferenced));
    return summary(finished);
  });
}

function wantedShapes(
  shapes: ReadonlyMap<string, Shape>,
  { tables, leaveOut = new Set(), conditions = new Map() }: FillOptions,
): ReadonlyMap<string, Shape> {
  const wanted = [...shapes].filter(([key]) => tables?.has(key) ?? true);
  return new Map(
    wanted.map(([key, shape]) => {
      const checks = [...shape.checks, ...(conditions.get(key) ?? [])];
      return [key, without({ ...shape, checks }, leaveOut)];
    }),
  );
}

function summary(results: readonly InsertedRows[]): Filled {
  return {
    inserted: new Map(results.map(({ shape, inserted }) => [shape.key, inserted])),
    spare: new Map(results.map(({ shape, rows, inserted }) => [shape.key, rows.slice(inserted)])),
    findings: results.flatMap(({ shape, problem }): readonly Finding[] =>
      problem === undefined
        ? []
        : [
            {
              code: "rows/no-rows",
              severity: "warning",
              message: `Table ${shape.key} could not be filled with rows: ${problem}.`,
              help: "Give fields `examples:` that satisfy the checks, or run what needs rows on data of your own.",
            },
          ],
    ),
  };
}

/** Reads the keys that foreign keys refer to, each once; also those of tables that are not ours to fill. */
function keyReader(db: Connection): Surroundings["keys"] {
  const known = new Map<string, ReturnType<Surroundings["keys"]>>();
  return (key) => {
    const name = JSON.stringify([key.targetPath, key.references]);
    const keys = known.get(name) ?? readKeys(db, key);
    known.set(name, keys);
    return keys;
  };
}

/** Plans and inserts the rows of tables that refer to each other; most groups are one table. */
async function fillGroup(group: readonly Shape[], around: Surroundings): Promise<readonly InsertedRows[]> {
  const planned: PlannedRows[] = [];
  for (const shape of group.filter((one) => !one.partitioned)) {
    planned.push(await planTable(shape, laterKeys(shape, group), around));
  }
  const tables = planned.some(({ problem }) => problem !== undefined) ? planned : fillLater(planned);
  return await insertRows(tables, around.attempt);
}
