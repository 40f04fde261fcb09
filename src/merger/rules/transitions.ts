import type { Transition } from "../../model/model.ts";
import { compareText } from "../origins.ts";
import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

/** The steps of a state machine. */
export const transitions: MergeRule<readonly Transition[] | undefined> = amongThoseWhoSay<
  readonly Transition[]
>(
  {
    code: "transitions",
    summary: "Steps that only one names are kept; different ones need a decision.",
    same: (a, b) => shown(unite([a])) === shown(unite([b])),
    show: shown,
    settle: (sides) => ({
      kind: "undecided",
      question: "A step that one module takes, another's rules refuse.",
      options: [
        ...optionPerSide(sides, ({ value }) => ({ choose: shown(value), means: "these steps alone" })),
        {
          choose: "all",
          means: "the steps of all: none that a module takes is refused",
          value: unite(sides.map(({ value }) => value)),
        },
      ],
    }),
  },
  { because: "the only steps that anyone names" },
);

/** What a new row may have. */
export const starts: MergeRule<readonly string[] | undefined> = amongThoseWhoSay<readonly string[]>(
  {
    code: "starts",
    summary: "Starts that only one names are kept; different ones need a decision.",
    same: (a, b) => a.toSorted(compareText).join("\n") === b.toSorted(compareText).join("\n"),
    show: (values) => values.join(", "),
    settle: (sides) => ({
      kind: "undecided",
      question: "A new row that one module writes, another's rules refuse.",
      options: [
        ...optionPerSide(sides, ({ value }) => ({
          choose: value.join(", "),
          means: `a new row is ${value.join(" or ")}`,
        })),
        {
          choose: "all",
          means: "a new row may be what any module lets it be",
          value: [...new Set(sides.flatMap(({ value }) => value))].sort(compareText),
        },
      ],
    }),
  },
  { because: "the only starts that anyone names" },
);

/** `Draft → Review; Review → Draft, Published` */
function shown(steps: readonly Transition[]): string {
  const told = steps.filter(({ to }) => to.length > 0).map(({ from, to }) => `${from} → ${to.join(", ")}`);
  return told.length === 0 ? "no steps" : told.join("; ");
}

/** In an order that does not tell who said what. */
function unite(all: readonly (readonly Transition[])[]): readonly Transition[] {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of all.flat())
    targets.set(from, new Set([...(targets.get(from) ?? []), ...to.filter((value) => value !== from)]));
  return [...targets]
    .map(([from, to]) => ({ from, to: [...to].sort(compareText) }))
    .sort((a, b) => compareText(a.from, b.from));
}
