import { businessModel, type Origin } from "../model/model.ts";

/** All origins, each once: the business model first, then by module and place. */
export function unionOrigins(lists: readonly (readonly Origin[])[]): readonly Origin[] {
  const [first, ...rest] = [...new Set(lists)];
  if (first !== undefined && rest.length === 0) return first;
  const byKey = new Map(lists.flat().map((origin) => [keyOf(origin), origin]));
  return [...byKey.values()].sort(compareOrigins);
}

export function saidByBusiness(origins: readonly Origin[]): boolean {
  return origins.length > 0 && origins.every(({ module }) => module === businessModel);
}

/** The business model's words, whoever else uses them. */
export function usesBusiness(origins: readonly Origin[]): boolean {
  return origins.some(({ module }) => module === businessModel);
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

function compareOrigins(a: Origin, b: Origin): number {
  return (
    compareModules(a.module, b.module) ||
    compareText(a.at.source.path, b.at.source.path) ||
    a.at.start - b.at.start
  );
}

function keyOf({ module, at }: Origin): string {
  return `${at.start} ${module}\n${at.source.path}`;
}
