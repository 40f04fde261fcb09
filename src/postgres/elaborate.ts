import { join } from "node:path";
import { contentHash, readCached, writeCached } from "./cache.ts";
import { type Catalog, catalogFromJson, catalogToJson, holdsSecret, makeCatalog } from "./catalog.ts";
import { sameDefinition, unhandledDifferences } from "./catalog-differences.ts";
import { pgliteVersion } from "./cluster-image.ts";
import type { Connection } from "./connection.ts";
import { statementError } from "./database-error.ts";
import { catalogQueries, readCatalog } from "./read-catalog.ts";
import type { Shadow } from "./shadow.ts";
import { statementsIn } from "./split-sql.ts";

/** To be raised when `readCatalog` makes something else of the same rows; what the queries say is in the hash itself. */
const catalogFormat = "3";

/**
 * What a database holds after these statements on an empty one, without what the platform had there before. Kept under
 * `cacheDir` by the hash of everything that decides it, so that nothing is started for what is known already.
 */
export async function elaborate(
  shadow: Shadow | (() => Promise<Shadow>),
  statements: readonly string[],
  options: { readonly cacheDir?: string | undefined } = {},
): Promise<Catalog> {
  // A shadow starts its PostgreSQL with the first scratch.
  const opened = typeof shadow === "function" ? await shadow() : shadow;
  const hash = contentHash([...engineKey(opened), "statements", ...statements]);
  return await kept(hash, options.cacheDir, () => inScratch(opened, statements));
}

async function kept(
  hash: string,
  cacheDir: string | undefined,
  make: () => Promise<Catalog>,
): Promise<Catalog> {
  if (cacheDir === undefined) return await make();
  const path = join(cacheDir, "catalogs", `${hash}.json`);
  const cached = parse(await readCached(path));
  if (cached !== undefined) return cached;
  const catalog = await make();
  const json = catalogToJson(catalog);
  if (!holdsSecret(json)) await writeCached(path, json);
  return catalog;
}

/** What decides, besides the SQL itself, what a shadow makes of it and how that is read. */
export function engineKey({ preamble }: Shadow): readonly string[] {
  return [catalogFormat, pgliteVersion(), ...catalogQueries(180_000), "preamble", ...preamble];
}

/** A damaged file in the cache counts as none. */
function parse(json: Buffer | undefined): Catalog | undefined {
  try {
    return json && catalogFromJson(json.toString("utf8"));
  } catch {
    return undefined;
  }
}

async function inScratch(shadow: Shadow, statements: readonly string[]): Promise<Catalog> {
  return await shadow.scratch(async (db) => {
    const readOwn = await ownCatalogReader(shadow, db);
    await executeAll(db, statements);
    return await readOwn();
  });
}

/** To be called at the start of a scratch: reads what is there later without what the platform brought. */
export async function ownCatalogReader(shadow: Shadow, db: Connection): Promise<() => Promise<Catalog>> {
  if (shadow.preamble.length === 0) return () => readCatalog(db);
  const platform = await readCatalog(db);
  return async () => without(await readCatalog(db), platform);
}

/** Runs statements and scripts one by one; what fails is shown with PostgreSQL's words. */
export async function executeAll(db: Connection, scripts: readonly string[]): Promise<void> {
  for (const statement of scripts.flatMap(messagesOf)) {
    try {
      await db.execute(statement);
    } catch (error) {
      throw statementError(error, statement, "sql/failed", "PostgreSQL refuses a statement");
    }
  }
}

/** PostgreSQL takes a script as one message, unless there are transactions in it: those need a message for each statement. */
function messagesOf(script: string): readonly string[] {
  return /^COMMIT;$/m.test(script) ? statementsIn(script) : [script];
}

/**
 * What a database holds besides what the shadow's platform has. Another version of PostgreSQL says the same in other
 * words: with `byName` the platform's objects are known by their names alone.
 */
export async function withoutPlatform(
  catalog: Catalog,
  shadow: Shadow | (() => Promise<Shadow>),
  { cacheDir, byName }: { readonly cacheDir?: string | undefined; readonly byName: boolean },
): Promise<Catalog> {
  const opened = typeof shadow === "function" ? await shadow() : shadow;
  if (opened.preamble.length === 0) return catalog;
  const hash = contentHash([...engineKey(opened), "platform"]);
  return without(catalog, await kept(hash, cacheDir, () => opened.scratch((db) => readCatalog(db))), byName);
}

/** The schema `public` is in every Catalog. */
function without(catalog: Catalog, platform: Catalog, byName = false): Catalog {
  const own = [...catalog.objects].filter(([key, object]) => {
    const before = platform.objects.get(key);
    const isOwn = before === undefined || (!byName && !sameDefinition(before, object));
    return isOwn || key === 'schema:["public"]';
  });
  const changed = new Set(unhandledDifferences(catalog, platform).map(({ name }) => name));
  return makeCatalog(
    own.map(([, object]) => object),
    catalog.unhandled.filter(({ name }) => changed.has(name)),
  );
}
