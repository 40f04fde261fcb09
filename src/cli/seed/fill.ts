import type { Finding } from "../../model/finding.ts";
import type { Connection } from "../../postgres/connection.ts";
import { ident } from "../../postgres/quote.ts";
import { readCatalog } from "../../postgres/read-catalog.ts";
import { refusedRows } from "../../postgres/seed/refused-rows.ts";
import { SqlFile } from "../../postgres/seed/write.ts";
import { prepareSeed, type SeededTable, type Seeding } from "../../postgres/seed.ts";
import type { Io } from "../io.ts";
import type { DatabaseTarget, FileTarget } from "./target.ts";

export interface Wanted {
  readonly rows: number;
  readonly byTable: ReadonlyMap<string, number>;
  readonly seed: number;
  readonly append: boolean;
  readonly dryRun: boolean;
}

export interface SeedResult {
  readonly name: string;
  readonly seed: number;
  readonly dryRun: boolean;
  readonly tables: readonly SeededTable[];
  readonly findings: readonly Finding[];
  /** Text of the file that was asked for. */
  readonly sql?: string | undefined;
}

/** Fills a database in one transaction: with all rows, or none. */
export async function fillDatabase(target: DatabaseTarget, wanted: Wanted, io: Io): Promise<SeedResult> {
  const { connection } = target;
  await connection.execute("BEGIN");
  const filled = await filling(target, wanted, io).catch(async (error: unknown) => {
    // A session that is lost has nothing to take back.
    await connection.execute("ROLLBACK").catch(() => undefined);
    throw error;
  });
  const isDone = filled.findings.length === 0 && !wanted.dryRun;
  await connection.execute(isDone ? "COMMIT" : "ROLLBACK");
  if (isDone) await analyse(connection, filled.tables);
  return filled;
}

async function filling(target: DatabaseTarget, wanted: Wanted, io: Io): Promise<SeedResult> {
  const { connection, catalog, hints } = target;
  const seeding = await prepareSeed(connection, catalog, { ...wanted, hints });
  const findings =
    wanted.dryRun || problems(seeding).length > 0 ? problems(seeding) : await write(seeding, connection, io);
  return { name: target.name, seed: wanted.seed, dryRun: wanted.dryRun, tables: seeding.tables, findings };
}

async function write(seeding: Seeding, connection: Connection, io: Io): Promise<readonly Finding[]> {
  const tell = ({ table, rows }: SeededTable) => {
    if (io.interactive) io.note(`${table}: ${rows.toLocaleString("en-US")} rows`);
  };
  try {
    await seeding.write(connection, tell);
    return [];
  } catch (error) {
    const refused = refusedRows(error);
    if (refused === undefined) throw error;
    return [refused];
  }
}

/** The planner should know what came. */
async function analyse(connection: Connection, tables: readonly SeededTable[]): Promise<void> {
  const names = tables.map(({ schema, name }) => `${ident(schema)}.${ident(name)}`);
  if (names.length > 0) await connection.execute(`ANALYZE ${names.join(", ")}`);
}

/** The same rows as text, made for the schema as a throwaway PostgreSQL has it. */
export async function fillFile(target: FileTarget, wanted: Wanted): Promise<SeedResult> {
  return await target.shadow.scratch(async (db) => {
    for (const statement of target.statements) await db.execute(statement);
    const seeding = await prepareSeed(db, await readCatalog(db), { ...wanted, hints: target.hints });
    const findings = problems(seeding);
    const isWritten = findings.length === 0 && !wanted.dryRun;
    return {
      name: target.name,
      seed: wanted.seed,
      dryRun: wanted.dryRun,
      tables: seeding.tables,
      findings,
      sql: isWritten ? await asSql(seeding) : undefined,
    };
  });
}

async function asSql(seeding: Seeding): Promise<string> {
  const file = new SqlFile();
  await file.execute("BEGIN");
  await seeding.write(file, () => undefined);
  await file.execute("COMMIT");
  return `-- Rows for an empty database, made by \`schema seed\`:\n--   psql -v ON_ERROR_STOP=1 -f <this file>\n\n${file.text()}`;
}

function problems({ tables, findings }: Seeding): readonly Finding[] {
  if (tables.length > 0 || findings.length > 0) return findings;
  return [
    {
      code: "seed/no-tables",
      severity: "error",
      message: "There is no table to fill.",
      help: "Make the tables first, as with schema prototype <module> up.",
    },
  ];
}
