import type { Entity } from "../../model/model.ts";
import { keyText, type TextRow } from "./rows.ts";
import type { Outcome } from "./try.ts";

export const insufficientPrivilege = "42501";

/** Row level security let it through: it changed the row, or got as far as a constraint, which is checked later. */
export function passed(outcome: Outcome | undefined): boolean {
  if (outcome === undefined) return false;
  if (outcome.state !== null) return isConstraint(outcome);
  return outcome.rows > 0 || outcome.before !== outcome.after;
}

/** SQLSTATE class 23: integrity constraint violation. */
export function isConstraint({ state }: Outcome): boolean {
  return state?.startsWith("23") === true;
}

/** Refused as something that one may not do, or nothing was there to do it to. */
export function refused({ state, rows, before, after }: Outcome): boolean {
  return state === insufficientPrivilege || (state === null && rows === 0 && before === after);
}

/** How what was done compares with what was promised, row by row. */
export function compare(
  entity: Entity,
  rows: readonly TextRow[],
  expected: (row: TextRow) => boolean,
  actual: (row: TextRow) => boolean,
): { readonly held: boolean; readonly seen: string; readonly wrong: string } {
  const tooMany = rows.filter((row) => actual(row) && !expected(row));
  const missing = rows.filter((row) => !actual(row) && expected(row));
  return {
    held: tooMany.length === 0 && missing.length === 0,
    seen: `${rows.filter(actual).length} of ${rows.length} rows`,
    wrong: [
      ...(tooMany.length === 0 ? [] : [`; no access line allows ${keyList(entity, tooMany)}`]),
      ...(missing.length === 0 ? [] : [`; an access line allows ${keyList(entity, missing)}`]),
    ].join(""),
  };
}

function keyList(entity: Entity, rows: readonly TextRow[]): string {
  const shown = rows.slice(0, 3).map((row) => keyText(row, entity));
  return `${shown.join(", ")}${rows.length > 3 ? ` and ${rows.length - 3} more` : ""}`;
}
