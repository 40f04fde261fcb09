import { isMissing, namesIn } from "./sql-finding.ts";
import type { Task } from "./waiting.ts";

export interface Causes {
  /** Fail by themselves. */
  readonly roots: readonly Task[];
  /** Fail because of each other. */
  readonly circles: readonly Task[];
  /** Fail because of one of those. */
  readonly consequences: readonly Task[];
}

/** Parts the statements that could not be loaded: what misses something that another of them makes is no cause. */
export function rootsOf(tasks: readonly Task[]): Causes {
  const makers = new Map<string, Task[]>();
  for (const task of tasks)
    for (const name of task.statement.names) makers.set(name, [...(makers.get(name) ?? []), task]);
  const extensionFailed = tasks.find(({ statement }) => statement.kind === "CreateExtensionStmt");

  /** Those that would have made what a statement misses; an extension may have made anything. */
  function causesOf(task: Task): readonly Task[] {
    if (task.error === undefined || !isMissing(task.error)) return [];
    const found = namesIn(task.error).flatMap((name) => makers.get(name) ?? []);
    const causes = found.filter((cause) => cause !== task);
    return causes.length > 0 || extensionFailed === undefined ? causes : [extensionFailed];
  }

  const causes = new Map(tasks.map((task) => [task, causesOf(task)]));
  const roots = tasks.filter((task) => causes.get(task)?.length === 0);
  const explained = behind(roots, causes);
  const rest = tasks.filter((task) => !explained.has(task));
  const consequences = tasks.filter((task) => explained.has(task) && !roots.includes(task));
  return { roots, circles: rest, consequences };
}

/** Everything that the given ones cause, themselves included. */
function behind(roots: readonly Task[], causes: ReadonlyMap<Task, readonly Task[]>): ReadonlySet<Task> {
  const effects = new Map<Task, Task[]>();
  for (const [task, list] of causes)
    for (const cause of list) effects.set(cause, [...(effects.get(cause) ?? []), task]);
  const reached = new Set(roots);
  for (const task of reached) for (const effect of effects.get(task) ?? []) reached.add(effect);
  return reached;
}
