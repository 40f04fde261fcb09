import type { Derived } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

/** What the database keeps up from other rows. */
export const derived: MergeRule<Derived | undefined> = amongThoseWhoSay<Derived>(
  {
    code: "derived",
    summary: "A derivation that only one names is kept; different ones need a decision.",
    same: (a, b) => shown(a) === shown(b),
    show: shown,
    settle: (sides) => ({
      kind: "undecided",
      question: "The database keeps one value, and each derives another.",
      options: optionPerSide(sides, ({ value }) => ({
        choose: shown(value),
        means: "the value that everyone reads",
      })),
    }),
  },
  { because: "the only derivation that anyone names" },
);

/** `count of document.folder where status = 'ready'` */
function shown({ kind, entity, relation, field, where }: Derived): string {
  const of = [entity, relation, field].filter((part) => part !== undefined).join(".");
  return `${kind} of ${of}${where === undefined ? "" : ` where ${where}`}`;
}
