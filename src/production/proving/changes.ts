import type { Entity } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import { changeable, decidingColumns } from "./attempts.ts";
import { isSuperuser, type Person, whoMay } from "./cast.ts";
import { clientColumns } from "./columns.ts";
import { uniqueColumns } from "./promised.ts";
import { insertSql, keyIs, type TextRow } from "./rows.ts";
import type { Stage } from "./stage.ts";
import { type Outcome, type Try, tryAs } from "./try.ts";

/** A query that looks at a row. */
export type Look = (row: TextRow) => string;

/** A change that someone made, and that was undone. */
export interface Made {
  readonly person: Person;
  /** The row that was changed, or inserted. */
  readonly row: TextRow;
  /** What an update set: `name = '…'`. */
  readonly set: string;
  readonly outcome: Outcome;
}

interface Plan extends Try, Pick<Made, "row" | "set"> {}

/** The first insert, update or delete that someone who may makes, or why none could be made. */
export async function makeChange(
  stage: Stage,
  entity: Entity,
  command: keyof typeof plansFor,
  look: Look,
): Promise<Made | { readonly notMade: string }> {
  let notMade = `nobody may ${command} a generated row`;
  for (const { person, rows } of whoMay(stage, entity, command)) {
    const plans = rows.flatMap((row) => plansFor[command](stage, entity, row, look, person));
    const outcomes = await tryAs(stage, person.actor, plans);
    const at = outcomes.findIndex(
      ({ state, rows, before, after }) => state === null && (rows > 0 || before !== after),
    );
    const [plan, outcome] = [plans[at], outcomes[at]];
    if (plan !== undefined && outcome !== undefined) return { person, row: plan.row, set: plan.set, outcome };
    notMade = outcomes.find(({ message }) => message !== null)?.message ?? `no ${command} changed anything`;
  }
  return { notMade };
}

const plansFor = {
  insert: (stage: Stage, entity: Entity, row: TextRow, look: Look): readonly Plan[] => [
    { statement: insertOf(stage, entity, row), look: look(row), row, set: "" },
  ],
  update: (stage: Stage, entity: Entity, row: TextRow, look: Look, person: Person): readonly Plan[] =>
    otherValues(stage, entity, row, person).map((set) => ({
      statement: updateOf(stage, entity, row, [set]),
      look: look(row),
      row,
      set,
    })),
  delete: (stage: Stage, entity: Entity, row: TextRow, look: Look): readonly Plan[] => [
    {
      statement: `DELETE FROM ${tableOf(entity, stage.context.config)} WHERE ${keyIs(row, entity)}`,
      look: look(row),
      row,
      set: "",
    },
  ],
};

/** Inserts the columns of a row that a client gives, and more if asked to. */
export function insertOf(
  { context }: Stage,
  entity: Entity,
  row: TextRow,
  more: TextRow = new Map(),
): string {
  const columns = [...clientColumns(entity, context), ...more.keys()];
  return insertSql(new Map([...row, ...more]), columns, tableOf(entity, context.config));
}

/** `set` holds assignments: `name = '…'`. */
export function updateOf({ context }: Stage, entity: Entity, row: TextRow, set: readonly string[]): string {
  return `UPDATE ${tableOf(entity, context.config)} SET ${set.join(", ")} WHERE ${keyIs(row, entity)}`;
}

/**
 * Assignments of what other rows have: to the columns that do not decide over access, and by a superuser to all that
 * the database does not fill in itself.
 */
function otherValues(stage: Stage, entity: Entity, row: TextRow, person: Person): readonly string[] {
  const { existing = [], spare = [] } = stage.rows.get(entity.name) ?? {};
  const fixed = [...decidingColumns(entity), ...uniqueColumns(entity)];
  const plain = changeable(stage, entity).filter((column) => !fixed.includes(column));
  const columns = isSuperuser(person, stage) ? [...plain, ...clientColumns(entity, stage.context)] : plain;
  return [...new Set(columns)].flatMap((column) => {
    const values = [...spare, ...existing].flatMap((other) => other.get(column) ?? []);
    const different = [...new Set(values)].filter((value) => value !== row.get(column)).slice(0, 3);
    return different.map((value) => `${ident(column)} = ${literal(value)}`);
  });
}
