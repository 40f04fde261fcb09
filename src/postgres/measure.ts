import type { Connection } from "./connection.ts";
import { hazard, shown } from "./kinds/kind.ts";
import { userSchema } from "./kinds/query.ts";
import { type Effects, type LockMode, lockModes, type Statement } from "./plan.ts";

interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly filenode: number | null;
  /** How often it was read whole; counted on from statements before this one. */
  readonly reads: number;
}

/**
 * Executes statements and notes what each did to the tables and views that were there before all of them, since nobody uses the new
 * ones yet: the strongest lock, whether the table was written again, whether it was read whole. Each statement has a transaction of its own, so that nothing of the
 * one before is counted. Of what cannot run in a transaction the locks are gone when it ends: what is documented counts.
 */
export async function measure(
  db: Connection,
  statements: readonly Statement[],
): Promise<readonly Statement[]> {
  const result: Statement[] = [];
  const existing = new Set((await relations(db)).map(({ oid }) => oid));
  for (const statement of statements) {
    const measured = await run(db, statement, existing);
    result.push(measured === undefined ? statement : withHazards({ ...statement, measured }));
  }
  return result;
}

async function run(
  db: Connection,
  statement: Statement,
  existing: ReadonlySet<number>,
): Promise<Effects | undefined> {
  try {
    if (statement.transactional) return await runInTransaction(db, statement.sql, existing);
    await db.execute(statement.sql);
    return statement.documented;
  } catch (error) {
    throw new RefusedStatement(statement, error);
  }
}

/** A statement that PostgreSQL refused while it was measured. */
export class RefusedStatement extends Error {
  override readonly name = "RefusedStatement";
  readonly statement: Statement;

  constructor(statement: Statement, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.statement = statement;
  }
}

async function runInTransaction(
  db: Connection,
  sql: string,
  existing: ReadonlySet<number>,
): Promise<Effects> {
  await db.execute("BEGIN");
  try {
    const before = existing.size === 0 ? [] : (await relations(db)).filter(({ oid }) => existing.has(oid));
    await db.execute(sql);
    const measured = await observe(db, before);
    await db.execute("COMMIT");
    return measured;
  } catch (error) {
    await db.execute("ROLLBACK");
    throw error;
  }
}

async function relations(db: Connection): Promise<readonly Relation[]> {
  return await db.query<Relation>(`
    SELECT c.oid::bigint AS oid, n.nspname AS schema, c.relname AS name, pg_relation_filenode(c.oid)::bigint AS filenode,
      coalesce(s.seq_scan, 0)::bigint AS reads
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_stat_xact_user_tables AS s ON s.relid = c.oid
    WHERE c.relkind IN ('r', 'p', 'm', 'v') AND c.relpersistence <> 't' AND ${userSchema("n")} ORDER BY 2, 3`);
}

async function observe(db: Connection, before: readonly Relation[]): Promise<Effects> {
  if (before.length === 0) return { locks: {}, rewrites: [], scans: [] };
  const after = new Map((await relations(db)).map((relation) => [relation.oid, relation]));
  const locks = await db.query<{ oid: number; mode: LockMode }>(`
    SELECT relation::bigint AS oid, mode FROM pg_catalog.pg_locks
    WHERE locktype = 'relation' AND granted AND pid = pg_catalog.pg_backend_pid()`);
  const names = (wanted: readonly Relation[]) => wanted.map(({ schema, name }) => shown([schema, name]));
  return {
    locks: strongestLocks(before, locks),
    rewrites: names(before.filter((was) => (after.get(was.oid) ?? was).filenode !== was.filenode)),
    scans: names(before.filter((was) => (after.get(was.oid) ?? was).reads > was.reads)),
  };
}

function strongestLocks(
  relations: readonly Relation[],
  locks: readonly { readonly oid: number; readonly mode: LockMode }[],
): Readonly<Record<string, LockMode>> {
  const strongest = new Map<number, LockMode>();
  for (const { oid, mode } of locks) {
    const known = strongest.get(oid);
    if (known === undefined || lockModes.indexOf(mode) > lockModes.indexOf(known)) strongest.set(oid, mode);
  }
  return Object.fromEntries(
    relations.flatMap(({ oid, schema, name }) => {
      const mode = strongest.get(oid);
      return mode === undefined ? [] : [[shown([schema, name]), mode] as const];
    }),
  );
}

/** What was seen and had not been expected is a hazard too. */
function withHazards(statement: Statement): Statement {
  const { measured, hazards } = statement;
  const known = new Set(hazards.map(({ kind }) => kind));
  const seen = [
    ...(measured?.rewrites ?? []).map((table) =>
      hazard("rewrites-table", `Every row of ${table} is written again.`),
    ),
    ...(measured?.scans ?? []).map((table) => hazard("scans-table", `Every row of ${table} is read.`)),
  ];
  return { ...statement, hazards: [...hazards, ...seen.filter(({ kind }) => !known.has(kind))] };
}
