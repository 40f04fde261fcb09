import type { Effects } from "../../plan.ts";
import { type Step, shown } from "../kind.ts";

/**
 * What statements do that no transaction can hold. It cannot be measured, because their locks are gone when they end, so
 * here is what the documentation says. Both let rows be read and written meanwhile.
 * @see https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
 * @see https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 * @see https://www.postgresql.org/docs/current/sql-dropindex.html
 */
export function concurrently(
  sql: string,
  table: readonly string[],
  { scans, ...step }: Pick<Step, "hazards"> & { readonly scans: boolean },
): Step {
  const name = shown(table);
  const documented: Effects = {
    locks: { [name]: "ShareUpdateExclusiveLock" },
    rewrites: [],
    scans: scans ? [name] : [],
  };
  return { ...step, sql, transactional: false, documented };
}
