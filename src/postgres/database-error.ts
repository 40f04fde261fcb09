import { AppError } from "../model/app-error.ts";
import type { Finding, Source } from "../model/finding.ts";

/** What PostgreSQL says about a statement that failed; both drivers give these fields. */
export interface DatabaseError extends Error {
  /** SQLSTATE, five characters. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly code: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly where?: string | undefined;
  /** 1-based character in the statement. */
  readonly position?: string | undefined;
}

export function isDatabaseError(error: unknown): error is DatabaseError {
  return (
    error instanceof Error && "code" in error && "severity" in error && /^[0-9A-Z]{5}$/.test(`${error.code}`)
  );
}

/** A statement that PostgreSQL refused: its words, where in the statement (of the file `path`), detail and hint. Other errors pass as they are. */
export function statementError(
  error: unknown,
  sql: string,
  code: string,
  doing: string,
  path = "SQL",
): unknown {
  if (!isDatabaseError(error)) return error;
  return new AppError(statementFinding(error, { path, text: sql }, code, doing), { cause: error });
}

/** What PostgreSQL says about a statement, as a finding with its place. */
export function statementFinding(error: DatabaseError, source: Source, code: string, doing: string): Finding {
  const start = Math.max(0, Number(error.position ?? 1) - 1);
  const word = /^\w+/.exec(source.text.slice(start))?.[0] ?? "";
  const help = [error.detail, error.hint, error.where]
    .filter((text) => text !== undefined && text !== "")
    .join("\n        ");
  return {
    code,
    severity: "error",
    message: `${doing}: ${error.message} (SQLSTATE ${error.code})`,
    at: { source, start, end: start + Math.max(1, word.length) },
    ...(help !== "" && { help }),
  };
}
