import type { Catalog } from "../../src/postgres/catalog.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import type { Plan, Statement } from "../../src/postgres/plan.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import type { Pair, Side } from "./cases.ts";
import type { Cluster, Scratch } from "./clusters.ts";
import { type Picture, pictureDifferences, takePicture } from "./picture.ts";
import { commonTables, lostRows, readRows, readTables, type Table } from "./rows.ts";
import { Refused, run, runPlan } from "./sql.ts";

/** What is asked of every way. */
export const measures = ["converged", "rows kept", "second plan empty", "reverse"] as const;
export type Measure = (typeof measures)[number];

/** Why a measure is not met. */
export interface Failure {
  readonly measure: Measure;
  readonly reason: string;
  /** The statement, or the lines that differ. */
  readonly detail: readonly string[];
}

/** One way of one pair on one PostgreSQL. */
export interface Verdict {
  readonly pair: string;
  readonly way: string;
  readonly cluster: string;
  /** Why the case cannot be tried here. */
  readonly notLoadable?: string | undefined;
  /** Whether there were rows to keep. */
  readonly seeded: boolean;
  readonly failures: readonly Failure[];
  /** Errors that the plan itself names. */
  readonly findings: readonly string[];
}

/** A side as a database that was made from its files alone. */
interface Built {
  readonly side: Side;
  readonly catalog: Catalog;
  readonly picture: Picture;
  readonly tables: readonly Table[];
}

type Walked = Pick<Verdict, "seeded" | "failures" | "findings">;

/** Reason of a measure that an earlier failure left unmeasured. */
export const notReached = "not reached";

class NotLoadable extends Error {}

/** Tries a pair in each of its ways. */
export async function judge(pair: Pair, cluster: Cluster): Promise<readonly Verdict[]> {
  const [old, young] = pair.sides;
  const ways = [[old, young] as const, ...(pair.bothWays ? [[young, old] as const] : [])];
  const verdicts: Verdict[] = [];
  const verdict = ([from, to]: readonly [Side, Side], walked: Partial<Verdict>): Verdict => ({
    pair: pair.name,
    way: `${from.name} -> ${to.name}`,
    cluster: cluster.title,
    ...{ seeded: false, failures: [], findings: [], ...walked },
  });
  try {
    if (pair.unreadable !== undefined) throw new NotLoadable(pair.unreadable);
    if (cluster.version < pair.minVersion) throw new NotLoadable(`Needs PostgreSQL ${pair.minVersion}.`);
    let target = await cluster.scratch((scratch) => build(scratch, young));
    for (const way of ways) {
      const { source, walked } = await walk(way[0], target, cluster);
      verdicts.push(verdict(way, walked));
      target = source;
    }
    return verdicts;
  } catch (error) {
    if (!(error instanceof NotLoadable)) throw error;
    return ways.map((way) => verdict(way, { notLoadable: error.message }));
  }
}

async function build(scratch: Scratch, side: Side): Promise<Built> {
  await load(scratch.db, side.schema, `${side.name}.sql`);
  const picture = await takePicture(scratch);
  const tables = await readTables(scratch.db);
  return { side, picture, tables, catalog: await readCatalog(scratch.db, { roles: true }) };
}

/** What a file sets for its session is no part of the schema. */
async function load(db: Connection, statements: readonly string[], file: string): Promise<void> {
  try {
    await run(db, statements);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new NotLoadable(`${file}: ${error.message}`);
  } finally {
    await resetSession(db);
  }
}

async function resetSession(db: Connection): Promise<void> {
  await db.execute("ROLLBACK");
  await db.execute("DISCARD ALL");
}

/** Plans the way from a side to a target, goes it on the side's rows, and comes back. */
async function walk(
  side: Side,
  target: Built,
  cluster: Cluster,
): Promise<{ readonly source: Built; readonly walked: Walked }> {
  const { plan, ...result } = await cluster.scratch(async (scratch) => {
    const source = await build(scratch, side);
    await load(scratch.db, side.seed, `seed-${side.name}.sql`);
    const common = commonTables(source.tables, target.tables);
    const before = await readRows(scratch.db, common, "before");
    const seeded = [...before.values()].some((rows) => rows.length > 0);
    const plan = await caught(async () => planOn(scratch.db, source.catalog, target.catalog));
    if (plan instanceof Error) return { source, walked: { seeded, failures: failAll(plan), findings: [] } };
    const lost = async () => lostRows(before, await readRows(scratch.db, common, "after"));
    const failures = await goAndReturn(scratch, plan, source, target, lost);
    return { source, plan, walked: { seeded, failures, findings: errors(plan) } };
  });
  const { source, walked } = result;
  if (plan === undefined || !walked.failures.some(refusedByRows(plan))) return { source, walked };
  const failures = walked.failures.filter((failure) => !refusedByRows(plan)(failure));
  const back = await cluster.scratch((scratch) => goAndReturnEmpty(scratch, plan, source));
  return { source, walked: { ...walked, failures: [...failures, ...back] } };
}

async function goAndReturn(
  scratch: Scratch,
  plan: Plan,
  source: Built,
  target: Built,
  lost: () => Promise<readonly string[]>,
): Promise<readonly Failure[]> {
  const { db } = scratch;
  const refused = await caught(() => runPlan(db, plan.statements));
  if (refused instanceof Error) return failAll(refused);
  await resetSession(db);
  return [
    ...differences("converged", await takePicture(scratch), target.picture, inSilence(plan)),
    ...(await rowsKept(lost)),
    ...(await secondPlan(db, target.catalog)),
    ...(await comeBack(scratch, plan.reverse, source.picture)),
  ];
}

async function rowsKept(lost: () => Promise<readonly string[]>): Promise<readonly Failure[]> {
  const rows = await caught(lost);
  return rows instanceof Error ? [failure("rows kept", rows)] : failed("rows kept", "Rows are lost.", rows);
}

/** As for a database in use, which takes the most forms. */
function planOn(db: Connection, from: Catalog, to: Catalog): Plan {
  return planMigration(from, to, { mode: "online", targetVersion: Math.floor(db.version / 10_000) });
}

async function secondPlan(db: Connection, target: Catalog): Promise<readonly Failure[]> {
  const second = await caught(async () => planOn(db, await readCatalog(db, { roles: true }), target));
  if (second instanceof Error) return [failure("second plan empty", second)];
  const left = [...second.statements.map(({ sql }) => sql), ...errors(second)];
  return failed("second plan empty", "The second plan is not empty.", left);
}

async function comeBack(
  scratch: Scratch,
  reverse: readonly Statement[],
  wanted: Picture,
): Promise<readonly Failure[]> {
  const refused = await caught(() => runPlan(scratch.db, reverse));
  if (refused instanceof Error) return [failure("reverse", refused)];
  await resetSession(scratch.db);
  return differences("reverse", await takePicture(scratch), wanted);
}

/** The way back may say that rows can refuse it: rows that were good before need not be after. It holds without rows then. */
function refusedByRows(plan: Plan): (failure: Failure) => boolean {
  const mayFail = plan.reverse.filter(({ hazards }) => hazards.some(({ kind }) => kind === "may-fail"));
  return ({ measure, detail }) => measure === "reverse" && mayFail.some(({ sql }) => sql === detail[0]);
}

async function goAndReturnEmpty(scratch: Scratch, plan: Plan, source: Built): Promise<readonly Failure[]> {
  await load(scratch.db, source.side.schema, `${source.side.name}.sql`);
  await runPlan(scratch.db, plan.statements);
  await resetSession(scratch.db);
  return await comeBack(scratch, plan.reverse, source.picture);
}

function errors(plan: Plan): readonly string[] {
  return plan.findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

/** A plan that leaves something out has to say so. */
function inSilence(plan: Plan): string {
  return plan.findings.length === 0
    ? "pg_dump differs, and the plan says nothing of it."
    : "pg_dump differs.";
}

function differences(
  measure: Measure,
  actual: Picture,
  wanted: Picture,
  reason = "pg_dump differs.",
): readonly Failure[] {
  return failed(measure, reason, pictureDifferences(actual, wanted));
}

function failed(measure: Measure, reason: string, detail: readonly string[]): readonly Failure[] {
  return detail.length === 0 ? [] : [{ measure, reason, detail }];
}

function failAll(error: Error): readonly Failure[] {
  const [first, ...others] = measures;
  return [failure(first, error), ...others.map((measure) => ({ measure, reason: notReached, detail: [] }))];
}

function failure(measure: Measure, error: Error): Failure {
  if (error instanceof Refused) return { measure, reason: error.message, detail: [error.sql] };
  return { measure, reason: `The engine breaks: ${error.message}`, detail: (error.stack ?? "").split("\n") };
}

async function caught<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
