/** Makes the i-th value, all of them different, ascending where the type has an order. */
type Make = (i: number, parameters: readonly number[], seed: string) => string;

const day = (i: number) => new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10);
const clock = (i: number) => `${pad(8 + (Math.floor(i / 60) % 16))}:${pad(i % 60)}:00`;
const pad = (n: number) => String(n).padStart(2, "0");
const hex = (n: number, width: number) => n.toString(16).padStart(width, "0");
const bits = (i: number, length: number) => i.toString(2).padStart(length, "0").slice(-length);
const integer: Make = (i) => String(i + 1);
const vector: Make = (i, [dimensions = 3]) =>
  `[${times(dimensions, (d) => ((i + d) % 10) / 10 + 0.1)
    .map((n) => n.toFixed(1))
    .join(",")}]`;

const makers: Readonly<Record<string, Make>> = {
  int2: integer,
  int4: integer,
  int8: integer,
  oid: integer,
  xid: integer,
  xid8: integer,
  cid: integer,
  float4: integer,
  float8: integer,
  money: integer,
  numeric: (i, [precision, scale = 0]) =>
    precision !== undefined && precision <= scale
      ? `0.${"0".repeat(scale - precision)}${i % 10}`
      : String(i + 1),
  text: (i, _, seed) => textOf(i, Number.POSITIVE_INFINITY, seed),
  citext: (i, _, seed) => textOf(i, Number.POSITIVE_INFINITY, seed),
  varchar: (i, [length = Number.POSITIVE_INFINITY], seed) => textOf(i, length, seed),
  bpchar: (i, [length = Number.POSITIVE_INFINITY], seed) => textOf(i, length, seed),
  name: (i, _, seed) => textOf(i, 63, seed),
  char: (i) => String.fromCharCode(65 + (i % 26)),
  bool: (i) => (i % 2 === 0 ? "true" : "false"),
  uuid: (i, _, seed) => `${hex(hash(seed), 8)}-0000-4000-8000-${hex(i + 1, 12)}`,
  date: day,
  timestamp: (i) => `${day(i)} 09:00:00`,
  timestamptz: (i) => `${day(i)} 09:00:00+00`,
  time: clock,
  timetz: (i) => `${clock(i)}+00`,
  interval: (i) => `${i + 1} days`,
  bytea: (i) => `\\x${hex(i + 1, 4)}`,
  json: (i) => `{"n": ${i + 1}}`,
  jsonb: (i) => `{"n": ${i + 1}}`,
  jsonpath: (i) => `$.a${i + 1}`,
  xml: (i) => `<a>${i + 1}</a>`,
  inet: (i) => `10.0.${Math.floor(i / 250) % 250}.${(i % 250) + 1}`,
  cidr: (i) => `10.${Math.floor(i / 250) % 250}.${i % 250}.0/24`,
  macaddr: (i) => `02:00:00:00:${hex(Math.floor(i / 256) % 256, 2)}:${hex(i % 256, 2)}`,
  macaddr8: (i) => `02:00:00:00:00:00:${hex(Math.floor(i / 256) % 256, 2)}:${hex(i % 256, 2)}`,
  bit: (i, [length = 1]) => bits(i, length),
  varbit: (i, [length = 16]) => bits(i, Math.min(length, 16)),
  point: (i) => `(${i},${i + 1})`,
  line: (i) => `{1,-1,${i}}`,
  lseg: (i) => `[(${i},0),(${i},1)]`,
  box: (i) => `(${2 * i + 1},1),(${2 * i},0)`,
  path: (i) => `[(${i},0),(${i},1)]`,
  polygon: (i) => `((${i},0),(${i},1),(${i + 1},1))`,
  circle: (i) => `<(${3 * i},0),1>`,
  tsvector: (i) => `word${i + 1}`,
  tsquery: (i) => `word${i + 1}`,
  pg_lsn: (i) => `0/${hex(i + 1, 1)}`,
  pg_snapshot: (i) => `${i + 10}:${i + 10}:`,
  txid_snapshot: (i) => `${i + 10}:${i + 10}:`,
  tid: (i) => `(0,${i + 1})`,
  regclass: (i) => String(i + 1),
  regtype: (i) => String(i + 1),
  regproc: (i) => String(i + 1),
  regrole: (i) => String(i + 1),
  regnamespace: (i) => String(i + 1),
  hstore: (i) => `n=>${i + 1}`,
  ltree: (i) => `top.n${i + 1}`,
  cube: (i) => `(${i + 1})`,
  vector,
  halfvec: vector,
  sparsevec: (i, [dimensions = 3]) => `{1:${i + 1}}/${dimensions}`,
  geometry: (i) => `POINT(${i % 90} ${i % 90})`,
  geography: (i) => `POINT(${i % 90} ${i % 90})`,
};

/** The first `count` values of a built-in type by its name in `pg_type`; none of a type of which nothing is known. */
export function baseValues(
  name: string,
  parameters: readonly number[],
  count: number,
  seed: string,
): readonly string[] {
  const make = baseMaker(name, parameters, seed);
  return make === undefined ? [] : [...new Set(times(count, make))];
}

/** Makes the i-th value of a built-in type; undefined for a type of which nothing is known. */
export function baseMaker(
  name: string,
  parameters: readonly number[],
  seed: string,
): ((i: number) => string) | undefined {
  const make = makers[name];
  return make === undefined ? undefined : (i) => make(i, parameters, seed);
}

/** `name 1` where it fits, else letters alone. */
function textOf(i: number, length: number, seed: string): string {
  const word = `${seed.slice(seed.lastIndexOf(".") + 1)} ${i + 1}`;
  return word.length <= length ? word : letters(i, Math.min(length, 4));
}

/** `AAA`, `BAA`, … */
export function letters(i: number, length: number): string {
  let left = i;
  return times(Math.max(1, length), () => {
    const letter = String.fromCharCode(65 + (left % 26));
    left = Math.floor(left / 26);
    return letter;
  }).join("");
}

/** FNV-1a: the same text gives the same number everywhere. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const byte of Buffer.from(text)) h = Math.imul(h ^ byte, 0x01000193) >>> 0;
  return h;
}

/** A list of what `make` gives for 0, 1, … */
export function times<T>(count: number, make: (i: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
