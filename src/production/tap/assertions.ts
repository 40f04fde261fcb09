import { literal } from "../../postgres/quote.ts";

/** One pgTAP test: a SELECT without its semicolon. */
export type Assertion = string;

type Value = string | boolean | undefined;

/** The rows that a function of templates/sql/tap-catalog.sql gives for an object are these, in any order. */
export function rowsAre(
  reader: string,
  object: string,
  rows: readonly (readonly Value[])[],
  said: string,
): Assertion {
  const have = dollarQuoted(`SELECT * FROM pg_temp.${reader}(${literal(object)})`);
  if (rows.length === 0) return `SELECT is_empty(${have}, ${description(said)})`;
  const values = rows.map((row) => `  (${row.map((value) => literal(value ?? null)).join(", ")})`);
  return `SELECT set_eq(${have}, ${dollarQuoted(`VALUES\n${values.join(",\n")}`)}, ${description(said)})`;
}

/** The one text that such a function gives. */
export function textIs(reader: string, object: string, text: string | undefined, said: string): Assertion {
  return `SELECT is(pg_temp.${reader}(${literal(object)}), ${literal(text ?? null)}, ${description(said)})`;
}

/** PostgreSQL answers a role that asks for something: it has no right to. */
export function refuses(role: string, statement: string, said: string): Assertion {
  return `SELECT is(pg_temp.answer_to(${literal(role)}, ${dollarQuoted(statement)}), '42501', ${description(said)})`;
}

/** PostgreSQL answers whoever runs the tests in the same way: a trigger refuses. */
export function isRefused(statement: string, said: string): Assertion {
  return `SELECT throws_ok(${dollarQuoted(statement)}, '42501', NULL, ${description(said)})`;
}

/** On one line; `#` would start a directive of TAP. */
function description(said: string): string {
  return literal(said.replaceAll(/\s+/g, " ").replaceAll("#", "\\#"));
}

/** SQL in SQL, with its own quotes as they are. */
function dollarQuoted(sql: string): string {
  for (let number = 0, tag = "$$"; ; number++, tag = `$q${number}$`) {
    if (!`${sql}$`.includes(tag)) return `${tag}${sql}${tag}`;
  }
}
