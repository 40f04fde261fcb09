import { accepted, type Question } from "./accepted.ts";
import type { Attempt } from "./ask.ts";
import { candidatesFor } from "./candidates.ts";
import { type Column, columnKey, type Shape } from "./shape.ts";
import type { Types } from "./types.ts";

/** Values for every column, by `columnKey`, that its own checks accept; all columns of all tables are asked together. */
export async function columnCandidates(
  attempt: Attempt,
  shapes: readonly Shape[],
  types: Types,
  count: number,
  examples: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const columns = shapes.flatMap((shape) =>
    shape.columns.map((column) =>
      columnQuestion(shape, column, types, count, examples.get(columnKey(shape, column.name)) ?? []),
    ),
  );
  const asked = columns.filter((column) => column.mustAsk);
  const answers = await accepted(
    attempt,
    asked.map((column) => column.question),
  );
  const values = [
    ...columns
      .filter((column) => !column.mustAsk)
      .map((column) => ({ ...column, combinations: column.question.combinations })),
    ...asked.map((column, i) => ({ ...column, combinations: answers[i] ?? [] })),
  ];
  return new Map(
    values.map((column) => [
      column.key,
      choice(
        column,
        column.combinations.flatMap(([value]) => value ?? []),
        count,
      ),
    ]),
  );
}

interface ColumnQuestion {
  readonly key: string;
  readonly unique: boolean;
  readonly examples: readonly string[];
  readonly question: Question;
  /** Plain values of a built-in type need no asking. */
  readonly mustAsk: boolean;
}

function columnQuestion(
  shape: Shape,
  column: Column,
  types: Types,
  count: number,
  examples: readonly string[],
): ColumnQuestion {
  const mentioning = shape.checks.filter((check) => check.columns.includes(column.name));
  const own = mentioning.filter((check) => check.columns.length === 1).map((check) => check.expression);
  const info = types.get(column.type);
  const expressions = mentioning.map((check) => check.expression);
  const found = candidatesFor(column.type, expressions, {
    types,
    count,
    seed: columnKey(shape, column.name),
  });
  return {
    key: columnKey(shape, column.name),
    unique: shape.uniques.some((names) => names.includes(column.name)),
    examples,
    question: {
      table: shape.table,
      columns: [{ name: column.name, type: column.type }],
      generated: [],
      conditions: own,
      combinations: [...new Set([...examples, ...found])].map((value) => [value]),
    },
    mustAsk: own.length > 0 || examples.length > 0 || (info?.kind !== "base" && info?.kind !== "enum"),
  };
}

/** Examples alone where they may repeat; otherwise examples and what follows them. */
function choice(column: ColumnQuestion, values: readonly string[], count: number): readonly string[] {
  const preferred = values.filter((value) => column.examples.includes(value));
  return preferred.length > 0 && !column.unique ? preferred : values.slice(0, count);
}
