import type { Finding, Span } from "../../model/finding.ts";
import { suggest } from "../../model/names.ts";
import { tokenize } from "../../model/sql-words.ts";
import type { DatabaseError } from "../../postgres/database-error.ts";
import { utf16Offset } from "./parse.ts";

/** A statement as it was sent, and where it stands. */
export interface Sent {
  readonly sql: string;
  readonly at: Span;
  /** How many characters more than in the file stand at its beginning. */
  readonly inserted?: number | undefined;
}

export interface Surroundings {
  /** Names that the files make; one of them may have been meant. */
  readonly names: readonly string[];
  readonly embedded: boolean;
}

/** A statement that PostgreSQL refuses, in PostgreSQL's words, at its place in the file. */
export function sqlFinding(error: DatabaseError, sent: Sent, { names, embedded }: Surroundings): Finding {
  const missing = isMissing(error) ? namesIn(error) : [];
  const meant = nearName(error, names);
  const help = [
    error.detail,
    embedded && isUnavailable(error) ? "The embedded PostgreSQL does not carry it." : error.hint,
    meant === undefined ? undefined : `Did you mean "${meant}"?`,
    error.where,
  ]
    .filter((text) => text !== undefined && text !== "")
    .join("\n        ");
  return {
    code: undefinedStates.has(error.code) ? "sql/missing" : "sql/refused",
    severity: "error",
    message: `PostgreSQL refuses this statement: ${error.message} (SQLSTATE ${error.code})`,
    at: placeOf(error, missing, sent),
    ...(help !== "" && { help }),
  };
}

/** The name that may have been meant by one that is missing. */
export function nearName(error: DatabaseError, names: readonly string[]): string | undefined {
  const missing = isMissing(error) ? namesIn(error) : [];
  if (missing.some((name) => names.includes(name))) return undefined;
  return missing.map((name) => suggest(name, names)).find((name) => name !== undefined);
}

/** An extension, or what comes as a library. */
function isUnavailable({ code, message }: DatabaseError): boolean {
  return (code === "0A000" && message.startsWith("extension ")) || message.includes("/pglite/lib/");
}

/** Where PostgreSQL points to; else the name that it cannot find; else the statement's first line. */
function placeOf(error: DatabaseError, missing: readonly string[], { sql, at, inserted = 0 }: Sent): Span {
  const { source, start, end } = at;
  const verbatim = sql.length - inserted === end - start; // a foreign key on its own is always longer
  if (error.position !== undefined && verbatim) {
    const from = start + Math.max(0, utf16Offset(sql, Number(error.position) - 1) - inserted);
    const word = /^(?:"(?:[^"]|"")*"|[\p{L}\p{N}_$.]+)/u.exec(
      source.text.slice(from, Math.min(end, from + 200)),
    )?.[0];
    return { source, start: from, end: from + (word?.length ?? 1) };
  }
  const text = source.text.slice(start, end);
  const tokens = tokenize(text);
  const token = missing.flatMap((wanted) => tokens.find(({ name }) => name === wanted) ?? [])[0];
  if (token !== undefined)
    return { source, start: start + token.start, end: start + token.start + token.text.length };
  const line = text.search(/[\r\n]/);
  return { source, start, end: line < 0 ? end : start + line };
}

/** SQLSTATEs of something that is not there. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const undefinedStates: ReadonlySet<string> = new Set([
  "42P01", // undefined_table
  "42703", // undefined_column
  "42883", // undefined_function
  "42704", // undefined_object
  "3F000", // invalid_schema_name
]);

/** SQLSTATEs of something that a later statement may still make. */
const missingStates: ReadonlySet<string> = new Set([
  ...undefinedStates,
  "42830", // invalid_foreign_key: no unique constraint yet
  "42P10", // invalid_column_reference: ON CONFLICT without a unique index
  "42804", // datatype_mismatch: no implicit cast yet
  "42846", // cannot_coerce: no cast yet
  "22P02", // invalid_text_representation: no such enum value yet
  "22023", // invalid_parameter_value: SET ROLE to nobody
]);

export function isMissing({ code }: DatabaseError): boolean {
  return missingStates.has(code);
}

const unquoted = [
  /^(?:column|function|procedure|aggregate|routine) ([^\s(]+)/,
  /^operator does not exist:.*? ([-+*/<>=~!@#%^&|`?]+)(?: |$)/,
  /\benum ([^\s:]+):/,
];

/** What an error message is about: `relation "app.accounts" does not exist`, `function f(integer) does not exist`. */
export function namesIn({ message }: DatabaseError): readonly string[] {
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
  const others = unquoted.flatMap((pattern) => pattern.exec(message)?.[1] ?? []);
  const names = [...quoted, ...others];
  return [...new Set(names.flatMap((name) => [name, name.slice(name.lastIndexOf(".") + 1)]))];
}
