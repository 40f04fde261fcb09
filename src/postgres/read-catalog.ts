import { AppError, exitCode } from "../model/app-error.ts";
import { type Catalog, type CatalogObject, catalogOf } from "./catalog.ts";
import type { Row } from "./catalog-row.ts";
import type { Connection } from "./connection.ts";
import { isDatabaseError } from "./database-error.ts";
import type { KindName } from "./definitions.ts";
import { addDependencies, type Dependencies, dependencyQuery } from "./dependencies.ts";
import { type Entry, Found } from "./found.ts";
import { kindNames, kindOf } from "./kinds/index.ts";
import { allObjects } from "./kinds/query.ts";
import { type Made, madeQuery } from "./made.ts";
import { setConfig, usualSettings } from "./session-settings.ts";
import { findUnhandled, type Label, labelsOn, labelsQuery, namesQuery } from "./unhandled.ts";

export interface ReadOptions {
  /** Schemas that belong to somebody else (a platform's own). */
  readonly ignoreSchemas?: readonly string[] | undefined;
  /** Roles belong to the whole server: all, none, or those of these names. When absent, only the embedded PostgreSQL's are read. */
  readonly roles?: boolean | readonly string[] | undefined;
}

/** The queries are costly by PostgreSQL's estimate alone: compiling one would take longer than running it. */
const readingSettings = { search_path: "", jit: "off" };
type ReadingSettings = typeof readingSettings;

/**
 * Schema of the toolkit for the partitions that the audit log gets while a database runs: like rows they come and go, so no Catalog
 * holds them, and no plan speaks of them.
 */
export const runTimeSchema = "schema_audit_months";

/** Reads what a database holds: one query per kind, one for the dependencies, one for what no kind knows. */
export async function readCatalog(db: Connection, wanted: ReadOptions = {}): Promise<Catalog> {
  const options = { ...wanted, ignoreSchemas: [...(wanted.ignoreSchemas ?? []), runTimeSchema] };
  try {
    return db.embedded ? await readEmbedded(db, options) : await readServer(db, options);
  } catch (error) {
    throw notReadable(error);
  }
}

/**
 * One transaction is one picture of what others change meanwhile, and one session also behind a pooler that gives each
 * transaction another.
 */
async function readServer(db: Connection, options: ReadOptions): Promise<Catalog> {
  await db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    await db.query(`SELECT ${setConfig({ ...usualSettings, ...readingSettings }, "transaction")}`);
    return await read(db, options);
  } finally {
    await db.execute("ROLLBACK").catch(() => undefined); // the first error tells more
  }
}

/** May be in a transaction already. */
async function readEmbedded(db: Connection, options: ReadOptions): Promise<Catalog> {
  const [before] = await db.query<ReadingSettings>(
    "SELECT current_setting('search_path') AS search_path, current_setting('jit') AS jit",
  );
  await configure(db, readingSettings);
  try {
    return await read(db, options);
  } finally {
    await configure(db, before ?? readingSettings);
  }
}

async function configure(db: Connection, { search_path, jit }: ReadingSettings): Promise<void> {
  await db.query(
    "SELECT pg_catalog.set_config('search_path', $1, false), pg_catalog.set_config('jit', $2, false)",
    [search_path, jit],
  );
}

/** Ordinary users may read nearly all of the system catalogs, unless somebody took that right away. */
function notReadable(error: unknown): unknown {
  if (!isDatabaseError(error)) return error;
  const right = error.code === "42501";
  return new AppError(
    {
      code: right ? "database/no-right" : "database/not-readable",
      severity: "error",
      message: `The database's definitions cannot be read: ${error.message} (SQLSTATE ${error.code})`,
      ...(right && { help: "Grant that right to the user that connects, or connect as one that has it." }),
    },
    { exit: exitCode.unreachable, cause: error },
  );
}

/**
 * A first look finds what kinds can be there. Questions are asked without waiting for answers; those come in the same order,
 * each while the server works on the next.
 */
async function read(db: Connection, options: ReadOptions): Promise<Catalog> {
  const found = new Found(options.ignoreSchemas ?? []);
  const roles = options.roles ?? db.embedded;
  const ask = questions(db);
  const look = ask<Made>(madeQuery);
  const ofKind = async (kind: KindName): Promise<readonly Row[]> => {
    const { madeIn } = kindOf({ kind });
    const mayBe = madeIn === undefined || (await look).some(({ catalog }) => catalog === madeIn);
    const [answer] = mayBe ? await ask<Answer>(kindQuery(kind, db.version)) : [];
    // As every kind's query writes it.
    return answer === undefined ? [] : (JSON.parse(answer.objects) as Row[]);
  };
  // What is skipped answers first, and still nothing is added before what it is a part of.
  let before: Promise<unknown> = Promise.resolve();
  const inOrder = readingOrder.map((kind) => {
    const rows = ofKind(kind);
    before = Promise.all([rows, before]).then(([all]) => found.add(kind, all.filter(isWanted(kind, roles))));
    return before;
  });
  const [made, dependencies, labels] = await Promise.all([
    look,
    ask<Dependencies>(dependencyQuery),
    ask<Label>(labelsQuery),
    ...inOrder,
  ]);
  addDependencies(found, dependencies);
  const objects = new Map([...found.byKey].map(([key, entry]) => [key, settled(entry, found)]));
  const unhandled = await findUnhandled(db, found, made, options);
  return catalogOf(objects, [...unhandled, ...labelsOn(found, labels, options)]);
}

/** In a transaction one question that fails takes along all that were asked after it: each fails with what was wrong with that one. */
function questions(db: Connection): Connection["query"] {
  let failed: { readonly error: unknown } | undefined;
  return async (sql) => {
    try {
      return await db.query(sql);
    } catch (error) {
      failed ??= { error };
      throw failed.error;
    }
  };
}

interface Answer {
  readonly objects: string;
}

function kindQuery(kind: KindName, version: number): string {
  return allObjects(kindOf({ kind }).query(version));
}

/** What belongs to the whole server: roles, and of what they are members. */
function isWanted(kind: KindName, roles: boolean | readonly string[]): (row: Row) => boolean {
  const at = kind === "role" ? 0 : kind === "membership" ? 1 : undefined;
  if (at === undefined || roles === true) return () => true;
  return ({ path }) => roles !== false && roles.includes(path[at] ?? "");
}

/** An object with all that it needs, in a stable order. */
function settled(entry: Entry, found: Found): CatalogObject {
  const { object, needs } = entry;
  found.need(entry, kindOf(object).requires?.(object) ?? []);
  needs.sort();
  return object;
}

/** Everything that is asked of a database of this version. */
export function catalogQueries(version: number): readonly string[] {
  const ofKinds = kindNames.map((kind) => kindQuery(kind, version));
  return [...ofKinds, dependencyQuery, madeQuery, namesQuery, labelsQuery];
}

/** Parts after what they are a part of, and last what stands on any of them. */
const readingOrder = [
  ...kindNames.filter((kind) => kindOf({ kind }).parents === undefined),
  ...kindNames.filter((kind) => kindOf({ kind }).parents !== undefined && !kindOf({ kind }).standsOn),
  ...kindNames.filter((kind) => kindOf({ kind }).standsOn),
];
