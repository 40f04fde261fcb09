import type { CheckShape, Column, ForeignKey, Shape } from "../rows/shape.ts";
import type { ColumnHint } from "./believable.ts";
import type { Making, Source } from "./column-values.ts";
import type { MoreConstraints } from "./constraints.ts";
import { joinChecked } from "./join-checks.ts";
import type { Keys } from "./keys.ts";
import { PartBuilder } from "./part-builder.ts";
import type { Part } from "./parts.ts";

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
  const builder = new PartBuilder(shape, columns, context);
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
