import { literal } from "../../postgres/quote.ts";
import type { HardeningRule } from "../rule.ts";

/** The longest that a session may lie idle in a transaction. */
export const idleInTransaction = { setting: "idle_in_transaction_session_timeout", value: "1min" } as const;

/**
 * Set for the database: what is set for a role counts where that role logs in, and the roles of policies cannot. Not
 * `idle_session_timeout`, which would also end what a pool of connections keeps ready.
 */
export const sessionTimeouts: HardeningRule = {
  code: "session-timeouts",
  profile: "regulated",
  summary: `The server ends sessions that lie idle in a transaction for ${idleInTransaction.value}.`,
  why: "A transaction that somebody left open keeps its locks, and its session is a way in.",
  source:
    "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT",
  *database() {
    yield {
      kind: "setting",
      name: idleInTransaction.setting,
      sql: onThisDatabase(`SET ${idleInTransaction.setting} = ${literal(idleInTransaction.value)}`),
      why: "Counts for every session that begins afterwards.",
    };
  },
};

/** ALTER DATABASE for the database that one is in, whatever its name. */
export function onThisDatabase(change: string): string {
  return `DO $do$ BEGIN
  EXECUTE format('ALTER DATABASE %I ', current_database()) || ${literal(change)};
END $do$`;
}
