import type { Entity } from "../../model/model.ts";
import type { Connection } from "../../postgres/connection.ts";
import type { HardeningContext } from "../rule.ts";
import type { Cast } from "./cast.ts";
import type { TableRows } from "./rows.ts";

/** What a proof works on: the hardened schema in a transaction that is rolled back, with rows in every table. */
export interface Stage {
  readonly db: Connection;
  readonly context: HardeningContext;
  /** The entities that it is demonstrated on. */
  readonly entities: readonly Entity[];
  /** The rows of each entity, as they are before anything is tried. */
  readonly rows: ReadonlyMap<string, TableRows>;
  /** The database role that made the schema. */
  readonly owner: string;
  /** Who acts on each entity, and what is promised to them. */
  readonly casts: ReadonlyMap<string, Cast>;
}

/** Runs work on a stage, after the statements of a mutation if there is one, and undoes everything. */
export async function onStage<T>(
  stage: Stage,
  mutation: string | undefined,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  return await undone(stage.db, async () => {
    if (mutation !== undefined) await stage.db.execute(mutation);
    return await work(stage);
  });
}

/** Runs work in a transaction that is rolled back. */
export async function undone<T>(db: Connection, work: () => Promise<T>): Promise<T> {
  await db.execute("BEGIN");
  try {
    return await work();
  } finally {
    await db.execute("ROLLBACK");
  }
}

/** Runs work within a demonstration, and undoes what it did to the database. */
export async function undoneToo<T>({ db }: Stage, work: () => Promise<T>): Promise<T> {
  await db.execute("SAVEPOINT part");
  const result = await work();
  await db.execute("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
  return result;
}
