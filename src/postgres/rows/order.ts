import type { Shape } from "./shape.ts";

/**
 * The tables in groups, those that others refer to first. Tables that refer to each other in a circle share a group.
 * (Tarjan's strongly connected components.)
 */
export function fillOrder(shapes: ReadonlyMap<string, Shape>): readonly (readonly Shape[])[] {
  const groups: Shape[][] = [];
  const stack: Shape[] = [];
  const found = new Map<string, Visit>();

  const visited = (shape: Shape) => found.get(shape.key) ?? visit(shape);
  const visit = (shape: Shape): Visit => {
    const self: Visit = { index: found.size, low: found.size, open: true };
    found.set(shape.key, self);
    stack.push(shape);
    for (const next of neededBy(shape, shapes)) {
      const other = visited(next);
      if (other.open) self.low = Math.min(self.low, other.low);
    }
    if (self.low === self.index) {
      const group = stack.splice(stack.indexOf(shape));
      for (const member of group) visited(member).open = false;
      groups.push(group);
    }
    return self;
  };

  for (const shape of shapes.values()) visited(shape);
  return groups;
}

interface Visit {
  readonly index: number;
  /** The lowest index that can be reached among the open ones. */
  low: number;
  /** Its group is not known yet. */
  open: boolean;
}

/** The tables that must have rows first: those referred to, and the partitions that a partitioned table keeps its rows in. */
function neededBy(shape: Shape, shapes: ReadonlyMap<string, Shape>): readonly Shape[] {
  const targets = shape.partitioned ? [] : shape.foreignKeys.map((key) => key.target);
  const partitions = shape.partitioned
    ? [...shapes.values()].filter((one) => one.parent === shape.key).map((one) => one.key)
    : [];
  return [...targets, ...partitions].flatMap((key) => shapes.get(key) ?? []);
}
