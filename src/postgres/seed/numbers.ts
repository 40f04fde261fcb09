import { indexBelow } from "./draw.ts";
import { inWords, type Maker, ownDraw, placeOf, type Subject } from "./subject.ts";

const whole: readonly string[] = ["int2", "int4", "int8"];
const fractional: readonly string[] = ["numeric", "float4", "float8", "money"];

/** Least, most and decimals of numbers, by the names of columns; the first that fits. */
const ranges: readonly (readonly [names: RegExp, from: number, to: number, decimals: number])[] = [
  [/\b(lat|latitude)\b/, 26, 48, 5],
  [/\b(lon|lng|longitude)\b/, -122, -72, 5],
  [/percent|\bpct\b|discount/, 0, 100, 1],
  [/\b(rate|ratio|share|probability|confidence)\b/, 0, 1, 2],
  [/\b(rating|stars)\b/, 1, 5, 0],
  [/\bscore\b/, 0, 100, 0],
  [/\byear\b/, 2015, 2025, 0],
  [/\bmonth\b/, 1, 12, 0],
  [/\bage\b/, 18, 85, 0],
  [
    /\b(price|amount|total|cost|fee|balance|revenue|value|subtotal|net|gross|salary|budget|paid|tax)\b/,
    5,
    2500,
    2,
  ],
  [/\b(minutes|duration)\b/, 15, 240, 0],
  [/\b(hours|days)\b/, 1, 14, 0],
  [/\b(seconds|ms|milliseconds|latency)\b/, 1, 900, 0],
  [/\b(version|revision)\b/, 1, 1, 0],
  [/\b(zip|postal)/, 10000, 99950, 0],
  [/\b(quantity|qty|count|number of|stock|attempts|retries|pages)\b/, 1, 20, 0],
  [/\b(size|bytes|length)\b/, 1200, 5_000_000, 0],
  [/\b(position|priority|sort|sequence|order|rank|level|page|index)\b/, 1, 10, 0],
];

/** A number in a sensible range, small ones more often; undefined for other types, and where no two may be the same. */
export function number(subject: Subject): Maker | undefined {
  const isWhole = whole.includes(subject.type);
  if (subject.apart || !(isWhole || fractional.includes(subject.type))) return undefined;
  const name = inWords(subject.column);
  if (isWhole && /\b(zip|postal)/.test(name)) {
    const where = placeOf(subject);
    return (i) => String(Number(where(i).zip));
  }
  const [, from, to, decimals] = ranges.find(([names]) => names.test(name)) ?? ["", 1, 1000, isWhole ? 0 : 2];
  const most = Math.min(to, largest(subject));
  const scale = isWhole ? 0 : Math.min(decimals, subject.parameters[1] ?? decimals);
  const draw = ownDraw(subject);
  return (i) => {
    const value = from + draw(i) ** 2 * (most - from);
    const written = scale === 0 ? Math.round(value) : value;
    return Math.min(most, written).toFixed(scale);
  };
}

function largest({ type, parameters: [precision, scale = 0] }: Subject): number {
  if (type === "int2") return 32767;
  return type === "numeric" && precision !== undefined
    ? 10 ** (precision - scale) - 10 ** -scale
    : Number.POSITIVE_INFINITY;
}

/** Flags are mostly as their names hope: most rows are active, few are deleted. */
export function flag(subject: Subject): Maker | undefined {
  if (subject.type !== "bool" || subject.apart) return undefined;
  const name = inWords(subject.column);
  const often = /active|enabled|valid|verified|public|visible/.test(name)
    ? 0.9
    : /deleted|archived|blocked|locked|disabled|test|internal|default|admin|primary/.test(name)
      ? 0.05
      : 0.3;
  const draw = ownDraw(subject);
  return (i) => String(draw(i) < often);
}

/**
 * UUIDs of version 7, whose first part is a time: a millisecond for each row. No two are the same, and an index takes
 * them one after the other, which random ones make costly.
 */
export function uuid(subject: Subject): Maker | undefined {
  if (subject.type !== "uuid") return undefined;
  const [low, middle, high] = [1, 2, 3].map((n) => ownDraw(subject, String(n)));
  if (low === undefined || middle === undefined || high === undefined) return undefined;
  const start = Date.UTC(2023, 5, 1) + indexBelow(2 ** 24, low(0));
  return (i) => {
    const time = (start + i).toString(16).padStart(12, "0");
    const [a, b, c] = [hex(low(i)), hex(middle(i)), hex(high(i))];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${a.slice(0, 3)}-a${a.slice(3, 6)}-${b}${c.slice(0, 4)}`;
  };
}

function hex(at: number): string {
  return indexBelow(2 ** 32, at)
    .toString(16)
    .padStart(8, "0");
}

export function networkAddress(subject: Subject): Maker | undefined {
  if (subject.type !== "inet" || subject.apart) return undefined;
  const draw = ownDraw(subject);
  return (i) => {
    const n = indexBelow(2 ** 16, draw(i));
    return `203.0.${n >> 8}.${n & 255}`;
  };
}
