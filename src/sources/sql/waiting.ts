import { tokenize } from "../../model/sql-words.ts";
import type { DatabaseError } from "../../postgres/database-error.ts";
import type { SqlStatement } from "./source.ts";

/** A statement on its way into the database. */
export interface Task {
  readonly statement: SqlStatement;
  /** Its place in the files; parts that were split off follow their statement. */
  readonly order: number;
  /** A foreign key that was taken out of CREATE TABLE. */
  readonly isKey?: true;
  /** What PostgreSQL said when it was last tried. */
  error?: DatabaseError | undefined;
}

/** Stand for all rows and for everything, among the names of objects. */
const rows = Symbol("rows");
const everything = Symbol("everything");
type Name = string | typeof rows | typeof everything;

/**
 * Statements that have to wait: for a name that a later one makes, or behind an earlier waiting one whose work they would
 * overtake. Each is woken by exactly what it waits for, so that the work grows with the number of statements.
 */
export class Waiting {
  readonly #tasks = new Set<Task>();
  /** By what they make, once they succeed. */
  readonly #makers = new Map<Name, Set<Task>>();
  readonly #missing = new Map<string, Set<Task>>();
  readonly #behind = new Map<Task, Set<Task>>();

  get tasks(): readonly Task[] {
    return [...this.#tasks].sort(byOrder);
  }

  has(task: Task): boolean {
    return this.#tasks.has(task);
  }

  /** An earlier waiting statement that makes, changes or drops something of which this one speaks. */
  blocker(task: Task): Task | undefined {
    if (this.#tasks.size === 0) return undefined;
    for (const name of mentions(task.statement))
      for (const maker of this.#makers.get(name) ?? []) if (maker.order < task.order) return maker;
    return undefined;
  }

  waitFor(task: Task, names: readonly string[]): void {
    this.#add(task);
    for (const name of names) add(this.#missing, name, task);
  }

  waitBehind(task: Task, blocker: Task): void {
    this.#add(task);
    add(this.#behind, blocker, task);
  }

  /** Takes a statement out: it has succeeded, failed for good, or is tried again. */
  remove(task: Task): void {
    if (!this.#tasks.delete(task)) return;
    for (const name of makes(task.statement)) this.#makers.get(name)?.delete(task);
  }

  /** Takes those out that a statement's end may have set free, in the order of the files. */
  wokenBy(done: Task): readonly Task[] {
    const woken = new Set(this.#behind.get(done));
    this.#behind.delete(done);
    for (const name of done.statement.names) {
      for (const task of this.#missing.get(name) ?? []) woken.add(task);
      this.#missing.delete(name);
    }
    const waiting = [...woken].filter((task) => this.has(task)).sort(byOrder);
    for (const task of waiting) this.remove(task);
    return waiting;
  }

  #add(task: Task): void {
    this.#tasks.add(task);
    for (const name of makes(task.statement)) add(this.#makers, name, task);
  }
}

export function byOrder(a: Task, b: Task): number {
  return a.order - b.order;
}

function makes({ names, data }: SqlStatement): readonly Name[] {
  const made: Name[] = [...names, everything];
  if (data) made.push(rows);
  return made;
}

const mentionsOf = new WeakMap<SqlStatement, readonly Name[]>();

/** The names of which a statement speaks, with quite a few words that are none. */
function mentions(statement: SqlStatement): readonly Name[] {
  const known = mentionsOf.get(statement);
  if (known !== undefined) return known;
  const words = tokenize(statement.sql).flatMap(({ name }) => (name === undefined ? [] : [name]));
  const found: Name[] = [...new Set(words)];
  if (statement.data) found.push(rows);
  if (statement.sweeps) found.push(everything);
  mentionsOf.set(statement, found);
  return found;
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
