import type { Span } from "../model/finding.ts";
import type { Entity } from "../model/model.ts";
import type { Stage } from "./proving/stage.ts";
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
  /** Where what failed was written, where that is no entity. */
  readonly at?: Span | undefined;
}

/** A way to break what a proof demonstrates; the proof must then fail. */
export interface Mutation {
  readonly breaks: string;
  /** The entity on which the proof must then fail; any when absent. */
  readonly entity?: string | undefined;
  readonly sql: string;
}

/** A proof: executed on the hardened schema with generated rows. What it changes is undone afterwards. */
export interface Proof {
  readonly code: string;
  readonly promise: string;
  /** Codes of the hardening rules whose promise this is. */
  readonly rules: readonly string[];
  /** Whether there is something to demonstrate on an entity. */
  concerns(entity: Entity, context: HardeningContext): boolean;
  run(stage: Stage): Promise<readonly ProofResult[]>;
  mutations(context: HardeningContext): readonly Mutation[];
}
