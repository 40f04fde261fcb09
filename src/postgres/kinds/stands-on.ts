import type { KindName, ObjectId } from "../catalog.ts";
import { type Context, relationsNamed } from "./kind.ts";

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
