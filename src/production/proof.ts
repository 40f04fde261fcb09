import type { Connection } from "../postgres/connection.ts";
import type { HardeningContext } from "./rule.ts";

/** One executed demonstration: what was promised, of what, and what was seen. */
export interface ProofResult {
  /** Code of the proof. */
  readonly proof: string;
  /** `accounts: update by another user`. */
  readonly subject: string;
  readonly held: boolean;
  /** What PostgreSQL did: `0 of 1 rows changed`; for a failure also what was expected. */
  readonly seen: string;
}

/** A way to break what a proof demonstrates; the proof must then fail. */
export interface Mutation {
  readonly breaks: string;
  readonly sql: string;
}

/** A proof: executed on the hardened schema with generated rows, in a database of its own. */
export interface Proof {
  readonly code: string;
  readonly promise: string;
  /** Codes of the hardening rules whose promise this is. */
  readonly rules: readonly string[];
  run(db: Connection, context: HardeningContext): Promise<readonly ProofResult[]>;
  mutations(context: HardeningContext): readonly Mutation[];
}
