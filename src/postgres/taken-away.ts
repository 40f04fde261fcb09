import { keyOf } from "./catalog.ts";
import type { Changes } from "./diff.ts";
import { Edges, type Graph } from "./graph.ts";
import type { Unit } from "./units.ts";

/** The units that take something away and those that bring it back, by what it is. */
export type Absences = ReadonlyMap<Unit, string>;

export function absencesOf({ drops, creates, releases }: Changes, units: readonly Unit[]): Absences {
  const members = ({ object, parts }: Unit) => [object, ...parts].map(({ id }) => keyOf(id));
  const dropped = units.filter(({ action }) => action === "drop");
  // Grants and comments go with their object, and come back for themselves.
  const whole = new Map(dropped.flatMap((unit) => members(unit).map((key) => [key, keyOf(unit.object.id)])));
  const absences = new Map<Unit, string>();
  for (const unit of units) {
    const key = keyOf(unit.object.id);
    if (unit.action === "release" || unit.action === "restore") absences.set(unit, key);
    if (unit.action === "alter" && releases.get(key)?.frees) absences.set(unit, key);
    if (unit.action === "drop" && members(unit).some((member) => creates.has(member)))
      absences.set(unit, key);
    if (unit.action === "create" && drops.has(key)) absences.set(unit, whole.get(key) ?? key);
  }
  return absences;
}

/**
 * The same order, but with nothing away for longer than it has to be: it comes back right behind the last that it waits for,
 * and goes right before the first that waits for that.
 */
export function brieflyAway(order: readonly Unit[], graph: Graph<Unit>, absences: Absences): readonly Unit[] {
  const place = new Map(order.map((unit, i) => [unit, i]));
  const { before, after } = neighbours(graph);
  const isAway = (unit: Unit, ...actions: readonly Unit["action"][]) =>
    absences.has(unit) && actions.includes(unit.action);
  // Half a place is between two others; where several meet there, the sort keeps their order.
  for (const [i, unit] of order.entries()) {
    const last = Math.max(-1, ...before(unit).flatMap((other) => placesIf(place.get(other), (at) => at < i)));
    if (isAway(unit, "create", "restore")) place.set(unit, Number.isInteger(last) ? last + 0.5 : last);
  }
  for (const unit of [...order].reverse()) {
    const own = place.get(unit) ?? 0;
    const first = Math.min(...after(unit).flatMap((other) => placesIf(place.get(other), (at) => at > own)));
    if (isAway(unit, "drop", "release") && Number.isFinite(first))
      place.set(unit, Number.isInteger(first) ? first - 0.5 : first);
  }
  return [...order].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

function neighbours({ hard, soft }: Graph<Unit>) {
  const backwards = new Edges<Unit>();
  for (const edges of [hard, soft])
    for (const [unit, followers] of edges) for (const follower of followers) backwards.add(follower, unit);
  return {
    before: (unit: Unit) => [...(backwards.map.get(unit) ?? [])],
    after: (unit: Unit) => [...(hard.get(unit) ?? []), ...(soft.get(unit) ?? [])],
  };
}

/** Soft edges need not hold. */
function placesIf(place: number | undefined, holds: (place: number) => boolean): readonly number[] {
  return place !== undefined && holds(place) ? [place] : [];
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
