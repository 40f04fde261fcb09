import { type Draw, drawOf } from "./draw.ts";
import { inWords, type Maker, type Subject } from "./subject.ts";

/** All that happened, happened before; seeding asks no clock. */
export const referenceDate = Date.UTC(2025, 5, 30, 12);

const hour = 3_600_000;
const day = 24 * hour;

/** When in the life of a row something happens, in hours after it was made: at least, at most. */
const stages: readonly (readonly [names: RegExp, from: number, to: number])[] = [
  [/\b(birth|born|dob)\b|birth ?da(y|te)/, -85 * 365 * 24, -18 * 365 * 24],
  [/\b(expir\w*|valid (to|until|till)|trial end\w*)\b/, 365 * 24 * 30, 365 * 24 * 60],
  [/\b(updated|modified|changed|last \w+|synced|seen)\b/, 1, 40 * 24],
  [/\b(due|deadline)\b/, 14 * 24, 30 * 24],
  [
    /\b(schedul\w*|planned|starts?|start (at|on|date|time)|begins?|from|booked|appointment|valid from)\b/,
    24,
    7 * 24,
  ],
  [/\b(assigned|accepted|confirmed|approved|paid|verified|processed)\b/, 25, 8 * 24],
  [/\b(started|opened|shipped|sent|published)\b/, 8 * 24, 9 * 24],
  [/\b(ends?|end (at|on|date|time)|until|to|finish\w*)\b/, 9 * 24, 11 * 24],
  [/\b(completed|done|closed|delivered|resolved)\b/, 12 * 24, 16 * 24],
  [/\b(cancel\w*|refunded|deleted|removed|archived|deactivated|revoked)\b/, 20 * 24, 40 * 24],
];

/** A time: rows are made in the two years before the reference date; what happens to them later comes later. */
export function moment(subject: Subject): Maker | undefined {
  if (!["date", "timestamp", "timestamptz"].includes(subject.type) || subject.apart) return undefined;
  const made = drawOf(subject.stream, "made");
  const name = inWords(subject.column);
  const [, from, to] = stages.find(([names]) => names.test(name)) ?? ["", 0, 0];
  const later: Draw = drawOf(subject.stream, subject.column);
  return (i) => {
    const start =
      referenceDate - 60 * day - Math.floor(made(i) * 670) * day - Math.floor(made(i + 7) * 9 * 60) * 60_000;
    const after = (from + later(i) * (to - from)) * hour;
    return written(subject.type, start + Math.floor(after / 60_000) * 60_000);
  };
}

function written(type: string, at: number): string {
  const text = new Date(at).toISOString();
  if (type === "date") return text.slice(0, 10);
  return `${text.slice(0, 10)} ${text.slice(11, 19)}${type === "timestamptz" ? "+00" : ""}`;
}
