import type { Finding } from "../model/finding.ts";
import type { Decision } from "../model/model.ts";
import type { Conflict, Resolution, ShownSide, Widening } from "./conflict.ts";
import { firstOf, leastBy } from "./lists.ts";
import { allOrigins, compareText, saidByBusiness, usesBusiness } from "./origins.ts";
import type { MergeRule, Option, Saying, Side } from "./rule.ts";

/** What a conflict is about. */
export interface Subject {
  readonly entity: string;
  /** As it stands in ids: `account.zip`. */
  readonly name: string;
}

/** A question to a person, with its answers. */
export interface Question<T> {
  readonly code: string;
  readonly subject: Subject;
  readonly question: string;
  readonly sides: readonly ShownSide[];
  readonly options: readonly Option<T>[];
  readonly other?: { readonly hint: string; parse(text: string): T | undefined } | undefined;
}

/** Keeps the books of one merge: what was settled by rule, what by decision, what is open. */
export class Ledger {
  readonly conflicts: Conflict[] = [];
  readonly resolved: Resolution[] = [];
  readonly widened: Widening[] = [];
  readonly findings: Finding[] = [];
  readonly #decisions: ReadonlyMap<string, Decision>;

  constructor(decisions: readonly Decision[]) {
    this.#decisions = new Map(decisions.map((decision) => [decision.conflict, decision]));
  }

  /** Makes differing sayings one: by the rule, else by a decision, else open (and then the first side stands). */
  settle<T>(rule: MergeRule<T>, subject: Subject, sayings: readonly Saying<T>[]): T {
    const groups = groupSame(sayings, rule.same);
    if (groups.length === 1) return spelled(firstOf(groups), rule);
    const [sides, shown] = sidesOf(rule, groups);
    const verdict = rule.settle(sides);
    if (verdict.kind === "settled") {
      if (verdict.because !== undefined)
        this.report(rule.code, subject, shown, rule.show(verdict.value), verdict.because);
      return verdict.value;
    }
    const answer = this.ask({ ...verdict, code: rule.code, subject, sides: shown }) ?? firstOf(sides);
    return answer.value;
  }

  /** The decision's answer; undefined, and the conflict on the list of open ones, when there is none that fits. */
  ask<T>(question: Question<T>): { readonly value: T } | undefined {
    const conflict = toConflict(question);
    const decision = this.#decisions.get(conflict.id);
    const answer = decision && answerOf(question, decision.choose);
    if (decision !== undefined && answer !== undefined) {
      this.resolved.push({ conflict, decision });
      return answer;
    }
    if (decision !== undefined) this.findings.push(impossible(conflict, decision));
    this.conflicts.push(conflict);
    return undefined;
  }

  /** Notes what a written rule made of differing sayings. */
  report(code: string, subject: Subject, sides: readonly ShownSide[], to: string, rule: string): void {
    const { entity, name } = subject;
    this.widened.push({ id: `${code} ${name}`, entity, subject: name, sides, to, rule });
  }
}

function answerOf<T>(question: Question<T>, choose: string): { readonly value: T } | undefined {
  const option = question.options.find((candidate) => candidate.choose === choose.trim());
  if (option !== undefined) return option;
  const value = question.other?.parse(choose.trim());
  return value === undefined ? undefined : { value };
}

function toConflict(question: Question<unknown>): Conflict {
  const { code, subject, sides, options, other } = question;
  return {
    id: `${code} ${subject.name}`,
    code,
    entity: subject.entity,
    subject: subject.name,
    question: question.question,
    sides,
    choices: options.map(({ choose, means }) => ({ choose, means })),
    ...(other && { other: other.hint }),
  };
}

function impossible(conflict: Conflict, decision: Decision): Finding {
  const choices = [...conflict.choices.map(({ choose }) => `\`${choose}\``), conflict.other ?? []].flat();
  return {
    code: "merge/impossible-decision",
    severity: "error",
    message: `"${decision.choose}" does not settle the conflict "${conflict.id}".`,
    at: decision.at,
    help: `Choose ${choices.join(", ")}.`,
  };
}

/** A side for each group, and as it is shown: the business model's first, then by shown text. */
function sidesOf<T>(
  rule: MergeRule<T>,
  groups: readonly (readonly Saying<T>[])[],
): readonly [readonly Side<T>[], readonly ShownSide[]] {
  const sides = groups.map((group) => {
    const value = spelled(group, rule);
    const origins = allOrigins(group);
    const business = group.some((saying) => saidByBusiness(saying.origins));
    const own = group.some((saying) => !usesBusiness(saying.origins));
    return { side: { value, origins, business, own }, shown: { value: rule.show(value), origins } };
  });
  sides.sort(
    (a, b) => Number(b.side.business) - Number(a.side.business) || compareText(a.shown.value, b.shown.value),
  );
  return [sides.map(({ side }) => side), sides.map(({ shown }) => shown)];
}

/** Of what is the same in several spellings, the business model's, else the first by alphabet. */
function spelled<T>(group: readonly Saying<T>[], { show }: MergeRule<T>): T {
  const { value: first } = firstOf(group);
  if (group.every(({ value }) => value === first)) return first;
  const own = group.filter(({ origins }) => saidByBusiness(origins));
  return leastBy(own.length > 0 ? own : group, ({ value }) => show(value)).value;
}

function groupSame<T>(
  sayings: readonly Saying<T>[],
  same: MergeRule<T>["same"],
): readonly (readonly Saying<T>[])[] {
  const groups = new Map<T, Saying<T>[]>();
  for (const saying of sayings) {
    const { value } = saying;
    const group = groups.get(value) ?? (same && sameGroup(groups, value, same));
    if (group === undefined) groups.set(value, [saying]);
    else group.push(saying);
  }
  return [...groups.values()];
}

function sameGroup<T, Group>(
  groups: ReadonlyMap<T, Group>,
  value: T,
  same: (a: T, b: T) => boolean,
): Group | undefined {
  for (const [other, group] of groups) if (same(other, value)) return group;
  return undefined;
}
