import type { Finding } from "../model/finding.ts";

/** What a statement can do to data or traffic. Consent names the hazard: `--allow deletes-data`. */
export const hazardKinds = [
  "deletes-data",
  "may-fail",
  "blocks-reads",
  "blocks-writes",
  "rewrites-table",
  "scans-table",
  "changes-access",
  "breaks-clients",
] as const;
export type HazardKind = (typeof hazardKinds)[number];

export interface Hazard {
  readonly kind: HazardKind;
  /** What it does, to which object, in the user's words. */
  readonly message: string;
}

/** Table locks, weakest first. @see https://www.postgresql.org/docs/current/explicit-locking.html */
export const lockModes = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
] as const;
export type LockMode = (typeof lockModes)[number];

/** Each phase leaves old and new application code working. */
export type Phase = "expand" | "backfill" | "validate" | "contract";

/** What a statement does to the tables that were there before: the strongest lock of each, those rewritten and scanned. */
export interface Effects {
  readonly locks: Readonly<Record<string, LockMode>>;
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
}

/** One SQL statement (without the closing semicolon) and what it does. */
export interface Statement {
  readonly sql: string;
  /** The change it comes from: `create column public.accounts.phone`. */
  readonly change: string;
  readonly phase: Phase;
  /** False for what cannot run in a transaction block. */
  readonly transactional: boolean;
  readonly hazards: readonly Hazard[];
  /** True for what the embedded PostgreSQL cannot execute; it is left out of every proof, by name. */
  readonly beyondShadow?: true | undefined;
  /** Statements of one mark, and all between them, are one transaction: nobody sees what is missing meanwhile. */
  readonly together?: string | undefined;
  /** Measured in the shadow, absent before that. */
  readonly measured?: Effects | undefined;
  /** What the documentation says of a statement that cannot be measured, because its locks are gone when it ends. */
  readonly documented?: Effects | undefined;
}

/** A possible rename that only a person can tell from a drop and a create. */
export interface RenameQuestion {
  readonly kind: "table" | "column";
  /** As in `--rename from=to`: `accounts.tel`, or `account` for a table. */
  readonly from: string;
  readonly to: string;
}

/** Whether others use the database meanwhile. What they do not is done in one transaction. */
export type Mode = "online" | "offline";

export interface PlanOptions {
  readonly renames?: readonly RenameQuestion[] | undefined;
  /** `offline` when absent. */
  readonly mode?: Mode | undefined;
  /** Major version of the PostgreSQL that the plan is for; the newest when absent. */
  readonly targetVersion?: number | undefined;
}

/** The way from one Catalog to another, as data. */
export interface Plan {
  readonly statements: readonly Statement[];
  /** The way back, to be run in this order. */
  readonly reverse: readonly Statement[];
  readonly questions: readonly RenameQuestion[];
  readonly findings: readonly Finding[];
}
