import { AppError } from "../../model/app-error.ts";
import { type Finding, hasErrors, type Source } from "../../model/finding.ts";
import type { Connection } from "../../postgres/connection.ts";
import type { DatabaseError } from "../../postgres/database-error.ts";
import { failureFindings } from "./causes.ts";
import { splitForeignKeys } from "./foreign-keys.ts";
import { isSyntaxProblem, loadParser } from "./parse.ts";
import { assumedFindings, makeMissingRoles, missingRoles, rolesToAssume, superusersIn } from "./roles.ts";
import { Session } from "./session.ts";
import type { Settings, SqlSource, SqlStatement } from "./source.ts";
import { isMissing, namesIn, type Surroundings, sqlFinding } from "./sql-finding.ts";
import { byOrder, type Task, Waiting } from "./waiting.ts";

export interface LoadOptions {
  /**
   * Makes the roles that the files use and do not make (a dump holds none), without any right. Else they are missing.
   * By default only in an embedded PostgreSQL, since roles belong to a whole server.
   */
  readonly assumeRoles?: boolean | undefined;
}

export interface LoadedSql {
  /** Warnings, and what is good to know; errors are thrown. */
  readonly findings: readonly Finding[];
  /** Roles that were made because the files use them. */
  readonly assumedRoles: readonly string[];
}

/**
 * Executes the statements of a source, each as a transaction of its own: in the order of the files as far as that works, and
 * what needs something from further on as soon as that is there. When something cannot be loaded, throws an `AppError` with the
 * causes, and leaves in the database what could. Not to be called in a transaction.
 */
export async function loadSql(
  db: Connection,
  source: SqlSource,
  options: LoadOptions = {},
): Promise<LoadedSql> {
  if (hasErrors(source.findings)) throw new AppError(source.findings);
  const loader = new Loader(db, source.statements, options.assumeRoles ?? db.embedded);
  const findings = [...source.findings, ...inOrder(await loader.load(), source.files)];
  if (hasErrors(findings)) throw new AppError(findings);
  return { findings, assumedRoles: loader.assumedRoles };
}

/** Errors first; then in the order of the files. */
function inOrder(findings: readonly Finding[], files: readonly Source[]): readonly Finding[] {
  const isLess = ({ severity }: Finding) => Number(severity !== "error");
  const file = ({ at }: Finding) => (at === undefined ? files.length : files.indexOf(at.source));
  const start = ({ at }: Finding) => at?.start ?? 0;
  return [...findings].sort((a, b) => isLess(a) - isLess(b) || file(a) - file(b) || start(a) - start(b));
}

const unchecked = { name: "check_function_bodies", sql: "SET check_function_bodies = off" } as const;

class Loader {
  readonly #db: Connection;
  readonly #session: Session;
  readonly #statements: readonly SqlStatement[];
  readonly #surroundings: Surroundings;
  readonly #assumeRoles: boolean;
  readonly #waiting = new Waiting();
  /** Woken, to be tried before the files go on; sorted. */
  #ready: Task[] = [];
  readonly #failed: Task[] = [];
  /** Routines whose bodies speak of something that was missing then. */
  readonly #uncheckedRoutines: Task[] = [];
  readonly assumedRoles: string[] = [];

  constructor(db: Connection, statements: readonly SqlStatement[], assumeRoles: boolean) {
    this.#db = db;
    this.#session = new Session(db);
    this.#statements = statements;
    this.#surroundings = { names: statements.flatMap(({ names }) => names), embedded: db.embedded };
    this.#assumeRoles = assumeRoles;
  }

  async load(): Promise<readonly Finding[]> {
    try {
      if (this.#assumeRoles) await this.#makeRoles(rolesToAssume(this.#statements));
      for (const [order, statement] of this.#statements.entries()) {
        await this.#take({ statement, order });
        await this.#takeReady();
      }
      while (await this.#unlock());
      const bodies = await this.#checkRoutines();
      const failed = failureFindings([...this.#failed, ...this.#waiting.tasks], this.#surroundings);
      return [...this.#session.findings, ...failed, ...bodies, ...assumedFindings(this.assumedRoles)];
    } finally {
      await this.#session.reset();
    }
  }

  async #takeReady(): Promise<void> {
    for (let task = this.#ready.shift(); task !== undefined; task = this.#ready.shift())
      await this.#take(task);
  }

  /** Runs a statement, or lets it wait. */
  async #take(task: Task): Promise<void> {
    const blocker = this.#waiting.blocker(task);
    if (blocker === undefined) await this.#try(task);
    else this.#waiting.waitBehind(task, blocker);
  }

  /** Whether the statement did run; else it waits, or has failed. */
  async #try(task: Task, settings: Settings = task.statement.settings): Promise<boolean> {
    task.error = await this.#session.run(task.statement.sql, settings);
    if (task.error !== undefined && isMissing(task.error) && (await this.#tryWithoutKeys(task)))
      task.error = undefined;
    if (task.error !== undefined && canWait(task, task.error)) {
      this.#waiting.waitFor(task, namesIn(task.error));
      return false;
    }
    this.#waiting.remove(task);
    if (task.error !== undefined) this.#failed.push(task);
    const woken = this.#waiting.wokenBy(task);
    if (woken.length > 0) this.#ready = [...this.#ready, ...woken].sort(byOrder);
    return task.error === undefined;
  }

  /** Tables whose foreign keys lead to later tables, or in a circle: the table first, its keys as they become possible. */
  async #tryWithoutKeys({ statement, order }: Task): Promise<boolean> {
    if (statement.kind !== "CreateStmt") return false;
    const parsed = (await loadParser())(statement.sql);
    const split =
      parsed === undefined || isSyntaxProblem(parsed) ? undefined : splitForeignKeys(statement.sql, parsed);
    if (split === undefined) return false;
    if ((await this.#session.run(split.create, statement.settings)) !== undefined) return false;
    const { source, start } = statement.at;
    const keys = split.keys.map((key, i) => ({
      order: order + (i + 1) / (split.keys.length + 1),
      isKey: true as const,
      statement: {
        ...statement,
        kind: "AlterTableStmt",
        names: [],
        sql: key.sql,
        at: { source, start: start + key.start, end: start + key.end },
      },
    }));
    this.#ready = [...this.#ready, ...keys].sort(byOrder);
    return true;
  }

  /** When nothing goes on by itself: tries again what waits, each time with less care. False when nothing helps. */
  async #unlock(): Promise<boolean> {
    const attempts = [
      (task: Task) => (this.#waiting.blocker(task) === undefined ? this.#try(task) : false),
      (task: Task) => this.#tryWithRoles(task),
      (task: Task) => this.#tryUnchecked(task),
      (task: Task) => this.#try(task),
    ];
    for (const attempt of attempts) {
      let progress = false;
      for (const task of this.#waiting.tasks) {
        if (!this.#waiting.has(task) || !(await attempt(task))) continue;
        progress = true;
        await this.#takeReady();
      }
      if (progress) return true;
    }
    return false;
  }

  async #tryWithRoles(task: Task): Promise<boolean> {
    const missing = task.error === undefined ? [] : missingRoles(task.error);
    if (!this.#assumeRoles || missing.length === 0) return false;
    await this.#makeRoles(missing);
    return await this.#try(task);
  }

  /** A body may speak of what needs the routine itself; it is checked when everything is there. */
  async #tryUnchecked(task: Task): Promise<boolean> {
    const { kind, settings, at } = task.statement;
    if (kind !== "CreateFunctionStmt" || settings.has(unchecked.name)) return false;
    const done = await this.#try(task, new Map([...settings, [unchecked.name, { sql: unchecked.sql, at }]]));
    if (done) this.#uncheckedRoutines.push(task);
    return done;
  }

  /** Makes them once more, with a look at their bodies, and takes that back. */
  async #checkRoutines(): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    for (const { statement } of this.#uncheckedRoutines) {
      await this.#session.use(statement.settings);
      await this.#db.execute("BEGIN");
      const sql = statement.sql.replace(/^CREATE\s+(?!OR\s)/i, "CREATE OR REPLACE ");
      const error = await this.#session.run(sql, statement.settings);
      await this.#db.execute("ROLLBACK");
      if (error !== undefined)
        findings.push(
          sqlFinding(
            error,
            { sql, at: statement.at, inserted: sql.length - statement.sql.length },
            this.#surroundings,
          ),
        );
    }
    return findings;
  }

  async #makeRoles(roles: readonly string[]): Promise<void> {
    await this.#session.reset();
    this.assumedRoles.push(...(await makeMissingRoles(this.#db, roles, superusersIn(this.#statements))));
  }
}

/** A foreign key taken out of CREATE TABLE also waits for the rows that it leads to. */
function canWait({ statement, isKey }: Task, error: DatabaseError): boolean {
  return (isMissing(error) && !statement.removes) || (isKey === true && error.code === foreignKeyViolation);
}

const foreignKeyViolation = "23503";
