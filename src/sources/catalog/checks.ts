import type { ObjectOf } from "../../postgres/catalog.ts";
import { literalIn, nameIn, splitList, withoutParentheses } from "./expressions.ts";

/** The condition of a check that holds for all rows and is enforced. */
export function conditionOf({ definition }: ObjectOf<"constraint">): string | undefined {
  const [, condition] = /^CHECK \((.*)\)$/s.exec(definition.definition) ?? [];
  return condition === undefined || !definition.validated ? undefined : withoutParentheses(condition);
}

/** The values that a check lists for its only column: `status IN ('a', 'b')`, as PostgreSQL prints it. */
export function listedValues(constraint: ObjectOf<"constraint">): readonly string[] | undefined {
  const [column, ...more] = constraint.definition.columns;
  const condition = conditionOf(constraint);
  if (column === undefined || more.length > 0 || condition === undefined) return undefined;
  const [, cast, plain, list = ""] =
    /^(?:\((.+?)\)::text|([^\s()]+|"(?:[^"]|"")+")) = ANY \(\(?ARRAY\[(.*)\](?:\)::text\[\])?\)$/s.exec(
      condition,
    ) ?? [];
  if (nameIn(cast ?? plain ?? "") !== column) return undefined;
  const values = splitList(list).map((item) => literalIn(item)?.text);
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && new Set(known).size === known.length ? known : undefined;
}
