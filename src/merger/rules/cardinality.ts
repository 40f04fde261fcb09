import type { Entity, Relation } from "../../model/model.ts";
import type { Question } from "../ledger.ts";
import { firstOf, groupBy } from "../lists.ts";
import { asOne } from "../origins.ts";
import type { MergeRule } from "../rule.ts";

/** How many rows may refer to one target row. */
export const cardinality: MergeRule<boolean> = {
  code: "cardinality",
  summary: "One to one for one, many to one or many to many for another needs a decision.",
  show: (unique) => (unique ? "one to one" : "many to one"),
  settle: () => ({
    kind: "undecided",
    question: "One relies on a single row for each row referred to, another may write several.",
    options: [
      { choose: "one to one", means: "at most one row refers to each; a second is refused", value: true },
      { choose: "many to one", means: "several rows may refer to one", value: false },
    ],
  }),
};

/** A link table for one, a column for another: all that is said of the column's relation. */
export function cardinalityOfLink(
  entity: string,
  link: Entity,
  said: readonly Relation[],
): Question<"link" | "column"> {
  const { name, columns } = firstOf(said);
  const column = columns.join(", ");
  const groups = groupBy(said, ({ unique }) => cardinality.show(unique)).map(asOne);
  const shown = groups.map(({ unique, origins }) => ({ value: cardinality.show(unique), origins }));
  return {
    code: cardinality.code,
    subject: { entity, name: `${entity}.${name}` },
    question: `One links many rows to many by the table ${link.table}, another refers to a single row.`,
    sides: [{ value: "many to many", origins: link.origins }, ...shown],
    options: [
      {
        choose: "many to many",
        means: `the table ${link.table} holds the links, instead of ${column}`,
        value: "link",
      },
      ...shown.map(({ value: choose }) => ({
        choose,
        means: `${column} refers to one row; there is no table ${link.table}`,
        value: "column" as const,
      })),
    ],
  };
}
