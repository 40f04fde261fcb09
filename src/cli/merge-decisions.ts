import type { Conflict, MergeResult } from "../merger/conflict.ts";
import { AppError, exitCode } from "../model/app-error.ts";
import type { Span } from "../model/finding.ts";
import type { Decision } from "../model/model.ts";
import { suggest } from "../model/names.ts";
import type { Io } from "./io.ts";
import { renderQuestion } from "./merge-report.ts";

export interface DecisionFlags {
  readonly decide?: readonly string[];
  readonly why?: readonly string[];
  readonly by?: string;
}

/** The decisions of `--decide`, `--why` and `--by`. */
export function decisionsFromFlags(
  { decide = [], why = [], by }: DecisionFlags,
  merged: MergeResult,
): readonly Decision[] {
  const known = knownIds(merged);
  return decide.map((text, index) => {
    const [conflict, choose] = splitDecision(text, known);
    const reason = why.length === 1 ? why[0] : why[index];
    if (reason === undefined || reason.trim() === "" || why.length > Math.max(decide.length, 1)) {
      throw usage(
        `"${text}" has no reason of its own.`,
        "Give one --why for each --decide, or a single one for all.",
      );
    }
    return { conflict, choose, why: reason, ...(by !== undefined && { by }), at: flagSpan(text) };
  });
}

/** Names may hold `=` as well: the conflict is the longest known id in front of one. */
function splitDecision(text: string, known: readonly string[]): readonly [conflict: string, choose: string] {
  const id = known
    .filter((candidate) => text.startsWith(`${candidate}=`))
    .sort((a, b) => b.length - a.length)[0];
  const end = id?.length ?? text.indexOf("=");
  if (end <= 0 || text.slice(end + 1).trim() === "") {
    throw usage(`--decide "${text}" does not say what to choose.`, "Write --decide '<conflict>=<choice>'.");
  }
  return [text.slice(0, end), text.slice(end + 1).trim()];
}

function usage(message: string, help: string): AppError {
  return new AppError({ code: "cli/usage", severity: "error", message, help }, { exit: exitCode.usage });
}

/** Throws when a decision given by flag settles nothing. */
export function refuseUseless(given: readonly Decision[], result: MergeResult): void {
  const useless = given.filter((decision) => !result.resolved.some((one) => one.decision === decision));
  if (useless.length === 0) return;
  const impossible = result.findings.filter(({ code }) => code === "merge/impossible-decision");
  const unknown = useless.filter(({ conflict }) => !result.conflicts.some(({ id }) => id === conflict));
  throw new AppError([
    ...impossible.filter(({ at }) => useless.some((decision) => decision.at === at)),
    ...unknown.map(({ conflict, at }) => {
      const meant = suggest(conflict, knownIds(result));
      return {
        code: "merge/unknown-conflict",
        severity: "error" as const,
        message: `There is no conflict "${conflict}".`,
        at,
        help: meant === undefined ? "`schema merge` lists the open ones." : `Did you mean "${meant}"?`,
      };
    }),
  ]);
}

function knownIds({ conflicts, resolved }: MergeResult): readonly string[] {
  return [...conflicts, ...resolved.map(({ conflict }) => conflict)].map(({ id }) => id);
}

/** Asks a person to settle a conflict: the choice, then the reason. */
export async function askDecision(
  io: Io,
  conflict: Conflict,
  settles: (answer: Decision) => boolean,
  by: string | undefined,
): Promise<Decision> {
  io.note(`\n${[conflict.id, ...renderQuestion(conflict)].join("\n")}`);
  const choose = await askChoice(io, conflict, (text) => settles(decision(text, "")));
  const why = await askUntil(
    () => io.ask.input("Why?"),
    (text) => text !== "",
  );
  return decision(choose, why);

  function decision(text: string, reason: string): Decision {
    return {
      conflict: conflict.id,
      choose: text,
      why: reason,
      ...(by !== undefined && { by }),
      at: flagSpan(text),
    };
  }
}

async function askChoice(io: Io, conflict: Conflict, possible: (text: string) => boolean): Promise<string> {
  const { id, choices, other } = conflict;
  const listed = choices.map(({ choose, means }) => ({ name: `${choose}: ${means}`, value: choose }));
  const free = other === undefined ? [] : [{ name: other, value: undefined }];
  const chosen = await io.ask.select<string | undefined>(id, [...listed, ...free]);
  if (chosen !== undefined) return chosen;
  return askUntil(() => io.ask.input(`${id}: ${other}`), possible);
}

async function askUntil(ask: () => Promise<string>, good: (text: string) => boolean): Promise<string> {
  for (;;) {
    const text = (await ask()).trim();
    if (good(text)) return text;
  }
}

/** Findings about an answer point into the answer. */
function flagSpan(text: string): Span {
  return { source: { path: "--decide", text }, start: 0, end: text.length };
}
