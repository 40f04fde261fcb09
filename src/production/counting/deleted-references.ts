import type { Entity } from "../../model/model.ts";
import { ident, qualified } from "../../postgres/quote.ts";
import type { Home } from "../carrying/homes.ts";
import type { Reference } from "../references.ts";
import { followedReferences } from "../rules/live-references.ts";
import { systemFields } from "../system-fields.ts";
import { ask } from "./ask.ts";
import type { Destination, Fix, Prototype, Question } from "./question.ts";
import { type Pair, pairOf, rowsAs } from "./rows-as.ts";

const { deletedAt } = systemFields;

/** Rows that are not deleted and refer to one that is, where the prototype marks rows as deleted too. */
export function deletedReferences(
  prototype: Prototype,
  homes: readonly Home[],
  destination: Destination,
): readonly Question[] {
  const { context } = destination;
  return context.model.entities.flatMap((parent) =>
    followedReferences(parent, context).flatMap((reference) => {
      const to = pairOf(parent.table, homes, prototype, destination);
      const from = pairOf(reference.child.table, homes, prototype, destination);
      return to?.home.columns.has(deletedAt) && from && has(from, reference.relation.columns)
        ? [question(reference, parent, from, to)]
        : [];
    }),
  );
}

function question({ relation }: Reference, parent: Entity, from: Pair, to: Pair): Question {
  const { name, columns, references } = relation;
  const marks = from.home.columns.has(deletedAt);
  const agree = columns.map((column, i) => `r.${ident(references[i] ?? "")} = t.${ident(column)}`);
  const deleted = `EXISTS (SELECT FROM r WHERE ${agree.join(" AND ")} AND r.${ident(deletedAt)} IS NOT NULL)`;
  const violates = [...(marks ? [`t.${ident(deletedAt)} IS NULL`] : []), deleted].join(" AND ");
  return ask(
    name,
    `a reference to ${parent.table} that are not deleted`,
    from,
    [...columns, ...(marks ? [deletedAt] : [])],
    violates,
    [...mended(relation, from, to), leftAlone],
    rowsAs("r", to, [...references, deletedAt]),
  );
}

/** What the deletion would have done. */
function mended(
  { columns, references, onDelete }: Reference["relation"],
  from: Pair,
  to: Pair,
): readonly Fix[] {
  const own = (column: string) => ident(from.home.columns.get(column) ?? column);
  const theirs = (column: string) => `gone.${ident(to.home.columns.get(column) ?? column)}`;
  const marks = from.home.columns.has(deletedAt);
  const set =
    onDelete === "set null"
      ? columns.map((column) => `${own(column)} = NULL`).join(", ")
      : onDelete === "cascade" && marks
        ? `${own(deletedAt)} = ${theirs(deletedAt)}`
        : undefined;
  if (set === undefined) return [];
  const table = (pair: Pair) => qualified(pair.prototype.schema, pair.home.source);
  const which = [
    ...columns.map((column, i) => `live.${own(column)} = ${theirs(references[i] ?? "")}`),
    ...(marks ? [`live.${own(deletedAt)} IS NULL`] : []),
    `${theirs(deletedAt)} IS NOT NULL`,
  ];
  const text = `UPDATE ${table(from)} live SET ${set} FROM ${table(to)} gone WHERE ${which.join(" AND ")};`;
  return [{ kind: "backfill", text }];
}

const leftAlone: Fix = {
  kind: "decide",
  text: "Or leave them: they are carried as they are. Production refuses new references of this kind, and restoring such a row.",
};

function has({ home }: Pair, columns: readonly string[]): boolean {
  return columns.every((column) => home.columns.has(column));
}
