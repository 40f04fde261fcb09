import type { Query } from "../../model/model.ts";
import { type MergeRule, optionPerSide, settled } from "../rule.ts";

export type Pattern = Pick<Query, "where" | "order" | "match" | "contains" | "using">;

/** What a declared query looks for. */
export const query: MergeRule<Pattern> = {
  code: "query",
  summary: "Different queries under one name need a decision.",
  same: (a, b) => show(a) === show(b),
  show,
  settle: (sides) => ({
    kind: "undecided",
    question: "Two queries go by one name; give one another name in its module, or choose one.",
    options: optionPerSide(sides, ({ value }) => ({
      choose: show(value),
      means: "this query alone keeps its index",
    })),
  }),
};

export const budget: MergeRule<number | undefined> = {
  code: "budget",
  summary: "The tighter budget serves all.",
  show: (milliseconds) => (milliseconds === undefined ? "none" : `${milliseconds}ms`),
  settle: (sides) =>
    settled(Math.min(...sides.flatMap(({ value }) => value ?? [])), "the tighter budget serves all"),
};

function show({ where, order, match, contains = [], using }: Pattern): string {
  const sorted = order.map(({ field, descending }) => (descending ? `${field} desc` : field));
  return [
    ...(where.length > 0 ? [`where ${where.join(", ")}`] : []),
    ...(sorted.length > 0 ? [`order by ${sorted.join(", ")}`] : []),
    ...(match.length > 0 ? [`match ${match.join(", ")}${using === undefined ? "" : ` using ${using}`}`] : []),
    ...(contains.length > 0 ? [`contains ${contains.join(", ")}`] : []),
  ].join(" ");
}
