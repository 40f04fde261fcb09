import type { ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { part, type Step } from "./kind.ts";

/** When a trigger or rule of a table fires: `session_replication_role` tells origin and replica apart. */
export type EnabledState = "origin" | "always" | "replica" | "disabled";

/** As ALTER spells what leads to a state. */
export const enabling: Readonly<Record<EnabledState, string>> = {
  origin: "ENABLE",
  always: "ENABLE ALWAYS",
  replica: "ENABLE REPLICA",
  disabled: "DISABLE",
};

/** The state that a letter of `tgenabled`, `ev_enabled` or `evtenabled` stands for. */
export function stateName(letter: string): string {
  return `CASE ${letter} WHEN 'O' THEN 'origin' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE 'disabled' END`;
}

/** From one state of a trigger or rule to another; a new one is in `origin`. @see https://www.postgresql.org/docs/current/sql-altertable.html */
export function changeEnabled(
  word: "TRIGGER" | "RULE",
  id: ObjectId,
  from: EnabledState,
  to: EnabledState,
): readonly Step[] {
  return from === to ? [] : [setEnabled(word, id, to)];
}

export function setEnabled(word: "TRIGGER" | "RULE", id: ObjectId, state: EnabledState): Step {
  const table = qualified(part(id, 0), part(id, 1));
  return { sql: `ALTER TABLE ${table} ${enabling[state]} ${word} ${ident(part(id, 2))}` };
}
