import { AppError, exitCode } from "../model/app-error.ts";
import { type Hazard, type HazardKind, hazardKinds, type Statement } from "../postgres/plan.ts";
import { renderSql } from "../postgres/render.ts";

/** Hazards that a prototype does not run into without being told to; all others are only shown. */
const needsConsent: readonly HazardKind[] = ["deletes-data"];

/** Hazards that nobody has allowed yet, of those that need it. */
export function withoutConsent(
  hazards: readonly Hazard[],
  allowed: readonly string[],
  needed: readonly HazardKind[] = needsConsent,
): readonly Hazard[] {
  return hazards.filter(({ kind }) => needed.includes(kind) && !allowed.includes(kind));
}

/** The hazards of a value of `--allow`: `deletes-data`, several separated by commas. */
export function parseAllow(text: string): readonly string[] {
  const kinds = text.split(",").map((kind) => kind.trim());
  const unknown = kinds.find((kind) => !hazardKinds.some((known) => known === kind));
  if (unknown === undefined) return kinds;
  throw new AppError(
    {
      code: "plan/unknown-hazard",
      severity: "error",
      message: `"${unknown}" is nothing that can be allowed.`,
      help: `Hazards are ${hazardKinds.join(", ")}.`,
    },
    { exit: exitCode.usage },
  );
}

export function refused(hazards: readonly Hazard[]): AppError {
  const kinds = [...new Set(hazards.map(({ kind }) => kind))];
  return new AppError(
    kinds.map((kind) => ({
      code: `plan/${kind}`,
      severity: "error",
      message: firstOf([
        ...new Set(hazards.filter((one) => one.kind === kind).map(({ message }) => message)),
      ]),
      help: `If that is meant, add --allow ${kinds.join(",")}.`,
    })),
  );
}

const mostMessages = 5;

/** The plan itself names the others. */
function firstOf(messages: readonly string[]): string {
  const more = messages.length - mostMessages;
  return [...messages.slice(0, mostMessages), ...(more > 0 ? [`And ${more} more like that.`] : [])].join(
    "\n  ",
  );
}

/** Statements as the file of an iteration holds them, their hazards first. */
export function sqlWithHazards(statements: readonly Statement[]): string {
  const hazards = statements.flatMap((statement) => statement.hazards);
  const lines = new Set(
    hazards.map(({ kind, message }) => `-- ${kind}: ${message.replaceAll(/\s+/g, " ")}\n`),
  );
  return [...lines, renderSql(statements)].join("");
}

/** The hazards that stand at the start of an iteration's SQL. */
export function hazardsIn(sql: string): readonly Hazard[] {
  const [comments = ""] = /^(-- .*\n)*/.exec(sql) ?? [];
  return needsConsent.flatMap((kind) =>
    [...comments.matchAll(new RegExp(`^-- ${kind}: (.*)$`, "gm"))].map(([, message = ""]) => ({
      kind,
      message,
    })),
  );
}
