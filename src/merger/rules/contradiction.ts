import type { Origin } from "../../model/model.ts";
import type { Question } from "../ledger.ts";

interface Condition {
  readonly name: string;
  readonly expression: string;
  readonly origins: readonly Origin[];
}

/** What becomes of two conditions: one is kept, as it is or in other words. */
export interface Settled<T> {
  readonly keep: T;
  readonly drop: T;
  readonly expression: string;
}

const code = "contradiction";

/** Conditions of different names, on an entity or its fields. */
export const contradictions = {
  code,
  summary:
    "Checks of different modules that no value can meet together (ranges and lists of constants) need a decision.",
};

export function contradiction<T extends Condition>(entity: string, a: T, b: T): Question<Settled<T>> {
  const only = (keep: T, drop: T) => ({
    choose: keep.expression,
    means: `${keep.name} alone`,
    value: { keep, drop, expression: keep.expression },
  });
  return {
    code,
    subject: { entity, name: `${entity}.${a.name} ${entity}.${b.name}` },
    question: "No value can meet both conditions: every row would be refused.",
    sides: [a, b].map(({ expression, origins }) => ({ value: expression, origins })),
    options: [
      only(a, b),
      only(b, a),
      {
        choose: "either",
        means: "one of the conditions must hold",
        value: { keep: a, drop: b, expression: `(${a.expression}) or (${b.expression})` },
      },
    ],
  };
}
