import type { Finding } from "../model/finding.ts";
import type { Config, Entity, Model } from "../model/model.ts";

export type Profile = "minimal" | "standard" | "regulated";
export const profiles: readonly Profile[] = ["minimal", "standard", "regulated"];

/** What a rule may look at. */
export interface HardeningContext {
  readonly config: Config;
  /** The whole model, as the rules before this one left it. */
  readonly model: Model;
  /** Whether a rule is on, for the project or for one entity. */
  isOn(code: string, entity?: Entity): boolean;
}

/** An index, told in parts so that it can be compared with others. */
export interface IndexParts {
  /** Key columns or expressions as CREATE INDEX spells them: `owner_id`, `created_at DESC`. */
  readonly keys: readonly string[];
  readonly unique: boolean;
  readonly method: string;
  readonly include: readonly string[];
  readonly where?: string | undefined;
}

/**
 * One thing that a rule adds to the database. Parts of a table (`not null`, `default`, `constraint`) end up inside
 * CREATE TABLE, everything else is a statement of its own.
 */
export type Extra = {
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
      /** Entity that a foreign key refers to: its table must exist before. */
      readonly references?: string | undefined;
    }
  | { readonly kind: "index"; readonly entity: string; readonly name: string; readonly index: IndexParts }
  | {
      readonly kind: StatementKind;
      /** The entity it belongs to; absent for what serves the whole database. */
      readonly entity?: string | undefined;
      readonly name: string;
      /** One complete statement, without the semicolon. */
      readonly sql: string;
      /** A trigger that says how rows begin: those that are carried over have begun elsewhere. */
      readonly begins?: boolean | undefined;
    }
);

/** In the order in which they are run. */
export const statementKinds = [
  "role",
  "setting",
  "schema",
  "extension",
  "function",
  "sequence",
  "table",
  "trigger",
  "policy",
  "view",
  "grant",
  "comment",
  /** Data: after everything else, and in a migration after its changes. */
  "backfill",
] as const;
export type StatementKind = (typeof statementKinds)[number];

/** What a rule added, with the rule's code. */
export type Addition = Extra & { readonly rule: string };

/** Something that others speak of by its name. */
export interface Made {
  /** `has_role()`, as people are told. */
  readonly name: string;
  /** Regular expression of SQL that speaks of it. */
  readonly call: string;
  /** Regular expression of SQL that makes it. */
  readonly made: string;
}

/** A function of the schema public. */
export function madeFunction(name: string): Made {
  return {
    name: `${name}()`,
    call: `(?<![\\w."$])(?:public\\.)?${name}\\(`,
    made: `\\bfunction\\s+(?:public\\.)?${name}\\s*\\(`,
  };
}

/** A hardening rule: one file, one promise. */
export interface HardeningRule {
  /** `foreign-key-indexes`; stable, used in `harden:` switches, the report and the proofs. */
  readonly code: string;
  /** The lowest profile that has it on; none where it is only on when asked for. */
  readonly profile: Profile | "none";
  readonly summary: string;
  readonly why: string;
  /** Where the claim comes from: a link to PostgreSQL's documentation or a standard. */
  readonly source: string;
  /** What the statements of other rules may speak of: a rule that does, while this one is off, is told. */
  readonly makes?: (context: HardeningContext) => readonly Made[];
  /** Fields and relations that an entity gets before tables are made. */
  readonly complete?: (entity: Entity, context: HardeningContext) => Entity;
  /** What it adds to an entity's table. */
  readonly table?: (entity: Entity, context: HardeningContext) => Iterable<Extra>;
  /** What it adds once, given the entities that it is on for. */
  readonly database?: (entities: readonly Entity[], context: HardeningContext) => Iterable<Extra>;
  /** Changes what all rules together added. */
  readonly refine?: (additions: readonly Addition[], context: HardeningContext) => readonly Addition[];
  /** What stands in its way. */
  readonly check?: (entity: Entity, context: HardeningContext) => Iterable<Finding>;
}
