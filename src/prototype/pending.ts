import type { Finding } from "../model/finding.ts";
import type { AppliedIteration } from "./history.ts";
import { folderName, type Iteration } from "./iterations.ts";

/** How a database stands to the recorded iterations. With findings, nothing may be applied. */
export interface HistoryComparison {
  readonly applied: readonly Iteration[];
  readonly pending: readonly Iteration[];
  readonly findings: readonly Finding[];
}

/** A database has the first iterations of the chain, the rest is pending; anything else is a finding. */
export function compareHistory(
  history: readonly AppliedIteration[],
  chain: readonly Iteration[],
  module: string,
): HistoryComparison {
  const stranger = history.findIndex(({ hash }, position) => chain[position]?.hash !== hash);
  const known = stranger === -1 ? history.length : stranger;
  return {
    applied: chain.slice(0, known),
    pending: chain.slice(known),
    findings: history
      .slice(known, known + 1)
      .map((applied) => foreignHistory(applied, history.length, chain, module)),
  };
}

function foreignHistory(
  applied: AppliedIteration,
  inDatabase: number,
  chain: readonly Iteration[],
  module: string,
): Finding {
  const here = chain.find(({ number }) => number === applied.number);
  const rebuild = `\`schema prototype ${module} reset\` builds the database again from the files (its rows go).`;
  if (here === undefined) {
    return {
      code: "prototype/database-ahead",
      severity: "error",
      message: `The database of ${module} has ${inDatabase} iterations, the files have ${chain.length}: ${folderName(applied)} is not among them.`,
      help: `Get the files (git pull, or the branch that has them). Otherwise ${rebuild}`,
    };
  }
  return {
    code: "prototype/database-differs",
    severity: "error",
    message: `The database of ${module} was built with another ${folderName(applied)} than ${folderName(here)} in the files.`,
    help: rebuild,
  };
}
