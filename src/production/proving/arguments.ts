import { literal } from "../../postgres/quote.ts";
import type { Stage } from "./stage.ts";

/** More calls than these say little more. */
const mostCalls = 200;

/** Argument lists to call a function with, `('…'::uuid)`; or the type of which no value is known. */
export function callsWith(
  types: readonly string[],
  defaults: number,
  stage: Stage,
): { readonly calls: readonly string[]; readonly unknown?: string | undefined } {
  const values = types.map((type) => valuesOf(type, stage));
  const unknown = types[values.findIndex((list) => list.length === 0)];
  if (unknown !== undefined) return { calls: [], unknown };
  // What has a default is left out once, and given once.
  const needed = values.slice(0, values.length - defaults);
  const lists = defaults === 0 ? [values] : [needed, values];
  return { calls: lists.flatMap((list) => combined(list).map((call) => `(${call.join(", ")})`)) };
}

/** Every combination of some values of each argument. */
function combined(values: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const most = Math.max(1, Math.floor(mostCalls ** (1 / Math.max(1, values.length))));
  return values.reduce<readonly (readonly string[])[]>(
    (calls, list) => calls.flatMap((call) => list.slice(0, most).map((value) => [...call, value])),
    [[]],
  );
}

/** Values of a type: of each column that has it the first two and the last, so that rows of many people are among them. */
function valuesOf(type: string, { rows }: Stage): readonly string[] {
  const found = [...rows.values()].flatMap(({ existing, types }) =>
    [...types].flatMap(([column, has]) => {
      if (kindOf(has) !== kindOf(type)) return [];
      const values = [...new Set(existing.flatMap((row) => row.get(column) ?? []))];
      return [...values.slice(0, 2), ...values.slice(-1)];
    }),
  );
  const values = found.length === 0 ? (usual.get(kindOf(type)) ?? []) : found;
  return [...new Set(values)].map((value) => `${literal(value)}::${type}`);
}

/** Without length and precision; texts are one kind, as are whole numbers and others. */
function kindOf(type: string): string {
  const name = type.replace(/\(.*\)/, "");
  if (/^(text|character varying|character|citext|name)$/.test(name)) return "text";
  if (/^(smallint|integer|bigint)$/.test(name)) return "integer";
  return /^(numeric|real|double precision)$/.test(name) ? "numeric" : name;
}

const usual: ReadonlyMap<string, readonly string[]> = new Map([
  ["text", ["a"]],
  ["integer", ["1", "10"]],
  ["numeric", ["0.5", "10"]],
  ["boolean", ["true", "false"]],
  ["uuid", ["00000000-0000-4000-8000-000000000001"]],
  ["date", ["2000-01-01"]],
  ["timestamp without time zone", ["2000-01-01"]],
  ["timestamp with time zone", ["2000-01-01"]],
  ["interval", ["1 day"]],
  ["json", ["{}"]],
  ["jsonb", ["{}"]],
]);
