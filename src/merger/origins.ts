import { businessModel, type Origin } from "../model/model.ts";
import { firstOf } from "./lists.ts";

/** The origins of all, each once: the business model first, then by module and place. */
export function allOrigins(things: readonly { readonly origins: readonly Origin[] }[]): readonly Origin[] {
  const [first] = things;
  if (first !== undefined && things.every(({ origins }) => origins === first.origins)) return first.origins;
  const all: Origin[] = [];
  for (const { origins } of things) for (const origin of origins) all.push(origin);
  // Who says it is asked in order, so it seldom has to be made.
  if (all.every((origin, index) => index === 0 || precedes(all[index - 1], origin))) return all;
  return all.sort(compareOrigins).filter((origin, index) => index === 0 || precedes(all[index - 1], origin));
}

/** What is said several times as one thing: the first, with the origins of all. */
export function asOne<T extends { readonly origins: readonly Origin[] }>(group: readonly T[]): T {
  const first = firstOf(group);
  return group.length === 1 ? first : { ...first, origins: allOrigins(group) };
}

export function saidByBusiness(origins: readonly Origin[]): boolean {
  return origins.length > 0 && origins.every(isBusiness);
}

/** The business model's words, whoever else uses them. */
export function usesBusiness(origins: readonly Origin[]): boolean {
  return origins.some(isBusiness);
}

function isBusiness({ module }: Origin): boolean {
  return module === businessModel;
}

/** The business model comes first, modules follow by name. */
export function compareModules(a: string, b: string): number {
  if (a === b) return 0;
  if (a === businessModel) return -1;
  if (b === businessModel) return 1;
  return compareText(a, b);
}

/** By code unit: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function precedes(a: Origin | undefined, b: Origin): boolean {
  return a !== undefined && compareOrigins(a, b) < 0;
}

function compareOrigins(a: Origin, b: Origin): number {
  return (
    compareModules(a.module, b.module) ||
    compareText(a.at.source.path, b.at.source.path) ||
    a.at.start - b.at.start
  );
}
