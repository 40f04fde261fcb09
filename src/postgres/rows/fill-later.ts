import type { Value } from "./accepted.ts";
import type { Row } from "./choose.ts";
import type { PlannedRows } from "./plan-table.ts";
import { type ForeignKey, isNullable, type Shape } from "./shape.ts";

/**
 * Fills the foreign keys that stayed open because their tables refer to each other in a circle, or to themselves. Row 0
 * refers to nothing where it may, row n to an earlier row of its own table, or to row n of the other. Spare rows are
 * not referred to.
 */
export function fillLater(group: readonly PlannedRows[]): readonly PlannedRows[] {
  let tables = group;
  let open = group.flatMap(({ shape }) =>
    laterKeys(
      shape,
      group.map((one) => one.shape),
    ).map((key) => ({ shape, key })),
  );
  while (open.length > 0) {
    const ready = open.filter(({ key }) => isKnown(tables, key.target, key.references));
    if (ready.length === 0)
      return tables.map(({ shape }) => ({
        shape,
        rows: [],
        wanted: 0,
        problem: circle(open.map((one) => one.key)),
      }));
    for (const { shape, key } of ready) {
      const target = tables.find((one) => one.shape.key === key.target);
      const targets = target?.rows.slice(0, target.wanted) ?? [];
      tables = tables.map((one) => (one.shape === shape ? { ...one, rows: refer(one, key, targets) } : one));
    }
    open = open.filter((one) => !ready.includes(one));
  }
  return tables;
}

/** The foreign keys of a table that refer into its own group. */
export function laterKeys(shape: Shape, group: readonly Shape[]): readonly ForeignKey[] {
  return shape.foreignKeys.filter((key) => group.some((member) => member.key === key.target));
}

function circle(keys: readonly ForeignKey[]): string {
  return `the keys of ${keys.map((key) => key.name).join(" and ")} refer to each other in a circle`;
}

function isKnown(tables: readonly PlannedRows[], target: string, columns: readonly string[]): boolean {
  const rows = tables.find((one) => one.shape.key === target)?.rows ?? [];
  return rows.every((row) => columns.every((column) => row.has(column)));
}

/** Rows that can refer to nothing, although they must, are left out. */
function refer({ shape, rows }: PlannedRows, key: ForeignKey, targets: readonly Row[]): readonly Row[] {
  const itself = key.target === shape.key;
  const nullable = key.columns.filter((name) => isNullable(shape, name));
  const mustDiffer = shape.uniques.some((columns) => columns.every((column) => key.columns.includes(column)));
  const taken = new Set<Row>();
  return rows.flatMap((row, i) => {
    const start = itself ? i + targets.length - 1 : i;
    const others = targets.flatMap((_, n) => targets[(start + n) % targets.length] ?? []);
    const isFirst = itself && i === 0 && nullable.length > 0;
    const candidates = isFirst ? [] : itself ? [...others, row] : others;
    const found = candidates.find((target) => !(mustDiffer && taken.has(target)) && fits(row, key, target));
    if (found === undefined && nullable.length === 0) return [];
    if (found !== undefined) taken.add(found);
    const values = key.columns.map((name, c): readonly [string, Value] => [
      name,
      found?.get(key.references[c] ?? "") ?? null,
    ]);
    return [new Map([...row, ...values.filter(([name]) => found !== undefined || nullable.includes(name))])];
  });
}

/** The columns that other keys have filled agree. */
function fits(row: Row, key: ForeignKey, target: Row): boolean {
  return key.columns.every(
    (name, c) => !row.has(name) || row.get(name) === target.get(key.references[c] ?? ""),
  );
}
