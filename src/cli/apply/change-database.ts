import { AppError } from "../../model/app-error.ts";
import type { Finding } from "../../model/finding.ts";
import { executePlan } from "../../postgres/apply.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import { sameCatalog } from "../../postgres/catalog-differences.ts";
import type { Connection } from "../../postgres/connection.ts";
import { lockDatabase } from "../../postgres/exclusive.ts";
import { planMigration } from "../../postgres/migrate.ts";
import { connectServer } from "../../postgres/server.ts";
import { type CompareOptions, type Comparison, comparable, type Workbench } from "../diff/compare.ts";
import { readDatabase, rolesIn } from "../diff/side.ts";
import { type ApplyResult, stopFindings } from "./report.ts";

export interface Change {
  readonly url: string;
  readonly workbench: Workbench;
  readonly comparison: Comparison;
  readonly options: CompareOptions;
}

/** Executes the plan, if the database is still as it was when the plan was made, and looks at what came of it. */
export async function changeDatabase(change: Change): Promise<ApplyResult> {
  const { url, workbench, comparison, options } = change;
  const [source, target] = comparison.read;
  const connect = () => connectServer(url);
  await using db = await connect();
  await using _noOtherRun = await lockDatabase(db);
  refuseChanged(comparable([source, await readAgain(db, change)], options));
  using interrupt = workbench.io.catchInterrupt();
  const execution = await executePlan(db, comparison.plan.statements, {
    connect,
    signal: interrupt.signal,
    progress: (text) => workbench.io.note(text),
  });
  const came =
    execution.stop === undefined
      ? notReached(comparable([await readAgain(db, change), target], options))
      : stopFindings(execution.stop);
  return { ...comparison, findings: [...comparison.findings, ...came], execution };
}

async function readAgain(db: Connection, { workbench, comparison: { read } }: Change): Promise<Catalog> {
  return await readDatabase(db, workbench.engine, rolesIn(read[1]));
}

function refuseChanged([planned, now]: readonly [Catalog, Catalog]): void {
  if (sameCatalog(now, planned)) return;
  throw new AppError({
    code: "apply/source-changed",
    severity: "error",
    message: `Somebody changed the database since the plan was made: ${changesBetween(planned, now)}.`,
    help: "Nothing was done. Run the command again: it plans from what is there now.",
  });
}

function notReached([now, target]: readonly [Catalog, Catalog]): readonly Finding[] {
  const left = changesBetween(now, target);
  if (left === "") return [];
  return [
    {
      code: "apply/not-reached",
      severity: "error",
      message: `Every statement was executed, and the database is not as planned. What is left: ${left}.`,
      help: "Somebody may have changed it at the same time. schema diff with the same sides shows what is left.",
    },
  ];
}

/** In words, the first few; definitions may be long. */
function changesBetween(from: Catalog, to: Catalog): string {
  const changes = [...new Set(planMigration(from, to).statements.map(({ change }) => change))];
  const more = changes.length > 5 ? [`${changes.length - 5} more`] : [];
  return [...changes.slice(0, 5), ...more].join("; ");
}
