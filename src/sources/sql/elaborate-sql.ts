import { join } from "node:path";
import { AppError } from "../../model/app-error.ts";
import { type Finding, hasErrors, type Source } from "../../model/finding.ts";
import { contentHash, readCached, writeCached } from "../../postgres/cache.ts";
import {
  type Catalog,
  catalogFromJson,
  catalogToJson,
  holdsSecret,
  makeCatalog,
} from "../../postgres/catalog.ts";
import { engineKey, executeAll, ownCatalogReader } from "../../postgres/elaborate.ts";
import { withoutNotNullNames } from "../../postgres/not-null-names.ts";
import { asSeenBy } from "../../postgres/owners.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import { becomeStandIn, shadowSuperuser } from "../../postgres/stand-in.ts";
import { loadSql } from "./load-sql.ts";
import type { SqlSource } from "./source.ts";

/** To be raised when loading makes something else of the same files. */
const loadFormat = "4";

export interface ElaboratedSql {
  /** Without the roles that the files only use. */
  readonly catalog: Catalog;
  readonly findings: readonly Finding[];
}

/**
 * What a database holds after these files on an empty one, as the role sees it that applies them. Kept under `cacheDir` by the hash of the files as they were read, so
 * that nothing is started for what is known already.
 */
export async function elaborateSql(
  shadow: Shadow,
  source: SqlSource,
  options: { readonly cacheDir?: string | undefined; readonly applier?: string | undefined } = {},
): Promise<ElaboratedSql> {
  const { catalog, findings } = await cachedOrLoaded(shadow, source, options.cacheDir);
  return { catalog: asSeenBy(options.applier ?? shadowSuperuser, catalog), findings };
}

async function cachedOrLoaded(
  shadow: Shadow,
  source: SqlSource,
  cacheDir: string | undefined,
): Promise<ElaboratedSql> {
  if (hasErrors(source.findings)) throw new AppError(source.findings);
  const files = source.files.flatMap(({ path, text }) => [path, text]);
  const hash = contentHash([...engineKey(shadow), "files", loadFormat, ...files]);
  const path = cacheDir && join(cacheDir, "catalogs", `${hash}.json`);
  const cached = path && parse(await readCached(path), source.files);
  if (cached) return cached;
  const made = await load(shadow, source);
  const catalogJson = catalogToJson(made.catalog);
  if (path && !holdsSecret(catalogJson)) await writeCached(path, toJson(made, catalogJson, source.files));
  return made;
}

async function load(shadow: Shadow, source: SqlSource): Promise<ElaboratedSql> {
  return await shadow.scratch(async (db) => {
    const readOwn = await ownCatalogReader(shadow, db);
    const namesSuperuser = source.statements.some(({ roles }) => roles.includes(shadowSuperuser));
    if (namesSuperuser) await executeAll(db, becomeStandIn);
    const { findings, assumedRoles } = await loadSql(db, source);
    const { objects, unhandled } = await readOwn();
    const own = [...objects.values()].filter(
      ({ kind, id }) => kind !== "role" || !assumedRoles.includes(id.path[0] ?? ""),
    );
    const catalog = makeCatalog(own, unhandled);
    return { catalog: source.files.some(isOlderDump) ? withoutNotNullNames(catalog) : catalog, findings };
  });
}

/** Before PostgreSQL 18 a NOT NULL had no name, so a dump tells none: those that it gets here were nobody's wish. */
function isOlderDump({ text }: Source): boolean {
  const [, version] = /^-- Dumped from database version (\d+)/m.exec(text) ?? [];
  return version !== undefined && Number(version) < 18;
}

/** Places are kept by the number of their file. */
interface Kept {
  readonly catalog: string;
  readonly findings: readonly (Omit<Finding, "at"> & { at?: { file: number; start: number; end: number } })[];
}

function toJson({ findings }: ElaboratedSql, catalog: string, files: readonly Source[]): string {
  const kept = findings.map(({ at, ...finding }) => ({
    ...finding,
    ...(at && { at: { file: files.indexOf(at.source), start: at.start, end: at.end } }),
  }));
  return JSON.stringify({ catalog, findings: kept } satisfies Kept);
}

/** A damaged file in the cache counts as none. */
function parse(json: Buffer | undefined, files: readonly Source[]): ElaboratedSql | undefined {
  if (json === undefined) return undefined;
  try {
    // Written by `toJson`, under a name that holds the hash of what it was made from.
    const { catalog, findings } = JSON.parse(json.toString("utf8")) as Kept;
    return {
      catalog: catalogFromJson(catalog),
      findings: findings.map(({ at, ...finding }) => {
        const source = at && files[at.file];
        return { ...finding, ...(at && source && { at: { source, start: at.start, end: at.end } }) };
      }),
    };
  } catch {
    return undefined;
  }
}
