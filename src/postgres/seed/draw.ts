import { hash } from "../rows/base-values.ts";

/** A number from 0 up to 1 that looks random and is the same every time: the `i`-th of its stream. */
export type Draw = (i: number) => number;

/** The stream of a name: other names, other numbers. (Finalizer of MurmurHash3.) */
export function drawOf(...names: readonly (string | number)[]): Draw {
  const stream = hash(names.join("\0"));
  return (i) => mix(stream ^ mix(i)) / 2 ** 32;
}

function mix(n: number): number {
  let h = (n + 0x9e3779b9) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A whole number from 0 up to `count`. */
export function indexBelow(count: number, at: number): number {
  return Math.min(count - 1, Math.floor(at * count));
}

/** As in life: the first few are met often, the last ones rarely. */
export function skewedIndex(count: number, at: number): number {
  return indexBelow(count, at * at);
}

/** For listed values, like a status: the first half of the time, the next a quarter, …; none less than a twentieth as often. */
export function listedIndex(count: number, at: number): number {
  const weights = Array.from({ length: count }, (_, n) => Math.max(0.05, 0.5 ** n));
  let left = at * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return found === -1 ? count - 1 : found;
}
