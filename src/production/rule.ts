import type { Config, Entity, Model } from "../model/model.ts";

export type Profile = "minimal" | "standard" | "regulated";

/** What a rule may look at. */
export interface HardeningContext {
  readonly config: Config;
  /** The whole model, as the rules before this one left it. */
  readonly model: Model;
}

/**
 * One thing that a rule adds to the database, with its reason. Parts of a table (`not null`, `default`, `constraint`)
 * end up inside CREATE TABLE, everything else is a statement of its own.
 */
export type Addition = {
  /** Code of the rule. */
  readonly rule: string;
  /** Why this one, in a sentence for the report. */
  readonly why: string;
} & (
  | { readonly kind: "not null"; readonly entity: string; readonly column: string }
  | {
      readonly kind: "default";
      readonly entity: string;
      readonly column: string;
      readonly expression: string;
    }
  | {
      readonly kind: "constraint";
      readonly entity: string;
      readonly name: string;
      readonly definition: string;
    }
  | {
      readonly kind:
        | "role"
        | "schema"
        | "function"
        | "table"
        | "index"
        | "trigger"
        | "policy"
        | "view"
        | "grant"
        | "comment"
        | "setting";
      /** The entity it belongs to; absent for what serves the whole database. */
      readonly entity?: string | undefined;
      readonly name: string;
      /** One or more complete statements, without the last semicolon. */
      readonly sql: string;
    }
);

/** A hardening rule: one file, one promise. */
export interface HardeningRule {
  /** `foreign-key-indexes`; stable, used in `harden:` switches, the report and the proofs. */
  readonly code: string;
  /** The lowest profile that has it on. */
  readonly profile: Profile;
  readonly summary: string;
  readonly why: string;
  /** Where the claim comes from: a link to PostgreSQL's documentation, a standard, or a measurement. */
  readonly source: string;
  /** Fields and relations that an entity gets before tables are made. */
  readonly complete?: (entity: Entity, context: HardeningContext) => Entity;
  /** What it adds to the database. */
  readonly emit?: (context: HardeningContext) => Iterable<Addition>;
}
