import type { Finding } from "../model/finding.ts";
import type { Decision } from "../model/model.ts";
import type { Conflict, Resolution, ShownSide, Widening } from "./conflict.ts";
import { firstOf } from "./lists.ts";
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
    const same = rule.same ?? Object.is;
    const first = firstOf(sayings).value;
    if (sayings.every(({ value }) => same(value, first))) return spelled(sayings, rule);
    const sides = sidesOf(rule, sayings);
    const shown = sides.map(({ value, origins }) => ({ value: rule.show(value), origins }));
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

/** Groups sayings by value: the business model's first, then by shown text. */
function sidesOf<T>(rule: MergeRule<T>, sayings: readonly Saying<T>[]): readonly Side<T>[] {
  const sides = groupSame(sayings, rule.same).map((group) => ({
    value: spelled(group, rule),
    origins: allOrigins(group),
    business: group.some(({ origins }) => saidByBusiness(origins)),
    own: group.some(({ origins }) => !usesBusiness(origins)),
  }));
  const texts = new Map(sides.map((side) => [side, rule.show(side.value)]));
  return sides.sort(
    (a, b) => Number(b.business) - Number(a.business) || compareText(texts.get(a) ?? "", texts.get(b) ?? ""),
  );
}

/** Of what is the same in several spellings, the business model's, else the first by alphabet. */
function spelled<T>(group: readonly Saying<T>[], { show }: MergeRule<T>): T {
  const own = group.filter(({ origins }) => saidByBusiness(origins));
  const candidates = own.length > 0 ? own : group;
  let best = firstOf(candidates).value;
  let text: string | undefined;
  for (const { value } of candidates) {
    if (value === best) continue;
    text ??= show(best);
    const other = show(value);
    if (other < text) [best, text] = [value, other];
  }
  return best;
}

function groupSame<T>(
  sayings: readonly Saying<T>[],
  same: MergeRule<T>["same"],
): readonly (readonly Saying<T>[])[] {
  const groups: Saying<T>[][] = [];
  const byValue = new Map<T, Saying<T>[]>();
  for (const saying of sayings) {
    let group = byValue.get(saying.value);
    group ??= same && groups.find((members) => same(firstOf(members).value, saying.value));
    if (group === undefined) {
      group = [];
      groups.push(group);
    }
    group.push(saying);
    byValue.set(saying.value, group);
  }
  return groups;
}
