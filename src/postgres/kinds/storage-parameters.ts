import type { Step } from "./kind.ts";

/** ` WITH (…)`, or nothing. */
export function withParameters(parameters: readonly string[] = []): string {
  return parameters.length === 0 ? "" : ` WITH (${parameters.join(", ")})`;
}

/**
 * From one list of `name=value` to another; `alter` says of what: `ALTER TABLE public.t`.
 * @see https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-STORAGE-PARAMETERS
 */
export function changeParameters(
  alter: string,
  from: readonly string[] = [],
  to: readonly string[] = [],
): Step[] {
  const nameOf = (parameter: string) => parameter.slice(0, parameter.indexOf("="));
  const added = to.filter((parameter) => !from.includes(parameter));
  const removed = from.map(nameOf).filter((name) => !to.map(nameOf).includes(name));
  return [
    ...(removed.length === 0 ? [] : [{ sql: `${alter} RESET (${removed.join(", ")})` }]),
    ...(added.length === 0 ? [] : [{ sql: `${alter} SET (${added.join(", ")})` }]),
  ];
}
