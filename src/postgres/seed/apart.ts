import { columnKey, type Shape } from "../rows/shape.ts";
import type { Types } from "../rows/types.ts";
import type { ColumnHint } from "./believable.ts";
import type { MoreConstraints } from "./constraints.ts";

/** Types of which there are enough values for every row, the best first. */
const manyValues = [
  "uuid",
  "int8",
  "int4",
  "text",
  "varchar",
  "citext",
  "bytea",
  "numeric",
  "bpchar",
  "int2",
  "float8",
  "timestamptz",
  "timestamp",
  "date",
  "inet",
  "name",
];

/**
 * Columns of which no two rows get the same value: one of each unique key, so that nothing has to be compared; all of
 * an exclusion constraint. By `columnKey`.
 */
export function columnsApart(
  shape: Shape,
  more: MoreConstraints,
  types: Types,
  hint: (column: string) => ColumnHint,
): ReadonlySet<string> {
  const referring = new Set(shape.foreignKeys.flatMap(({ columns }) => columns));
  const free = (name: string) =>
    !referring.has(name) &&
    shape.columns.some((column) => column.name === name && column.generated === undefined);
  const apart = new Set<string>();
  for (const column of more.exclusions.flat().filter(free)) apart.add(column);
  for (const unique of shape.uniques.toSorted((a, b) => a.length - b.length)) {
    if (unique.some((name) => apart.has(name))) continue;
    const ranked = unique
      .filter((name) => free(name) && hint(name).values === undefined && !isListed(shape, name))
      .map((name) => ({ name, rank: rankOf(shape, name, types) }))
      .sort((a, b) => a.rank - b.rank);
    const best = ranked.find(({ rank }) => rank >= 0);
    if (best !== undefined) apart.add(best.name);
  }
  return new Set([...apart].map((name) => columnKey(shape, name)));
}

/** -1 for types with few values. */
function rankOf(shape: Shape, name: string, types: Types): number {
  const type = shape.columns.find((column) => column.name === name)?.type ?? "";
  return rankOfType(type, types);
}

function rankOfType(type: string, types: Types): number {
  const info = types.get(type);
  if (info?.kind === "domain") return rankOfType(info.base, types);
  if (info?.kind === "base") return manyValues.indexOf(info.name);
  return info?.kind === "array" || info?.kind === "range" ? manyValues.length : -1;
}

/** A check that names the allowed values: there are only so many. */
function isListed(shape: Shape, name: string): boolean {
  return shape.checks.some(
    ({ columns, expression }) =>
      columns.length === 1 && columns[0] === name && /= ANY \(+ARRAY\[|\bIN \(/.test(expression),
  );
}
