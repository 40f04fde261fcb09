import type { Origin } from "../model/model.ts";
import { firstOf } from "./lists.ts";

/** Something that is said, and by whom. */
export interface Saying<T> {
  readonly value: T;
  readonly origins: readonly Origin[];
}

/** One value and all who say it. Rules see the business model's side first, then by shown text. */
export interface Side<T> extends Saying<T> {
  /** The business model says exactly this. */
  readonly business: boolean;
  /** A module says it in words of its own; false where all that say it just use what the business model has. */
  readonly own: boolean;
}

/** A possible decision, with what it makes of the sayings. */
export interface Option<T> {
  readonly choose: string;
  readonly means: string;
  readonly value: T;
}

/** How differing sayings become one. */
export type Verdict<T> =
  /** By a written rule. `because` says which and is reported; absent where nobody's data or promise is touched. */
  | { readonly kind: "settled"; readonly value: T; readonly because?: string | undefined }
  /** A person decides. */
  | {
      readonly kind: "undecided";
      readonly question: string;
      readonly options: readonly Option<T>[];
      /** A free answer besides the options. */
      readonly other?: { readonly hint: string; parse(text: string): T | undefined } | undefined;
    };

/** One class of difference between modules: what counts as one, and how it is settled. One file in `rules/`. */
export interface MergeRule<T> {
  /** First word of the ids of its conflicts and widenings. */
  readonly code: string;
  /** What the rule does, in a sentence. */
  readonly summary: string;
  /** Says the same; `===` when absent. */
  same?(a: T, b: T): boolean;
  show(value: T): string;
  /** Is given two or more sides that differ. Their order carries no meaning but the business model's precedence. */
  settle(sides: readonly Side<T>[]): Verdict<T>;
}

/** A rule for each of these properties of `T`: a forgotten one does not compile. */
export type RulesFor<T, Key extends keyof T> = { readonly [P in Key]-?: MergeRule<T[P]> };

export function settled<T>(value: T, because?: string): Verdict<T> {
  return { kind: "settled", value, because };
}

/** The value to keep where the difference touches nobody: the business model's, else the first. */
export function preferred<T>(sides: readonly Side<T>[]): T {
  return firstOf(sides).value;
}

/** One option for each side. */
export function optionPerSide<T>(
  sides: readonly Side<T>[],
  option: (side: Side<T>) => Omit<Option<T>, "value">,
): readonly Option<T>[] {
  return sides.map((side) => ({ ...option(side), value: side.value }));
}

/**
 * Who does not mention a thing does not contradict it: a rule among those who do. `because` is reported where one says
 * it and another defines the same thing without it.
 */
export function amongThoseWhoSay<T>(
  rule: MergeRule<T>,
  silence: { readonly because?: string | undefined } = {},
): MergeRule<T | undefined> {
  return {
    code: rule.code,
    summary: rule.summary,
    ...(rule.same && { same: sameAmongThoseWhoSay(rule.same) }),
    show: (value) => (value === undefined ? "not said" : rule.show(value)),
    settle(sides) {
      const stated = sides.filter((side): side is Side<T> => side.value !== undefined);
      if (stated.length > 1) return rule.settle(stated);
      const defined = sides.some(({ value, business, own }) => value === undefined && (business || own));
      return settled(firstOf(stated).value, defined ? silence.because : undefined);
    },
  };
}

function sameAmongThoseWhoSay<T>(same: (a: T, b: T) => boolean) {
  return (a: T | undefined, b: T | undefined) => (a === undefined || b === undefined ? a === b : same(a, b));
}

/** The same rule where its subject is reported elsewhere. */
export function quietly<T>(rule: MergeRule<T>): MergeRule<T> {
  return {
    ...rule,
    settle(sides) {
      const verdict = rule.settle(sides);
      return verdict.kind === "settled" ? settled(verdict.value) : verdict;
    },
  };
}
