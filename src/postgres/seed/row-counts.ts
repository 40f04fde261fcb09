import { AppError, exitCode } from "../../model/app-error.ts";
import { suggest } from "../../model/names.ts";
import { fillOrder } from "../rows/order.ts";
import type { Shape } from "../rows/shape.ts";

export interface WantedRows {
  /** In tables that no other table refers to. */
  readonly rows: number;
  /** By the name of a table, with or without its schema. */
  readonly byTable: ReadonlyMap<string, number>;
}

/** Fewer than that look like nothing. */
const few = 10;

/**
 * Rows for each table: as many as wanted where no other table refers to; a third of that in the tables that those refer
 * to, and so on, because what is listed is shorter than what happens. Partitions share the rows of their table.
 */
export function rowCounts(
  shapes: ReadonlyMap<string, Shape>,
  wanted: WantedRows,
): ReadonlyMap<string, number> {
  const heights = heightsOf(shapes);
  const named = resolveNames(shapes, wanted.byTable);
  const counts = new Map<string, number>();
  for (const shape of shapes.values()) {
    const root = rootOf(shape, shapes);
    const usual = Math.max(
      Math.min(few, wanted.rows),
      Math.round(wanted.rows / 3 ** (heights.get(root) ?? 0)),
    );
    const rows = named.get(shape.key) ?? share(named.get(root) ?? usual, shape, root, shapes);
    counts.set(shape.key, shape.partitioned ? 0 : rows);
  }
  return counts;
}

function share(rows: number, shape: Shape, root: string, shapes: ReadonlyMap<string, Shape>): number {
  if (shape.key === root) return rows;
  const leaves = [...shapes.values()].filter((one) => !one.partitioned && rootOf(one, shapes) === root);
  return Math.ceil(rows / leaves.length);
}

/** The table itself, or the one that it is a partition of. */
function rootOf(shape: Shape, shapes: ReadonlyMap<string, Shape>): string {
  const parent = shape.parent === undefined ? undefined : shapes.get(shape.parent);
  return parent === undefined ? shape.key : rootOf(parent, shapes);
}

/** The longest way from a table that nothing refers to; tables in a circle are as high as each other. */
function heightsOf(shapes: ReadonlyMap<string, Shape>): ReadonlyMap<string, number> {
  const heights = new Map<string, number>();
  for (const group of fillOrder(shapes).toReversed()) {
    const roots = new Set(group.map((shape) => rootOf(shape, shapes)));
    const height = Math.max(0, ...[...roots].map((root) => heights.get(root) ?? 0));
    for (const root of roots) heights.set(root, height);
    for (const target of group.flatMap((shape) => shape.foreignKeys.map((key) => key.target))) {
      const to = shapes.get(target);
      const root = to === undefined ? target : rootOf(to, shapes);
      if (!roots.has(root)) heights.set(root, Math.max(heights.get(root) ?? 0, height + 1));
    }
  }
  return heights;
}

function resolveNames(
  shapes: ReadonlyMap<string, Shape>,
  byTable: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  return new Map(
    [...byTable].map(([name, rows]) => {
      const found = [...shapes.values()].filter(({ key, table }) => key === name || table === name);
      const [only, ...others] = found;
      if (only !== undefined && others.length === 0) return [only.key, rows] as const;
      throw unknownTable(name, found, shapes);
    }),
  );
}

function unknownTable(name: string, found: readonly Shape[], shapes: ReadonlyMap<string, Shape>): AppError {
  const meant = suggest(
    name,
    [...shapes.values()].map(({ table }) => table),
  );
  return new AppError(
    {
      code: "seed/no-table",
      severity: "error",
      message:
        found.length > 1 ? `There are several tables "${name}".` : `There is no table "${name}" to fill.`,
      help:
        found.length > 1
          ? `Name one with its schema: ${found.map(({ key }) => key).join(", ")}.`
          : `${meant === undefined ? "" : `Did you mean "${meant}"? `}Write --rows <table>=<number>.`,
    },
    { exit: exitCode.usage },
  );
}
