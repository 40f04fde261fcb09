import { z } from "zod";
import { forEditor } from "./parts.ts";

/** The fields of a schedule with their least and greatest number, and names for them, the first being the least. */
const fields: readonly (readonly [number, number, string?])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"],
  [0, 7, "sun mon tue wed thu fri sat"],
];

/** Five fields as pg_cron reads them: minute, hour, day of the month, month, day of the week. */
export const cronSchedule = forEditor(
  z.string().refine(isSchedule, {
    error: 'must be minute, hour, day of the month, month and day of the week, like "0 3 * * *"',
  }),
  { type: "string", pattern: "^\\S+( \\S+){4}$" },
);

function isSchedule(text: string): boolean {
  const parts = text.split(" ");
  return (
    parts.length === fields.length && parts.every((part, i) => part.split(",").every((one) => fits(one, i)))
  );
}

/** `*`, `3`, `mon-fri`, `0-30/10`; `$` is the last day of a month. */
function fits(item: string, place: number): boolean {
  const [least, greatest, names = ""] = fields[place] ?? [0, 0];
  if (item === "$") return place === 2;
  const [, range = "", step = "1"] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  const ends = range === "*" ? [least, greatest] : range.split("-").map(numberOf);
  const [from = Number.NaN, to = from] = ends;
  return ends.length <= 2 && Number(step) > 0 && least <= from && from <= to && to <= greatest;

  function numberOf(end: string): number {
    const named = names === "" ? -1 : names.split(" ").indexOf(end.toLowerCase());
    return named >= 0 ? named + least : /^\d+$/.test(end) ? Number(end) : Number.NaN;
  }
}
