import { businessModel, type Origin } from "../model/model.ts";
import type { Ledger, Subject } from "./ledger.ts";
import { nearPairs } from "./near-names.ts";
import { asOne, compareText } from "./origins.ts";

/** Entities, relations and fields under near-equal names. */
export const sameConcept = {
  code: "same-concept",
  summary:
    "Near-equal names (phone and phone_number, account and customer, a typing slip), and a former name that someone still uses, need a decision, unless someone has both.",
};

/** A thing under its name, with all who say it. */
export interface Named {
  readonly name: string;
  readonly origins: readonly Origin[];
}

/** What to ask about, and how. */
export interface Candidates<T extends Named> {
  /** All that is said of each, by name. */
  readonly things: ReadonlyMap<string, readonly T[]>;
  comparable(a: T, b: T): boolean;
  /** The name that a thing had before, as it says itself. */
  former?(thing: T): string | undefined;
  show(thing: T): string;
  subject(a: string, b: string): Subject;
}

/**
 * Asks for things under near-equal names whether they are one concept, and tells which names stand for which by
 * decision. Asked are those that nobody has side by side: who has both tells them apart, the business model as well.
 */
export function askSameConcept<T extends Named>(
  ledger: Ledger,
  candidates: Candidates<T>,
): ReadonlyMap<string, string> {
  const asked = new Groups();
  const folded = new Groups();
  for (const [a, b] of candidatePairs(candidates)) {
    if (asked.together(a.name, b.name)) continue;
    const answer = askPair(ledger, candidates, a, b);
    if (answer?.value === "both") continue;
    asked.join(a.name, b.name);
    if (answer !== undefined) folded.join(a.name === answer.value ? b.name : a.name, answer.value);
  }
  return folded.names;
}

/** Those with a name of the business model first, so that the others are asked against it. */
function candidatePairs<T extends Named>(candidates: Candidates<T>): readonly (readonly [T, T])[] {
  const { things, comparable } = candidates;
  const thing = (name: string) => asOne(things.get(name) ?? []);
  const former = formerPairs(candidates);
  const known = new Set(former.map((pair) => pair.join("\n")));
  const near = nearPairs([...things.keys()])
    .filter((pair) => !known.has(pair.join("\n")))
    .map(([a, b]) => [thing(a), thing(b)] as const)
    .filter(([a, b]) => comparable(a, b));
  const pairs = [...former.map(([a, b]) => [thing(a), thing(b)] as const), ...near].filter(
    ([a, b]) => !someoneHasBoth(a, b),
  );
  const ofBusiness = (pair: readonly Named[]) =>
    pair.some(({ origins }) => modulesIn(origins).has(businessModel));
  return [...pairs.filter(ofBusiness), ...pairs.filter((pair) => !ofBusiness(pair))];
}

/** Names that someone gave up and someone else still uses. */
function formerPairs<T extends Named>({
  things,
  former,
}: Candidates<T>): readonly (readonly [string, string])[] {
  if (former === undefined) return [];
  const pairs = new Map<string, readonly [string, string]>();
  for (const [name, said] of things) {
    for (const thing of said) {
      const before = former(thing);
      if (before === undefined || before === name || !things.has(before)) continue;
      const pair = before < name ? ([before, name] as const) : ([name, before] as const);
      pairs.set(pair.join("\n"), pair);
    }
  }
  return [...pairs.values()].sort(([a, b], [c, d]) => compareText(a, c) || compareText(b, d));
}

function someoneHasBoth(a: Named, b: Named): boolean {
  const modules = modulesIn(a.origins);
  return b.origins.some(({ module }) => modules.has(module));
}

function modulesIn(origins: readonly Origin[]): Set<string> {
  return new Set(origins.map(({ module }) => module));
}

function askPair<T extends Named>(
  ledger: Ledger,
  candidates: Candidates<T>,
  a: T,
  b: T,
): { readonly value: string } | undefined {
  return ledger.ask({
    code: sameConcept.code,
    subject: candidates.subject(a.name, b.name),
    question: `Are ${a.name} and ${b.name} one thing under two names?`,
    sides: [a, b].map((thing) => ({ value: candidates.show(thing), origins: thing.origins })),
    options: [
      { choose: a.name, means: `one thing, called ${a.name}; ${b.name} is folded into it`, value: a.name },
      { choose: b.name, means: `one thing, called ${b.name}; ${a.name} is folded into it`, value: b.name },
      { choose: "both", means: "two different things; both stay", value: "both" },
    ],
  });
}

/** Names that stand for one thing, and the one that it is called by. */
class Groups {
  /** Each name of a group but the one that stands → the one that stands. */
  readonly names = new Map<string, string>();

  together(a: string, b: string): boolean {
    return this.#nameOf(a) === this.#nameOf(b);
  }

  /** One group of both, called `to`. */
  join(from: string, to: string): void {
    const joined = [this.#nameOf(from), this.#nameOf(to)];
    for (const [name, standing] of this.names) if (joined.includes(standing)) this.names.set(name, to);
    for (const name of [...joined, from]) this.names.set(name, to);
    this.names.delete(to);
  }

  #nameOf(name: string): string {
    return this.names.get(name) ?? name;
  }
}
