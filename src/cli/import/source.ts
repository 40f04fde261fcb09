import { AppError, exitCode } from "../../model/app-error.ts";
import type { Finding } from "../../model/finding.ts";
import { type Catalog, makeCatalog } from "../../postgres/catalog.ts";
import type { Connection } from "../../postgres/connection.ts";
import type { RoleDefinition } from "../../postgres/definitions.ts";
import { type CatalogFilter, cutFindings, filterCatalog, idleExcludes } from "../../postgres/filter.ts";
import { withoutOwners } from "../../postgres/owners.ts";
import { readCatalog } from "../../postgres/read-catalog.ts";
import { mentionedRoles, readComparable } from "../../postgres/respell.ts";
import { connectServer } from "../../postgres/server.ts";
import type { Engine } from "../../prototype/state.ts";
import { elaborateSql } from "../../sources/sql/elaborate-sql.ts";
import { readSqlSource } from "../../sources/sql/read-sql-source.ts";
import { parseSide, type Side } from "../diff/side.ts";
import type { Io } from "../io.ts";
import { toolSchemas } from "../tool-schemas.ts";

/** What is imported. */
export type ImportSource = Extract<Side, { readonly kind: "server" | "sql" }>;

export interface ReadSource {
  readonly catalog: Catalog;
  /** Major version of the server that it was read from. */
  readonly postgres?: number | undefined;
  readonly findings: readonly Finding[];
}

/** Understands `--from`: a database, or SQL files. */
export async function parseSource(text: string, io: Io): Promise<ImportSource> {
  const side = await parseSide(text, io);
  if (side.kind === "server" || side.kind === "sql") return side;
  throw new AppError(
    {
      code: "import/nothing-to-read",
      severity: "error",
      message: `"${text}" is nothing that can be imported.`,
      help: "Name a database (postgresql://… or env:VARIABLE), or an SQL file or folder.",
    },
    { exit: exitCode.usage },
  );
}

/** Reads what is wanted. Roles that grants and policies name come along, as far as they are known. */
export async function readSource(
  source: ImportSource,
  filter: CatalogFilter,
  engine: Engine,
  io: Io,
): Promise<ReadSource> {
  const read =
    source.kind === "server"
      ? await readServer(source.url, filter, engine)
      : await readSql(source.path, engine, io);
  const filtered = filterCatalog(read.catalog, filter);
  const cut = cutFindings([filtered]);
  if (cut.length > 0) throw new AppError(cut);
  const { catalog, findings } = withRoles(withoutOwners(filtered.catalog));
  const idle = idleExcludes([read.catalog], filter);
  return {
    ...read,
    catalog,
    findings: [...read.findings, ...idle, ...ownersLeft(filtered.catalog), ...findings],
  };
}

/** What the definitions make belongs to whoever makes it. */
function ownersLeft({ objects }: Catalog): readonly Finding[] {
  const owners = [...objects.values()].flatMap((object) =>
    object.kind === "owner" ? [object.definition.role] : [],
  );
  if (owners.length === 0) return [];
  return [
    {
      code: "import/owners",
      severity: "warning",
      message: `Owners are not imported. Objects that belong to ${[...new Set(owners)].sort().join(", ")}: ${owners.length}.`,
      help: "What a prototype or a migration makes belongs to whoever applies it.",
    },
  ];
}

async function readSql(path: string, engine: Engine, io: Io): Promise<ReadSource> {
  const source = await readSqlSource(path, { relativeTo: io.cwd });
  return await elaborateSql(engine.shadow, source, engine);
}

async function readServer(
  url: string,
  filter: CatalogFilter,
  { shadow, cacheDir }: Engine,
): Promise<ReadSource> {
  await using db = await connectServer(url);
  const roles = await rolesOf(db, filter);
  const catalog = await readComparable(db, shadow, { ignoreSchemas: toolSchemas, roles, cacheDir });
  return { catalog, postgres: Math.floor(db.version / 10_000), findings: [] };
}

/** Names of the roles that what is imported speaks of, and of those that they are members of. */
async function rolesOf(db: Connection, filter: CatalogFilter): Promise<readonly string[]> {
  let roles: readonly string[] = [];
  for (;;) {
    const catalog = await readCatalog(db, { ignoreSchemas: toolSchemas, roles });
    const { catalog: imported } = filterCatalog(catalog, { ...filter, owners: false });
    const more = mentionedRoles(imported).flatMap(({ path }) => path.filter((name) => !roles.includes(name)));
    if (more.length === 0) return roles;
    roles = [...roles, ...more];
  }
}

/** Roles belong to the whole server: a prototype needs them to be there, and their passwords stay where they are. */
function withRoles(catalog: Catalog): { readonly catalog: Catalog; readonly findings: readonly Finding[] } {
  const unknown = mentionedRoles(catalog);
  const definition: RoleDefinition = { attributes: [], settings: [] };
  const made = unknown.map((id) => ({ kind: "role", id, definition, dependsOn: [] }) as const);
  const all = makeCatalog([...catalog.objects.values(), ...made], catalog.unhandled);
  const names = [...all.objects.values()].flatMap(({ kind, id }) => (kind === "role" ? id.path : []));
  if (names.length === 0) return { catalog: all, findings: [] };
  const assumed = unknown.map(({ path }) => path[0] ?? "");
  const finding: Finding = {
    code: "import/roles",
    severity: "warning",
    message: `Roles belong to the whole server, not to this database: ${names.join(", ")}. They are made where they are missing, without a password.`,
    help:
      assumed.length === 0
        ? undefined
        : `Of ${assumed.join(", ")} only the name is known: attributes, memberships and settings are not carried.`,
  };
  return { catalog: all, findings: [finding] };
}
