import type { Entity } from "../../model/model.ts";
import { identList, literal } from "../../postgres/quote.ts";
import { accepted, type Value } from "../../postgres/rows/accepted.ts";
import { withAttempt } from "../../postgres/rows/ask.ts";
import { candidatesFor } from "../../postgres/rows/candidates.ts";
import { combine, type Part } from "../../postgres/rows/choose.ts";
import { textTypes } from "../../postgres/rows/literals.ts";
import { mentioned } from "../../postgres/rows/shape.ts";
import { readTypes, type Types } from "../../postgres/rows/types.ts";
import { enclosed } from "../expression.ts";
import { tableOf } from "../names.ts";
import { systemFields } from "../system-fields.ts";
import { systemColumns } from "./columns.ts";
import type { TextRow } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** Inserts a row as whoever made the schema may: with its key, and with who made it. */
export function insertWhole(
  stage: Stage,
  entity: Entity,
  row: TextRow,
  changes: TextRow = new Map(),
): string {
  const columns = wholeColumns(stage, entity, changes);
  const whole = new Map([...row, ...changes]);
  return `INSERT INTO ${tableOf(entity, stage.context.config)} (${identList(columns)}) OVERRIDING SYSTEM VALUE
VALUES (${columns.map((column) => literal(whole.get(column) ?? null)).join(", ")})`;
}

/** The columns that it gives: not what the database fills in, unless that is to be something else. */
export function wholeColumns({ context }: Stage, entity: Entity, changes: TextRow): readonly string[] {
  const leftOut = systemColumns(entity, context).filter((name) => name !== systemFields.createdBy);
  return entity.fields
    .filter(
      ({ name, generated }) => generated === undefined && (changes.has(name) || !leftOut.includes(name)),
    )
    .map(({ name }) => name);
}

/** Combinations that are tried to break a check. */
const combinations = 1000;

/** Values that break a check of an entity and keep the others: PostgreSQL is asked about likely ones. Undefined where none is found. */
export async function breaking(
  stage: Stage,
  entity: Entity,
  expression: string,
  others: readonly string[],
  row: TextRow,
): Promise<TextRow | undefined> {
  const table = stage.rows.get(entity.name)?.types ?? new Map<string, string>();
  const types = await readTypes(stage.db, [...table.values()]);
  const own = fieldsIn(expression, entity);
  const near = others.filter((other) => fieldsIn(other, entity).some((name) => own.includes(name)));
  const all = [...new Set([...own, ...near.flatMap((other) => fieldsIn(other, entity))])];
  const parts = all.map((name): Part => {
    const kept: Value = row.get(name) ?? null;
    const values = own.includes(name)
      ? [...likely(table.get(name) ?? "text", expression, types, name), null]
      : [kept];
    return { columns: [name], tuples: values.map((value) => [value]) };
  });
  const joined = combine(parts, combinations);
  const [found = []] = await withAttempt(stage.db, (attempt) =>
    accepted(attempt, [
      {
        table: entity.table,
        columns: joined.columns.map((name) => ({ name, type: table.get(name) ?? "text" })),
        generated: [],
        conditions: [`${enclosed(expression)} IS FALSE`, ...near.map(enclosed)],
        combinations: joined.tuples,
      },
    ]),
  );
  return found[0] && new Map(joined.columns.map((name, i) => [name, found[0]?.[i] ?? null]));
}

/** What the check's own constants suggest, and for texts what most patterns refuse. */
function likely(type: string, expression: string, types: Types, seed: string): readonly string[] {
  const near = candidatesFor(type, [expression], { types, count: 4, seed });
  const info = types.get(type);
  const isText = info?.kind === "base" && textTypes.includes(info.name);
  return isText ? [...near, "?", "", " ", "a", "A", "0", "aa", "Ä"] : near;
}

function fieldsIn(expression: string, { fields }: Entity): readonly string[] {
  return mentioned(
    expression,
    fields.map(({ name }) => name),
  );
}
