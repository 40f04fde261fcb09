import type { ObjectId } from "../catalog.ts";
import type { KindName } from "../definitions.ts";
import { type Context, relationsNamed, shown } from "./kind.ts";

/** Path of a comment or grant: the kind of the object it stands on, that object's path, and `extra` parts of its own. */
export function standsOn(id: ObjectId, extra: number): ObjectId {
  const [kind, ...path] = id.path.slice(0, id.path.length - extra);
  // The reader put the kind there.
  return { kind: kind as KindName, path };
}

/** What it stands on; a column of a view is no object, its view is. */
export function standsOnAny(id: ObjectId, extra: number): readonly ObjectId[] {
  const target = standsOn(id, extra);
  return target.kind === "column" ? [target, ...relationsNamed(target.path)] : [target];
}

/** Whether the object comes with the plan, so that nobody uses it yet. */
export function standsOnNew(id: ObjectId, extra: number, context: Context): boolean {
  return standsOnAny(id, extra).some(context.isNew);
}

/** As changes are told: `table accounts`, `comment on table accounts`, `grant on table accounts to clerk`. */
export function told({ kind, path }: ObjectId): string {
  const on = (extra: number) => {
    const { kind: whole, path: names } = standsOn({ kind, path }, extra);
    return `${whole} ${shown(names)}`;
  };
  if (kind === "comment") return `comment on ${on(0)}`;
  if (kind === "owner") return `owner of ${on(0)}`;
  if (kind === "grant") return `grant on ${on(1)} to ${path.at(-1)}`;
  return `${kind} ${shown(path)}`;
}
