import type { Finding, Span } from "../model/finding.ts";
import { beyondFindings, splitByShadow, withinShadow, withMeasured } from "./beyond-shadow.ts";
import { type Catalog, makeCatalog } from "./catalog.ts";
import { catalogDifferences } from "./catalog-differences.ts";
import type { Connection } from "./connection.ts";
import { executeAll, ownCatalogReader } from "./elaborate.ts";
import { measure, RefusedStatement } from "./measure.ts";
import { evenInNotNullNames } from "./not-null-names.ts";
import type { Plan, Statement } from "./plan.ts";
import { imageRows, lostRows } from "./row-survival.ts";
import { fillWithRows } from "./rows.ts";
import type { Shadow } from "./shadow.ts";
import { type Transaction, transactionsOf } from "./transactions.ts";

export interface ProofInput {
  /** Statements that lead an empty database to where the plan starts. */
  readonly base: readonly string[];
  readonly plan: Plan;
  readonly target: Catalog;
  /** Puts rows into the tables of the base, and tells which stay empty; generated rows unless given. */
  readonly fill?: (db: Connection, catalog: Catalog) => Promise<readonly Finding[]>;
}

export interface Proved {
  /** The plan, with what its statements were seen to do. */
  readonly plan: Plan;
  readonly findings: readonly Finding[];
}

/**
 * Executes a plan in the shadow: up reaches the target, down leads back to the start, up works again, and the rows that
 * were there stay. A statement that says that it may fail on rows, and does, is a warning; the rest is then proved on
 * empty tables.
 */
export async function proveMigration(shadow: Shadow, input: ProofInput): Promise<Proved> {
  const [target] = splitByShadow(input.target);
  const { plan, findings } = await proveWithin(shadow, { ...input, plan: withinShadow(input.plan), target });
  return { plan: withMeasured(input.plan, plan), findings: [...beyondFindings(input.plan), ...findings] };
}

async function proveWithin(shadow: Shadow, input: ProofInput): Promise<Proved> {
  if (input.plan.statements.length === 0) return { plan: input.plan, findings: [] };
  const filled = await attempt(shadow, input, input.fill ?? generatedRows);
  if (filled.refusedByRows === undefined) return filled;
  const empty = await attempt(shadow, input, undefined);
  return { plan: empty.plan, findings: [filled.refusedByRows, ...empty.findings] };
}

interface Attempt extends Proved {
  readonly refusedByRows?: Finding | undefined;
}

async function generatedRows(db: Connection, catalog: Catalog): Promise<readonly Finding[]> {
  return (await fillWithRows(db, catalog)).findings;
}

async function attempt(shadow: Shadow, input: ProofInput, fill: ProofInput["fill"]): Promise<Attempt> {
  return await shadow.scratch(async (db) => {
    const read = await ownCatalogReader(shadow, db);
    await executeAll(db, input.base);
    const start = await read();
    const unfilled = (await fill?.(db, start)) ?? [];
    try {
      const { plan, findings } = await thereAndBack(db, input, { start, read });
      return { plan, findings: [...unfilled, ...findings] };
    } catch (error) {
      if (!(error instanceof RefusedStatement)) throw error;
      const { hazards } = error.statement;
      const becauseOfRows = fill !== undefined && hazards.some(({ kind }) => kind === "may-fail");
      return becauseOfRows
        ? { plan: input.plan, findings: [], refusedByRows: rowsRefuse(error) }
        : { plan: input.plan, findings: [statementFailed(error)] };
    }
  });
}

interface Scratch {
  readonly start: Catalog;
  readonly read: () => Promise<Catalog>;
}

/** Ends at the first promise that does not hold: what comes after would only repeat it in other words. */
async function thereAndBack(
  db: Connection,
  { plan, target: { objects } }: ProofInput,
  { start, read }: Scratch,
): Promise<Proved> {
  // What no kind handles stays as it is; that the target has it otherwise is a finding of the plan.
  const target = makeCatalog(objects.values(), start.unhandled);
  const before = await imageRows(db);
  const measured = { ...plan, statements: await measure(db, plan.statements) };
  const losses = lostRows(before, await imageRows(db), plan.statements);
  const findings = [...losses.map(rowsLost), ...notReached(await read(), target, "up")];
  if (findings.length > 0) return { plan: measured, findings };
  await runInTransactions(db, plan.reverse);
  findings.push(...notReached(await read(), evenInNotNullNames(start, target)[0], "down"));
  if (findings.length > 0) return { plan: measured, findings };
  await runInTransactions(db, plan.statements);
  return { plan: measured, findings: notReached(await read(), target, "up again") };
}

/** As it is applied later. */
export async function runInTransactions(db: Connection, statements: readonly Statement[]): Promise<void> {
  for (const transaction of transactionsOf(statements)) await runTransaction(db, transaction);
}

async function runTransaction(db: Connection, { statements, transactional }: Transaction): Promise<void> {
  if (transactional) await db.execute("BEGIN");
  for (const statement of statements) {
    try {
      await db.execute(statement.sql);
    } catch (error) {
      if (transactional) await db.execute("ROLLBACK");
      throw new RefusedStatement(statement, error);
    }
  }
  if (transactional) await db.execute("COMMIT");
}

function statementFailed(error: RefusedStatement): Finding {
  return {
    code: "proof/statement-failed",
    severity: "error",
    message: `PostgreSQL refuses "${error.statement.change}": ${error.message}`,
    at: place(error),
  };
}

function rowsRefuse(error: RefusedStatement): Finding {
  return {
    code: "proof/rows-refuse",
    severity: "warning",
    message: `Rows like those in the shadow refuse "${error.statement.change}": ${error.message}`,
    at: place(error),
    help: "It works on tables without such rows. Bring the rows into order before it runs, or give a default.",
  };
}

function place({ statement: { sql } }: RefusedStatement): Span {
  return { source: { path: "SQL", text: sql }, start: 0, end: sql.length };
}

function notReached(actual: Catalog, wanted: Catalog, way: string): Finding[] {
  const differences = catalogDifferences(actual, wanted);
  if (differences.length === 0) return [];
  return [
    {
      code: "proof/not-reached",
      severity: "error",
      message: `The way ${way} ends elsewhere: ${differences.slice(0, 5).join("; ")}.`,
      help: "Write the change by hand, as SQL of its own.",
    },
  ];
}

function rowsLost(loss: string): Finding {
  return {
    code: "proof/rows-lost",
    severity: "error",
    message: `Rows do not survive the plan: ${loss}.`,
    help: "Split the change, so that the rows can be moved before anything is dropped.",
  };
}
