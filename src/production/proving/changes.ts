import type { Entity } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import { isDatabaseRole } from "../platform.ts";
import { systemFields } from "../system-fields.ts";
import { accessColumns } from "./attempts.ts";
import { isSuperuser, type Person, whoMay } from "./cast.ts";
import { changeableColumns, clientColumns, columnsFor, systemColumns } from "./columns.ts";
import { uniqueColumns } from "./promised.ts";
import { insertSql, keyIs, type TextRow } from "./rows.ts";
import type { Stage } from "./stage.ts";
import { type Outcome, tryAs } from "./try.ts";

/** A query that looks at a row. */
export type Look = (row: TextRow) => string;

/** A change that someone made, and that was undone. */
export interface Made {
  readonly person: Person;
  /** The row that was changed, or inserted. */
  readonly row: TextRow;
  /** What an update set: `name = '…'`. */
  readonly set: string;
  /** The query that looked at it. */
  readonly look: string;
  readonly outcome: Outcome;
}

interface Plan extends Pick<Made, "row" | "set" | "look"> {
  readonly statement: string;
}

/** The first insert, update or delete that someone who may makes, or why none could be made. */
export async function makeChange(
  stage: Stage,
  entity: Entity,
  command: keyof typeof plansFor,
  look: Look,
): Promise<Made | { readonly notMade: string }> {
  let notMade = `nobody may ${command} a generated row`;
  for (const { person, rows } of whoMay(stage, entity, command)) {
    for (const row of rows) {
      const plans = plansFor[command](stage, entity, row, look, person);
      const outcomes = await tryAs(stage, person.actor, plans);
      const at = outcomes.findIndex(hasChanged);
      const [plan, outcome] = [plans[at], outcomes[at]];
      if (plan !== undefined && outcome !== undefined) return { ...plan, person, outcome };
      notMade = outcomes.find(({ message }) => message !== null)?.message ?? `no ${command} changed anything`;
    }
  }
  return { notMade };
}

function hasChanged({ state, rows, before, after }: Outcome): boolean {
  return state === null && (rows > 0 || before !== after);
}

const plansFor = {
  insert: (stage: Stage, entity: Entity, row: TextRow, look: Look, person: Person): readonly Plan[] => [
    { statement: insertOf(stage, entity, person, row), look: look(row), row, set: "" },
  ],
  update: (stage: Stage, entity: Entity, row: TextRow, look: Look, person: Person): readonly Plan[] =>
    otherValues(stage, entity, row, person).map(([column, value]) => {
      const set = `${ident(column)} = ${literal(value)}`;
      const seen = entity.key.includes(column) ? new Map([...row, [column, value] as const]) : row;
      return { statement: updateOf(stage, entity, row, [set]), look: look(seen), row, set };
    }),
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
  { actor }: Person,
  row: TextRow,
  more: TextRow = new Map(),
): string {
  const given = clientColumns(entity, context);
  // Who made the schema is held by no access line.
  const open = isDatabaseRole(actor.role) ? columnsFor(actor, "insert", entity, given) : given;
  const columns = [...open, ...more.keys()];
  return insertSql(new Map([...row, ...more]), columns, tableOf(entity, context.config));
}

/** `set` holds assignments: `name = '…'`. */
export function updateOf({ context }: Stage, entity: Entity, row: TextRow, set: readonly string[]): string {
  return `UPDATE ${tableOf(entity, context.config)} SET ${set.join(", ")} WHERE ${keyIs(row, entity)}`;
}

/**
 * Columns and what other rows have in them: of those that do not decide over access, and for a superuser of all that
 * can be given, at last a time that the database fills in.
 */
function otherValues(
  stage: Stage,
  entity: Entity,
  row: TextRow,
  person: Person,
): readonly (readonly [column: string, value: string])[] {
  const { existing = [], spare = [] } = stage.rows.get(entity.name) ?? {};
  const fixed = [...accessColumns(entity, stage.context), ...uniqueColumns(entity)];
  const plain = changeableColumns(entity, stage.context).filter((column) => !fixed.includes(column));
  const others = isSuperuser(person, stage) ? clientColumns(entity, stage.context).toReversed() : [];
  const pairs = [...new Set([...plain, ...others])].flatMap((column) => {
    // What is there is written as PostgreSQL prints it, so another text is another value.
    const values = [...existing, ...spare].flatMap((other) => other.get(column) ?? []);
    const different = [...new Set(values)].filter((value) => value !== row.get(column)).slice(0, 3);
    return different.map((value) => [column, value] as const);
  });
  const { createdAt } = systemFields;
  const times = systemColumns(entity, stage.context).filter(
    (column) => column === createdAt && isSuperuser(person, stage),
  );
  return [...pairs, ...times.map((column) => [column, "2000-01-01"] as const)];
}
