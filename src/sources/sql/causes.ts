import { type Finding, place } from "../../model/finding.ts";
import type { DatabaseError } from "../../postgres/database-error.ts";
import { isMissing, namesIn, nearName, type Surroundings, sqlFinding } from "./sql-finding.ts";
import { byOrder, type Task } from "./waiting.ts";

/** Why statements could not be loaded: each cause at its place; what failed because of them is counted. */
export function failureFindings(failed: readonly Task[], surroundings: Surroundings): readonly Finding[] {
  const { roots, circle, consequences } = partByCause([...failed].sort(byOrder), surroundings.names);
  const places = circle.map(({ statement }) => place(statement.at)).join(", ");
  const findings = [...roots, ...circle].sort(byOrder).flatMap((task) => {
    if (task.error === undefined) return [];
    const finding = sqlFinding(task.error, task.statement, surroundings);
    return circle.includes(task)
      ? [{ ...finding, help: `These statements wait for each other: ${places}.` }]
      : [finding];
  });
  return [...findings, ...consequenceFindings(consequences)];
}

function consequenceFindings(consequences: readonly Task[]): readonly Finding[] {
  const first = consequences[0];
  if (first === undefined) return [];
  const many = consequences.length > 1;
  const message = `${many ? `${consequences.length} more statements fail` : "One more statement fails"} as a consequence${many ? ", first this one" : ""}.`;
  return [{ code: "sql/consequences", severity: "info", message, at: first.statement.at }];
}

interface Causes {
  /** Fail by themselves. */
  readonly roots: readonly Task[];
  /** Fail because of each other. */
  readonly circle: readonly Task[];
  /** Fail because of one of those. */
  readonly consequences: readonly Task[];
}

/** Parts the statements that could not be loaded: what misses something that another of them makes is no cause. */
function partByCause(tasks: readonly Task[], names: readonly string[]): Causes {
  const makers = new Map<string, Task[]>();
  for (const task of tasks)
    for (const name of task.statement.names) makers.set(name, [...(makers.get(name) ?? []), task]);
  const extension = tasks.find(({ statement }) => statement.kind === "CreateExtensionStmt");
  const causes = new Map(tasks.map((task) => [task, causesOf(task, makers, extension, names)]));
  const roots = tasks.filter((task) => causes.get(task)?.length === 0);
  const explained = effectsOf(roots, causes);
  const circle = withoutLooseEnds(new Set(tasks.filter((task) => !explained.has(task))), causes);
  const consequences = tasks.filter((task) => !roots.includes(task) && !circle.has(task));
  return { roots, circle: [...circle], consequences };
}

/** Those that would have made what a statement misses. */
function causesOf(
  task: Task,
  makers: ReadonlyMap<string, readonly Task[]>,
  extension: Task | undefined,
  names: readonly string[],
): readonly Task[] {
  if (task.error === undefined || !isMissing(task.error)) return [];
  const found = namesIn(task.error).flatMap((name) => makers.get(name) ?? []);
  const causes = found.filter((cause) => cause !== task);
  if (causes.length > 0 || extension === undefined) return causes;
  return mayComeFromExtension(task.error) && nearName(task.error, names) === undefined ? [extension] : [];
}

/** A type or a function. */
function mayComeFromExtension({ code }: DatabaseError): boolean {
  return code === "42704" || code === "42883";
}

/** Everything that the given ones cause, themselves included. */
function effectsOf(roots: readonly Task[], causes: ReadonlyMap<Task, readonly Task[]>): ReadonlySet<Task> {
  const effects = new Map<Task, Task[]>();
  for (const [task, list] of causes)
    for (const cause of list) effects.set(cause, [...(effects.get(cause) ?? []), task]);
  const reached = new Set(roots);
  for (const task of reached) for (const effect of effects.get(task) ?? []) reached.add(effect);
  return reached;
}

/** Without those for which no other one waits. */
function withoutLooseEnds(
  tasks: ReadonlySet<Task>,
  causes: ReadonlyMap<Task, readonly Task[]>,
): ReadonlySet<Task> {
  const needed = new Set([...tasks].flatMap((task) => causes.get(task) ?? []));
  const kept = new Set([...tasks].filter((task) => needed.has(task)));
  return kept.size === tasks.size ? kept : withoutLooseEnds(kept, causes);
}
