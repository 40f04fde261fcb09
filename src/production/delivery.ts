import type { Finding } from "../model/finding.ts";
import type { Catalog } from "../postgres/catalog.ts";
import { elaborate } from "../postgres/elaborate.ts";
import { withoutNotNullNames } from "../postgres/not-null-names.ts";
import type { Iteration } from "../prototype/iterations.ts";
import type { Engine } from "../prototype/state.ts";
import type { Hardened } from "./harden.ts";
import { logIntoMonths } from "./log-into-months.ts";
import { plainValues } from "./plain-values.ts";
import { policyFindings } from "./policies/findings.ts";
import { leakyQueries } from "./policies/leaky-queries.ts";
import type { Addition } from "./rule.ts";

/** Where production is and where it is to go. */
export interface Delivery {
  /** Roles, default privileges, extensions, and the form of the audit log, that no earlier migration holds. They stay when the migration is reverted. */
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
  hardened: Hardened,
  recorded: readonly Iteration[],
  { shadow, cacheDir }: Engine,
): Promise<Delivery> {
  const { additions, statements, context } = hardened;
  const unrecorded = (wanted: (addition: Addition) => addition is Extract<Addition, { sql: string }>) =>
    additions.filter(wanted).flatMap(({ sql }) => (isRecorded(sql, recorded) ? [] : [sql]));
  const catalogOf = async (sql: readonly string[]) =>
    withoutNotNullNames(await elaborate(shadow, sql, { cacheDir }));
  const start = [...recorded.map(({ up }) => up), ...unrecorded(isPrelude)];
  const [target, before] = [await catalogOf(statements), await catalogOf(start)];
  const log = logIntoMonths(before, target, additions, context);
  const base = [...start, ...log.statements];
  const from = log.statements.length === 0 ? before : await catalogOf(base);
  return {
    prelude: base.slice(recorded.length),
    postlude: unrecorded(isBackfill),
    base,
    from,
    target,
    findings: [
      ...policyFindings(target, context),
      ...(await leakyQueries(hardened, { shadow, cacheDir })),
      ...plainValues(from, context),
      ...log.findings,
    ],
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
