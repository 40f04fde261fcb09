/**
 * Settings that decide how PostgreSQL prints definitions and finds names, as a fresh server has them: what a role or a
 * database sets otherwise would make equal schemas look different. No limit of time, as in pg_dump.
 */
export const usualSettings: Readonly<Record<string, string>> = {
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  bytea_output: "hex",
  quote_all_identifiers: "off",
  search_path: '"$user", public',
  standard_conforming_strings: "on",
  statement_timeout: "0",
  lock_timeout: "0",
  idle_in_transaction_session_timeout: "0",
};

/** Expressions that set them, for the session or only for the transaction. */
export function setConfig(
  settings: Readonly<Record<string, string>>,
  until: "session" | "transaction",
): string {
  const local = until === "transaction";
  return Object.entries(settings)
    .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', ${local})`)
    .join(", ");
}
