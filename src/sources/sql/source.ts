import type { Finding, Source, Span } from "../../model/finding.ts";
import type { Facts } from "./facts.ts";

/** SQL files as they were read: what stands in them, and what was found on the way. */
export interface SqlSource {
  /** In the order in which they were read. */
  readonly files: readonly Source[];
  /** In the order in which psql would run them; what has no effect of its own (BEGIN, SET …) is worked in. */
  readonly statements: readonly SqlStatement[];
  readonly findings: readonly Finding[];
}

export interface SqlStatement extends Facts {
  /** Its text, without comments before it and without the semicolon. */
  readonly sql: string;
  readonly at: Span;
  /** The session settings in force where it stands. */
  readonly settings: Settings;
}

/** By the setting's name; never changed, so that equal settings are mostly the same object. */
export type Settings = ReadonlyMap<string, Setting>;

export interface Setting {
  /** The statement that sets it for the session. */
  readonly sql: string;
  readonly at: Span;
  /** For `role` and `session_authorization`: whom. */
  readonly role?: string | undefined;
}
