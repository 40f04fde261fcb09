import { compareText } from "../origins.ts";
import { type MergeRule, type Side, settled } from "../rule.ts";

type Values = readonly string[] | undefined;

/** The values of an enum, or of `in (…)`. */
export const values: MergeRule<Values> = {
  code: "values",
  summary:
    "Lists of values are united: the business model's in its order, then the others by alphabet. A list against any value needs a decision.",
  same: (a, b) =>
    a === b || (a?.length === b?.length && (a ?? []).every((value, index) => value === b?.[index])),
  show: (list) => (list === undefined ? "any value" : list.join(", ")),
  settle(sides) {
    const all = unite(sides);
    if (sides.every(({ value }) => value !== undefined)) {
      const fresh = sides.some(({ value }) => value?.length !== all.length);
      return settled(all, fresh ? "the values of all" : undefined);
    }
    return {
      kind: "undecided",
      question: "One allows listed values alone, another writes any value.",
      options: [
        { choose: "listed", means: `only ${all.join(", ")}; other values are refused`, value: all },
        { choose: "any", means: "any value; nobody may rely on the list", value: undefined },
      ],
    };
  },
};

function unite(sides: readonly Side<Values>[]): readonly string[] {
  const own = sides.find(({ business }) => business)?.value ?? [];
  const others = new Set(sides.flatMap(({ value }) => value ?? []));
  return [...own, ...[...others].filter((value) => !own.includes(value)).sort(compareText)];
}
