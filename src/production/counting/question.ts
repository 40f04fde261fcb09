import type { Catalog } from "../../postgres/catalog.ts";
import type { HardeningContext } from "../rule.ts";

/** A prototype's tables: name → columns → type. */
export interface Prototype {
  readonly module: string;
  /** The schema that its tables are in. */
  readonly schema: string;
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Tables of which a deleted row takes rows of others along or changes them: ON DELETE CASCADE, SET NULL, SET DEFAULT. */
  readonly followed: ReadonlySet<string>;
}

/** Where rows are to go. */
export interface Destination {
  /** What the hardened schema makes. */
  readonly target: Catalog;
  readonly context: HardeningContext;
}

/** What production demands of a table's rows, as a query for the rows of a prototype that do not fulfil it. */
export interface Question {
  readonly table: string;
  /** Name of the constraint; of a column for NOT NULL and types. */
  readonly constraint: string;
  /** `NOT NULL`, `CHECK (…)`, `varchar(20)`. */
  readonly demand: string;
  /** The keys of the rows in the way; absent where the prototype cannot be asked. */
  readonly query?: string | undefined;
  /** Why it cannot be asked. */
  readonly unasked?: string | undefined;
  /** Whether keys may be shown: they are no personal data. */
  readonly showsKeys: boolean;
  /** What can be done, for rows that are in the way. */
  readonly fixes: readonly Fix[];
}

export interface Fix {
  /** `backfill`, `quarantine`: SQL for the prototype's database. `decide`: words. */
  readonly kind: "backfill" | "quarantine" | "decide";
  readonly text: string;
}
