import type { Statement } from "./plan.ts";

/** Statements that are executed in one go. */
export interface Transaction {
  /** False for one statement that cannot run in a transaction block. */
  readonly transactional: boolean;
  readonly statements: readonly Statement[];
}

/**
 * Parts the statements of a plan, in their order, into transactions that hold strong locks briefly: what reads or writes
 * all rows of a table shares no transaction with what locks others out, unless they belong together.
 */
export function transactionsOf(statements: readonly Statement[]): readonly Transaction[] {
  const groups: Statement[][] = [];
  for (const block of blocks(statements)) {
    const before = groups.at(-1);
    if (before !== undefined && [...before, ...block].every(isShort)) before.push(...block);
    else groups.push([...block]);
  }
  return groups.map((group) => ({ statements: group, transactional: group[0]?.transactional === true }));
}

/** Runs of statements that have to be one transaction. */
function blocks(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const last = new Map(statements.map(({ together }, i) => [together, i]));
  const blocks: Statement[][] = [];
  let end = -1;
  for (const [i, statement] of statements.entries()) {
    const block = blocks.at(-1);
    const joins = i <= end && statement.transactional && block?.[0]?.transactional === true;
    if (joins) block.push(statement);
    else blocks.push([statement]);
    if (statement.together !== undefined) end = Math.max(end, last.get(statement.together) ?? i);
  }
  return blocks;
}

function isShort(statement: Statement): boolean {
  return statement.transactional && !takesLong(statement);
}

/** Whether it takes the longer the more rows a table has. */
export function takesLong({ hazards }: Statement): boolean {
  return hazards.some(({ kind }) => kind === "scans-table" || kind === "rewrites-table");
}
