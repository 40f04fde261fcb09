import { formatType, parseType } from "../../model/column-type.ts";
import type { ColumnType } from "../../model/model.ts";
import { type MergeRule, optionPerSide, type Side, settled } from "../rule.ts";
import { joinTypes, sameType } from "../types.ts";

/** Type and length. */
export const type: MergeRule<ColumnType> = {
  code: "type",
  summary:
    "The narrowest type that holds the values of all (varchar(50) + varchar(255) → varchar(255), integer + bigint → bigint, numeric digits, timestamp precision); types that read or compare differently need a decision.",
  same: sameType,
  show: formatType,
  settle(sides) {
    const joined = joinAll(sides);
    if (joined !== undefined) {
      return settled(joined, "the narrowest type that holds the values of all");
    }
    return {
      kind: "undecided",
      question: "No type holds the values of all without changing how they read or compare.",
      options: optionPerSide(sides, ({ value }) => ({
        choose: formatType(value),
        means: `the column becomes ${formatType(value)}`,
      })),
      other: { hint: "any other type", parse: typeOf },
    };
  },
};

function joinAll([first, ...rest]: readonly Side<ColumnType>[]): ColumnType | undefined {
  return rest.reduce((joined, { value }) => joined && joinTypes(joined, value), first?.value);
}

function typeOf(text: string): ColumnType | undefined {
  const parsed = parseType(text);
  return "type" in parsed ? parsed.type : undefined;
}
