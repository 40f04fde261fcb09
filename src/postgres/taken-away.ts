import { keyOf } from "./catalog.ts";
import type { Changes } from "./diff.ts";
import type { Graph } from "./graph.ts";
import type { Unit } from "./units.ts";

/** The units that take something away and those that bring it back, by what it is. */
export type Absences = ReadonlyMap<Unit, string>;

export function absencesOf({ drops, creates }: Changes, units: readonly Unit[]): Absences {
  const members = ({ object, parts }: Unit) => [object, ...parts].map(({ id }) => keyOf(id));
  const dropped = units.filter(({ action }) => action === "drop");
  // Grants and comments go with their object, and come back for themselves.
  const whole = new Map(dropped.flatMap((unit) => members(unit).map((key) => [key, keyOf(unit.object.id)])));
  const absences = new Map<Unit, string>();
  for (const unit of units) {
    const key = keyOf(unit.object.id);
    if (unit.action === "release" || unit.action === "restore") absences.set(unit, key);
    if (unit.action === "drop" && members(unit).some((member) => creates.has(member)))
      absences.set(unit, key);
    if (unit.action === "create" && drops.has(key)) absences.set(unit, whole.get(key) ?? key);
  }
  return absences;
}

/** The same order, but what takes something away that comes back does so right before the first that waits for it. */
export function takenAwayLate(
  order: readonly Unit[],
  { hard, soft }: Graph<Unit>,
  absences: Absences,
): readonly Unit[] {
  const place = new Map(order.map((unit, i) => [unit, i]));
  for (const [i, unit] of [...order.entries()].reverse()) {
    if (!absences.has(unit) || (unit.action !== "drop" && unit.action !== "release")) continue;
    const places = [...(hard.get(unit) ?? []), ...(soft.get(unit) ?? [])]
      .map((other) => place.get(other) ?? i)
      .filter((at) => at > i);
    const first = Math.min(...places);
    // Between two whole places; where several meet, the sort keeps them in their order.
    if (places.length > 0) place.set(unit, Number.isInteger(first) ? first - 0.5 : first);
  }
  return [...order].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

/** The units while which something is away, its going and its coming back included. */
export function whileAway(order: readonly Unit[], absences: Absences): ReadonlySet<Unit> {
  const last = new Map(order.map((unit, i) => [absences.get(unit), i]));
  let end = -1;
  return new Set(
    order.filter((unit, i) => {
      const what = absences.get(unit);
      if (what !== undefined) end = Math.max(end, last.get(what) ?? i);
      return i <= end;
    }),
  );
}
