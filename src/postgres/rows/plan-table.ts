import type { Connection } from "../connection.ts";
import { ident, identList, literal, qualified } from "../quote.ts";
import { accepted, type Question, type Value } from "./accepted.ts";
import type { Attempt } from "./ask.ts";
import { chooseRows, combine, type Part, type Row } from "./choose.ts";
import { type CheckShape, type Column, type ForeignKey, isNullable, type Shape } from "./shape.ts";

/** Rows for a table, or why there are none. */
export interface PlannedRows {
  readonly shape: Shape;
  readonly rows: readonly Row[];
  /** How many of them are to be inserted; the others are spare. */
  readonly wanted: number;
  readonly problem?: string | undefined;
}

/** What planning needs to know of the rest. */
export interface Surroundings {
  readonly db: Connection;
  readonly attempt: Attempt;
  /** Rows to insert in each table, and rows to plan, spare ones included. */
  readonly perTable: number;
  readonly count: number;
  /** Values for a column alone, that its own checks accept. */
  readonly candidates: (shape: Shape, column: Column) => readonly string[];
  /** Keys that a foreign key may refer to. */
  readonly keys: (key: ForeignKey) => Promise<readonly (readonly Value[])[]>;
}

/** Combinations that are tried for columns that depend on each other. */
const combinations = 2500;

/** Plans rows for a table whose targets have theirs, but for those among `later`: their columns stay open. */
export async function planTable(
  shape: Shape,
  later: readonly ForeignKey[],
  around: Surroundings,
): Promise<PlannedRows> {
  const known = shape.foreignKeys.filter((key) => !later.includes(key));
  const fixed = new Set(known.flatMap((key) => key.columns));
  const open = new Set(later.flatMap((key) => key.columns).filter((column) => !fixed.has(column)));
  const parts: Part[] = [];
  for (const [i, key] of known.entries()) {
    const part = await foreignKeyPart(shape, key, i, around);
    if (part === undefined) return none(shape, `it refers to ${key.target}, which has no rows`);
    parts.push(part);
  }
  for (const column of shape.columns.filter((one) => !fixed.has(one.name) && !open.has(one.name))) {
    const part = await columnPart(shape, column, around);
    if (part?.tuples.length === 0) return none(shape, noValue(shape, column));
    if (part !== undefined) parts.push(part);
  }
  const checks = shape.checks.filter((check) => check.columns.every((column) => !open.has(column)));
  const joined = await joinParts(shape, parts, checks, fixed, around);
  if ("problem" in joined) return none(shape, joined.problem);
  const rows = chooseRows(joined.parts, shape.uniques, around.count);
  // Where there are fewer, some are still kept as spare.
  return { shape, rows, wanted: Math.ceil((around.perTable * rows.length) / around.count) };
}

function none(shape: Shape, problem: string): PlannedRows {
  return { shape, rows: [], wanted: 0, problem };
}

function noValue(shape: Shape, column: Column): string {
  const checks = shape.checks
    .filter((check) => check.columns.includes(column.name))
    .map((check) => check.name);
  return checks.length === 0
    ? `no value of type ${column.type} is known for column ${column.name}`
    : `no value was found for column ${column.name} that satisfies ${checks.join(" and ")}`;
}

/** Undefined where a required reference has nothing to refer to. */
async function foreignKeyPart(
  shape: Shape,
  key: ForeignKey,
  turn: number,
  around: Surroundings,
): Promise<Part | undefined> {
  const nullable = key.columns.map((name) => isNullable(shape, name));
  const found = await around.keys(key);
  if (found.length === 0 && nullable.includes(true)) {
    const columns = key.columns.filter((_, i) => nullable[i]);
    return { columns, tuples: [columns.map(() => null)] };
  }
  if (found.length === 0) return undefined;
  // Some targets are referred to more than once and others never, as in life.
  const turned = shuffled(found, turn);
  const mustDiffer = shape.uniques.some((columns) => columns.some((column) => key.columns.includes(column)));
  const mustAgree = shape.foreignKeys.some(
    (other) => other !== key && other.columns.some((column) => key.columns.includes(column)),
  );
  return {
    columns: key.columns,
    tuples: mustDiffer || mustAgree ? turned : turned.slice(0, Math.ceil(found.length * 0.6)),
  };
}

/** The values in an order of their own for each turn, so that two foreign keys to one table do not always say the same. */
function shuffled<T>(values: readonly T[], turn: number): readonly T[] {
  const steps = [3, 7, 11, 13, 17].filter((step) => step < values.length && values.length % step !== 0);
  const step = steps[turn % steps.length] ?? 1;
  return values.flatMap((_, i) => values.slice((turn + i * step) % values.length).slice(0, 1));
}

/** Undefined where the column is best left to its default. */
async function columnPart(shape: Shape, column: Column, around: Surroundings): Promise<Part | undefined> {
  if (column.generated !== undefined) return undefined;
  const values = (await nextValues(shape, column, around)) ?? around.candidates(shape, column);
  if (values.length > 0) return { columns: [column.name], tuples: values.map((value) => [value]) };
  if (column.default !== undefined) return undefined;
  return { columns: [column.name], tuples: column.notNull ? [] : [[null]] };
}

/** Numbers of the sequence behind a column, taken from it so that it does not give them again. */
async function nextValues(
  shape: Shape,
  column: Column,
  around: Surroundings,
): Promise<readonly string[] | undefined> {
  const table = literal(qualified(shape.schema, shape.table));
  const next =
    column.identity === undefined
      ? /^nextval\(.*\)$/.exec(column.default ?? "")?.[0]
      : `nextval(pg_get_serial_sequence(${table}, ${literal(column.name)}))`;
  if (next === undefined) return undefined;
  const rows = await around.db.query<{ value: string }>(
    `select ${next}::text as value from generate_series(1, ${around.count})`,
  );
  return rows.map((row) => row.value);
}

/** Joins the parts that share a column or a check, and keeps of each what its checks accept. */
async function joinParts(
  shape: Shape,
  parts: readonly Part[],
  checks: readonly CheckShape[],
  referring: ReadonlySet<string>,
  around: Surroundings,
): Promise<{ readonly parts: readonly Part[] } | { readonly problem: string }> {
  const planned = new Set(parts.flatMap((part) => part.columns));
  // A check of one plain column has been asked already.
  const asked = checks.filter(
    (check) =>
      check.columns.every((column) => planned.has(column)) &&
      (check.columns.length > 1 || check.columns.some((column) => referring.has(column))),
  );
  const groups = groupParts(parts, asked);
  const joined = groups.map((group) => {
    const own = asked.filter((check) =>
      check.columns.some((column) => group.some((part) => part.columns.includes(column))),
    );
    return {
      own,
      part: combine(own.length === 0 ? group : group.map((part) => withNull(shape, part)), combinations),
    };
  });
  const tested = joined.filter(({ own }) => own.length > 0);
  const answers = await accepted(
    around.attempt,
    tested.map(({ own, part }) => question(shape, own, part)),
  );
  const result: Part[] = joined.filter(({ own }) => own.length === 0).map(({ part }) => part);
  for (const [i, { own, part }] of tested.entries()) {
    const tuples = answers[i] ?? [];
    if (tuples.length === 0)
      return { problem: `no values were found that satisfy ${own.map((check) => check.name).join(" and ")}` };
    result.push({ columns: part.columns, tuples });
  }
  return { parts: result };
}

/** Parts that have a column or a check in common, together. */
function groupParts(parts: readonly Part[], checks: readonly CheckShape[]): readonly (readonly Part[])[] {
  const ties = [...checks.map((check) => check.columns), ...parts.map((part) => part.columns)];
  let groups: (readonly Part[])[] = parts.map((part) => [part]);
  for (const columns of ties) {
    const touches = (group: readonly Part[]) =>
      group.some((part) => part.columns.some((column) => columns.includes(column)));
    const touched = groups.filter(touches);
    if (touched.length > 1) groups = [...groups.filter((group) => !touches(group)), touched.flat()];
  }
  return groups;
}

/** Null too, where a check may want it. */
function withNull(shape: Shape, part: Part): Part {
  const nullable = part.columns.map((name) => isNullable(shape, name));
  if (!nullable.includes(true) || part.tuples.some((tuple) => tuple.includes(null))) return part;
  const first = part.tuples[0] ?? [];
  return {
    columns: part.columns,
    tuples: [...part.tuples, first.map((value, i) => (nullable[i] ? null : value))],
  };
}

function question(shape: Shape, checks: readonly CheckShape[], part: Part): Question {
  const typeOf = (name: string) => shape.columns.find((column) => column.name === name)?.type ?? "text";
  return {
    table: shape.table,
    columns: part.columns.map((name) => ({ name, type: typeOf(name) })),
    generated: generatedFrom(shape, part.columns),
    conditions: checks.map((check) => check.expression),
    combinations: part.tuples,
  };
}

/** The generated columns that can be computed from these. */
export function generatedFrom(shape: Shape, columns: readonly string[]): Question["generated"] {
  return shape.columns.flatMap(({ name, generated, generatedFrom = [] }) =>
    generated !== undefined && generatedFrom.every((column) => columns.includes(column))
      ? [{ name, expression: generated }]
      : [],
  );
}

/** Reads what a foreign key may refer to. */
export async function readKeys(
  db: Connection,
  { targetPath, references }: ForeignKey,
): Promise<readonly (readonly Value[])[]> {
  const list = references.map((column) => `${ident(column)}::text`).join(", ");
  const present = references.map((column) => `${ident(column)} is not null`).join(" and ");
  const rows = await db.query<{ key: readonly string[] }>(
    `select array[${list}] as key from ${qualified(...targetPath)}
    where ${present} group by ${identList(references)} order by ${identList(references)} limit 50`,
  );
  return rows.map((row) => row.key);
}
