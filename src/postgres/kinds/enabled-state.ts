import type { ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { part, type Step } from "./kind.ts";

/** When a trigger or rule of a table fires: `session_replication_role` tells origin and replica apart. */
export type EnabledState = "origin" | "always" | "replica" | "disabled";

const actions: Readonly<Record<EnabledState, string>> = {
  origin: "ENABLE",
  always: "ENABLE ALWAYS",
  replica: "ENABLE REPLICA",
  disabled: "DISABLE",
};

/** The state that a letter of `tgenabled` or `ev_enabled` stands for. */
export function stateName(letter: string): string {
  return `CASE ${letter} WHEN 'O' THEN 'origin' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE 'disabled' END`;
}

/** Sets the state of a trigger or rule. @see https://www.postgresql.org/docs/current/sql-altertable.html */
export function setEnabled(word: "TRIGGER" | "RULE", id: ObjectId, state: EnabledState): Step {
  const table = qualified(part(id, 0), part(id, 1));
  return { sql: `ALTER TABLE ${table} ${actions[state]} ${word} ${ident(part(id, 2))}` };
}
