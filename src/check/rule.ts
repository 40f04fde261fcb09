import { type Finding, hasErrors } from "../model/finding.ts";
import type { Project } from "../model/model.ts";
import type { Shadow } from "../postgres/shadow.ts";

/** What a rule may look at. */
export interface CheckContext {
  readonly project: Project;
  /** What reading the definitions reported. */
  readonly definitionFindings: readonly Finding[];
  /** The project's folder as the user knows it: `` or `examples/crm/`. */
  readonly shownRoot: string;
  /** The files under a folder of the project, by path relative to that folder, with `/`. */
  read(folder: string): Promise<ReadonlyMap<string, string>>;
  /** Has what the project's platform brings. */
  readonly shadow: Shadow;
  /** Keeps what PostgreSQL made of the same SQL. */
  readonly cacheDir: string;
}

/** One promise that CI holds: one file. */
export interface CheckRule {
  readonly code: string;
  /** What is true when it reports no error. */
  readonly promise: string;
  /** Codes of the rules without which this one cannot tell anything. */
  readonly needs: readonly string[];
  check(context: CheckContext): Promise<readonly Finding[]>;
}

/** What became of one rule. */
export interface CheckOutcome {
  readonly rule: Pick<CheckRule, "code" | "promise">;
  readonly findings: readonly Finding[];
  /** Code of the rule whose errors kept this one from running. */
  readonly blockedBy?: string | undefined;
}

/** True when the rule ran and reported no error. */
export function held(outcome: CheckOutcome): boolean {
  return outcome.blockedBy === undefined && !hasErrors(outcome.findings);
}
