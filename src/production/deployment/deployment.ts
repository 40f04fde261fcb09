import type { Mode, Plan } from "../../postgres/plan.ts";
import type { Iteration } from "../../prototype/iterations.ts";

/** A production migration and how it was planned. */
export interface Deployment {
  readonly iteration: Iteration;
  readonly plan: Plan;
  readonly mode: Mode;
  /** Statements before the plan, which the way back leaves as they are. */
  readonly prelude: readonly string[];
}

/** How psql runs a file of the migration. */
export function psqlCommand(file: string, mode: Mode): string {
  const whole = mode === "offline" ? " --single-transaction" : "";
  return `psql "$DATABASE_URL" -X -v ON_ERROR_STOP=1${whole} -f ${file}`;
}
