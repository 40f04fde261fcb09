import { accepted, type Value } from "../rows/accepted.ts";
import { candidatesFor } from "../rows/candidates.ts";
import { combine } from "../rows/choose.ts";
import { generatedFrom } from "../rows/plan-table.ts";
import { type CheckShape, columnKey, isNullable } from "../rows/shape.ts";
import type { Making } from "./column-values.ts";
import { drawOf } from "./draw.ts";
import type { PartBuilder } from "./part-builder.ts";
import { anyAttempt, type Draft, type Part, tuplePart } from "./parts.ts";

/** Joins columns that share a check to one part of combinations that PostgreSQL accepts; what it cannot, in words. */
export async function joinChecked(builder: PartBuilder): Promise<string | undefined> {
  for (let [check] = builder.joinable(); check !== undefined; [check] = builder.joinable()) {
    const checks = reachable(check, builder.joinable());
    const names = new Set(checks.flatMap(({ columns }) => columns));
    const parts = builder.parts.filter((part) =>
      part.columns.some((place) => names.has(builder.columns[place]?.name ?? "")),
    );
    const places = parts.flatMap(({ columns }) => columns);
    // Where all are accepted as they are, rows keep what fits their other columns; each is asked before it is written.
    const natural = distinctTuples(drawn(parts, places, () => 0));
    if ((await ask(builder, checks, places, natural)).length === natural.length) {
      for (const one of checks) builder.natural.add(one);
      continue;
    }
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
  builder: PartBuilder,
  checks: readonly CheckShape[],
  parts: readonly Part[],
  places: readonly number[],
): Promise<readonly (readonly Value[])[]> {
  const good = await ask(
    builder,
    checks,
    places,
    distinctTuples(drawn(parts, places, (i) => (i % 3 === 0 ? 1 + (i % 2) * anyAttempt : 0))),
  );
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

/** What the parts make of the first rows. */
function drawn(
  parts: readonly Part[],
  places: readonly number[],
  attempt: (i: number) => number,
): readonly (readonly Value[])[] {
  return Array.from({ length: 1500 }, (_, i) => {
    const row: Draft = [];
    for (const part of parts) part.fill(row, i, attempt(i));
    return places.map((place) => row[place] ?? null);
  });
}

function ask(
  builder: PartBuilder,
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
