import type { Finding } from "../model/finding.ts";
import type { Catalog } from "../postgres/catalog.ts";
import { elaborate } from "../postgres/elaborate.ts";
import { withoutNotNullNames } from "../postgres/not-null-names.ts";
import type { Iteration } from "../prototype/iterations.ts";
import type { Engine } from "../prototype/state.ts";
import type { Hardened } from "./harden.ts";
import { plainValues } from "./plain-values.ts";
import { policyFindings } from "./policies/findings.ts";
import type { Addition } from "./rule.ts";

/** Where production is and where it is to go. */
export interface Delivery {
  /** Roles, default privileges and extensions that no earlier migration holds. They stay when the migration is reverted. */
  readonly prelude: readonly string[];
  /** What is done to the rows after the planned statements, where no earlier migration did it. */
  readonly postlude: readonly string[];
  /** What runs before the planned statements. */
  readonly base: readonly string[];
  /** What `base` makes. */
  readonly from: Catalog;
  /** What the hardened schema makes. */
  readonly target: Catalog;
  /** What is wrong with what it makes, or with the way there. */
  readonly findings: readonly Finding[];
}

/** Compares the hardened schema with the replay of the recorded migrations. */
export async function openDelivery(
  { additions, statements, context }: Hardened,
  recorded: readonly Iteration[],
  { shadow, cacheDir }: Engine,
): Promise<Delivery> {
  const unrecorded = (wanted: (addition: Addition) => addition is Extract<Addition, { sql: string }>) =>
    additions.filter(wanted).flatMap(({ sql }) => (isRecorded(sql, recorded) ? [] : [sql]));
  const prelude = unrecorded(isPrelude);
  const base = [...recorded.map(({ up }) => up), ...prelude];
  const target = withoutNotNullNames(await elaborate(shadow, statements, { cacheDir }));
  const from = withoutNotNullNames(await elaborate(shadow, base, { cacheDir }));
  return {
    prelude,
    postlude: unrecorded(isBackfill),
    base,
    from,
    target,
    findings: [...policyFindings(target, context), ...plainValues(from, context)],
  };
}

/** What other databases of the server share, or what the owner's role has, is not this database's to take back. */
function isPrelude(addition: Addition): addition is Extract<Addition, { sql: string }> {
  return ["role", "setting", "extension"].includes(addition.kind);
}

function isBackfill(addition: Addition): addition is Extract<Addition, { sql: string }> {
  return addition.kind === "backfill";
}

function isRecorded(sql: string, recorded: readonly Iteration[]): boolean {
  return recorded.some(({ up }) => up.includes(sql));
}
