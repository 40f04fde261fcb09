import { ident } from "../../postgres/quote.ts";
import type { Extra, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { auditorRole } from "./roles.ts";

/**
 * An entry's hash is made of the hash before it and of all that the entry says, so none can be changed, removed or put in
 * without making all hashes after it anew. Whoever can do that is found out by a head that is kept elsewhere. The chain has one
 * end, so transactions that write wait for each other: one that repeats its reads and comes second is refused with 40001.
 */
export const auditChain: HardeningRule = {
  code: "audit-chain",
  profile: "none",
  summary:
    "Each entry of the audit log holds a hash of itself and of the one before; audit.verify() names the first that does not fit.",
  why: "A superuser can change the log, and it shows. Transactions that write wait for each other, so it is only there where it is asked for.",
  source: "https://www.law.cornell.edu/cfr/text/45/164.312",
  *database(entities, context) {
    if (entities.some((entity) => context.isOn("audit", entity))) yield* chain();
  },
  *check(entity, context) {
    if (entity.harden["audit-chain"] !== true || context.isOn("audit", entity)) return;
    yield {
      code: "production/contradiction",
      severity: "error",
      message: `${entity.name} says harden: { audit-chain: true }, but its changes are in no audit log.`,
      at: entity.origins[0]?.at,
      help: "Say audit: all, or leave audit-chain out.",
    };
  },
};

function* chain(): Iterable<Extra> {
  const auditor = ident(auditorRole);
  const verify = "audit.verify(bigint, bytea)";
  yield {
    kind: "function",
    name: "audit.chain_entry",
    sql: sqlFromTemplate("chain-entry", {}),
    why: "Adds an entry to the chain.",
  };
  yield {
    kind: "table",
    name: "audit.log in a chain",
    sql: "ALTER TABLE audit.log ADD COLUMN link bigint, ADD COLUMN hash bytea",
    why: "The place of an entry in the chain, and its hash. Entries from before the chain have none.",
  };
  yield {
    kind: "table",
    name: "audit.log_link_idx",
    sql: "CREATE INDEX log_link_idx ON audit.log (link)",
    why: "Finds the end of the chain.",
  };
  yield {
    kind: "table",
    name: "audit.chain",
    sql: "CREATE TABLE audit.chain (\n  turn boolean PRIMARY KEY,\n  transaction xid8 NOT NULL\n)",
    why: "One row: the transaction whose turn it is to add entries.",
  };
  yield {
    kind: "policy",
    name: "audit.chain row level security",
    sql: "ALTER TABLE audit.chain ENABLE ROW LEVEL SECURITY",
    why: "It is for the trigger alone.",
  };
  yield {
    kind: "function",
    name: "audit.verify",
    sql: sqlFromTemplate("chain-verify", {}),
    why: "Returns the first entry that does not fit, or no row. With a head that was kept elsewhere, also whether it is still there.",
  };
  yield {
    kind: "trigger",
    name: "audit.log chain",
    sql: "CREATE TRIGGER chain_entry BEFORE INSERT ON audit.log\nFOR EACH ROW EXECUTE FUNCTION audit.chain_entry()",
    why: "Whoever inserts an entry.",
  };
  yield {
    kind: "trigger",
    name: "audit.log chain always",
    sql: "ALTER TABLE audit.log ENABLE ALWAYS TRIGGER chain_entry",
    why: "Fires also where session_replication_role switches other triggers off.",
  };
  const revoked = `REVOKE ALL ON FUNCTION audit.chain_entry(), ${verify} FROM PUBLIC`;
  yield { kind: "grant", name: "audit.chain private", sql: revoked, why: "Who may verify is said below." };
  const granted = `GRANT EXECUTE ON FUNCTION ${verify} TO ${auditor}`;
  yield { kind: "grant", name: "audit.verify", sql: granted, why: "Auditors see the whole chain." };
}
