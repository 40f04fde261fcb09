import { formatType } from "../../model/column-type.ts";
import { type ColumnType, isType, type Shape } from "../../model/model.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A document, and whether it has the shape. */
export interface DocumentTrial {
  readonly what: string;
  readonly document: Json;
  readonly right: boolean;
}

/** A document with every key, and that document with one thing changed: each key left out, null, and of other types. */
export function documentTrials(shape: Shape): readonly DocumentTrial[] {
  const whole = documentFor(shape);
  const others: readonly Json[] = [[], "text", 1, null];
  return [
    { what: "a right document", document: whole, right: true },
    { what: "a key that the shape does not name", document: put(whole, ["another's"], 1), right: true },
    ...others.map((document) => ({ what: `${JSON.stringify(document)} alone`, document, right: false })),
    ...trialsOfKeys(whole, shape, []),
  ];
}

function trialsOfKeys(whole: Json, shape: Shape, above: readonly string[]): readonly DocumentTrial[] {
  return Object.entries(shape).flatMap(([key, { type, optional, values }]) => {
    const path = [...above, key];
    const name = path.join(".");
    const wrong = isType(type) ? wrongValues(type, values) : otherKinds("an object");
    return [
      { what: `no ${name}`, document: put(whole, path, undefined), right: optional },
      {
        what: `${name} that is null`,
        document: put(whole, path, null),
        right: optional || (isType(type) && isJson(type)),
      },
      ...wrong.map(({ what, value }) => ({
        what: `${name} that is ${what}`,
        document: put(whole, path, value),
        right: false,
      })),
      ...(isType(type) ? [] : trialsOfKeys(whole, type, path)),
    ];
  });
}

function documentFor(shape: Shape): Json {
  return Object.fromEntries(
    Object.entries(shape).map(([key, { type, values }]) => [
      key,
      isType(type) ? valueFor(type, values) : documentFor(type),
    ]),
  );
}

const samples: Readonly<Record<string, Json>> = {
  uuid: "00000000-0000-4000-8000-000000000001",
  date: "2025-01-31",
  time: "09:00:00",
  timestamp: "2025-01-31T09:00:00",
  timestamptz: "2025-01-31T09:00:00Z",
  boolean: true,
};

function valueFor(type: ColumnType, values: readonly string[] | undefined): Json {
  if (type.dimensions > 0) return [valueFor({ ...type, dimensions: type.dimensions - 1 }, values)];
  const [first] = values ?? [];
  if (isNumber(type)) return Number(first ?? 1);
  return first ?? samples[type.name] ?? "a";
}

interface Wrong {
  readonly what: string;
  readonly value: Json;
}

const kinds: readonly Wrong[] = [
  { what: "a list", value: [] },
  { what: "a text", value: "?" },
  { what: "a number", value: 1 },
  { what: "a truth value", value: true },
  { what: "an object", value: {} },
];

function otherKinds(kind: string): readonly Wrong[] {
  return kinds.filter(({ what }) => what !== kind);
}

function wrongValues(type: ColumnType, values: readonly string[] | undefined): readonly Wrong[] {
  if (isJson(type)) return [];
  if (type.dimensions > 0) {
    const inner = wrongValues({ ...type, dimensions: type.dimensions - 1 }, values);
    const lists = inner.filter(({ what }) => !what.startsWith("longer"));
    return [
      ...otherKinds("a list"),
      ...lists.map(({ what, value }) => ({ what: `a list of ${what}`, value: [value] })),
    ];
  }
  const { name, parameters } = type;
  const limit = /^(varchar|char|bpchar)$/.test(name) ? Number(parameters[0]) : Number.NaN;
  return [
    ...otherKinds(isNumber(type) ? "a number" : name === "boolean" ? "a truth value" : "a text"),
    ...(isNumber(type) && /int/.test(name) ? [{ what: "no whole number", value: 1.5 }] : []),
    ...(typeof samples[name] === "string" ? [{ what: `no ${name}`, value: "?" }] : []),
    ...(limit >= 0 ? [{ what: `longer than ${formatType(type)}`, value: "x".repeat(limit + 1) }] : []),
    ...(values === undefined
      ? []
      : [{ what: "not listed", value: isNumber(type) ? -987_654 : "no such value" }]),
  ];
}

function isNumber({ name }: ColumnType): boolean {
  return /^(smallint|integer|bigint|numeric|real|double precision)$/.test(name);
}

function isJson({ name, dimensions }: ColumnType): boolean {
  return dimensions === 0 && (name === "json" || name === "jsonb");
}

/** The document with another value at a path; without the key where there is none. */
function put(document: Json, [key, ...rest]: readonly string[], value: Json | undefined): Json {
  if (key === undefined || document === null || typeof document !== "object" || Array.isArray(document))
    return value ?? null;
  const entries = new Map<string, Json>(Object.entries(document));
  if (rest.length > 0) entries.set(key, put(entries.get(key) ?? {}, rest, value));
  else if (value === undefined) entries.delete(key);
  else entries.set(key, value);
  return Object.fromEntries(entries);
}
