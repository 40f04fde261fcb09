import { formatType } from "../../model/column-type.ts";
import { type ColumnType, type Entity, isType, type Shape } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { madeName } from "../names.ts";
import type { HardeningRule } from "../rule.ts";

/** One SQL/JSON path says it all; only lengths of texts, which paths do not know, are asked beside it. */
export const jsonShape: HardeningRule = {
  code: "json-shape",
  profile: "minimal",
  summary:
    "A jsonb field with a shape holds an object with its keys, each of its type; other keys may be there too.",
  why: "What programs read from jsonb is there and of the right kind. Keys that the shape does not name belong to others.",
  source: "https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-SQLJSON-PATH",
  *table({ name, table, fields }) {
    for (const field of fields) {
      if (field.shape === undefined) continue;
      yield {
        kind: "constraint",
        entity: name,
        name: madeName(table, field.name, "shape"),
        definition: `CHECK (${condition(field.name, field.type, field.shape)})`,
        why: "The definition gives its shape.",
      };
    }
  },
  *check(entity) {
    for (const { path, type, origins } of listsOfLimitedTexts(entity)) {
      yield {
        code: "production/shape-length",
        severity: "warning",
        message: `${entity.name}.${path} is a list of ${formatType({ ...type, dimensions: 0 })}: that its elements are texts is checked, their length is not.`,
        at: origins[0]?.at,
      };
    }
  },
};

function condition(column: string, { name }: ColumnType, shape: Shape): string {
  const document = name === "json" ? `${ident(column)}::jsonb` : ident(column);
  const lengths = keysOf(shape).flatMap(({ path, type }) => {
    const limit = type.dimensions === 0 ? lengthOf(type) : undefined;
    const keys = path.map((key) => `"${key.replaceAll(/["\\]/g, "\\$&")}"`).join(",");
    return limit === undefined ? [] : [`char_length(${document} #>> ${literal(`{${keys}}`)}) <= ${limit}`];
  });
  const path = `${document} @@ ${literal(objectIs("$", shape, " &&\n    "))}`;
  return [path, ...lengths].join(" AND ");
}

/** A path predicate: true where what `at` names is an object of this shape. Never unknown: kinds are asked first. */
function objectIs(at: string, shape: Shape, and = " && "): string {
  const keys = Object.entries(shape).map(([key, { type, optional, values }]) => {
    const inner = `${at}.${JSON.stringify(key)}`;
    const right = isType(type) ? valueIs(inner, type, values) : objectIs(inner, type);
    return optional ? `(!exists(${inner}) || ${isKind(inner, "null")} || ${grouped(right)})` : right;
  });
  return [isKind(at, "object"), ...keys].join(and);
}

function valueIs(at: string, type: ColumnType, values: readonly string[] | undefined): string {
  if (type.dimensions === 0) return [kindIs(at, type), ...details(at, type, values)].join(" && ");
  const levels = Array.from({ length: type.dimensions }, (_, depth) => at + "[*]".repeat(depth));
  const elements = at + "[*]".repeat(type.dimensions);
  const kind = kindOf(type);
  return [
    ...levels.map((level) => (level === at ? isKind(at, "array") : `!(${level}.type() != "array")`)),
    ...(kind === undefined ? [] : [`!(${elements}.type() != "${kind}")`]),
    ...details("@", type, values).map((detail) => `!exists(${elements} ? (!(${detail})))`),
  ].join(" && ");
}

function isKind(at: string, kind: string): string {
  return `${at}.type() == "${kind}"`;
}

function kindIs(at: string, type: ColumnType): string {
  const kind = kindOf(type);
  return kind === undefined ? `exists(${at})` : isKind(at, kind);
}

/** What is asked of a value that is of the right kind. */
function details(at: string, { name }: ColumnType, values: readonly string[] | undefined): readonly string[] {
  const form = forms[name];
  const isNumber = numbers.has(name);
  const listed = values?.map((value) => `${at} == ${isNumber ? value : JSON.stringify(value)}`);
  return [
    ...(integers.has(name) ? [`${at}.floor() == ${at}`] : []),
    ...(form === undefined ? [] : [`${at} like_regex ${JSON.stringify(form)}`]),
    ...(listed === undefined ? [] : [grouped(listed.join(" || "))]),
  ];
}

const integers: ReadonlySet<string> = new Set(["smallint", "integer", "bigint"]);
const numbers: ReadonlySet<string> = new Set([...integers, "numeric", "real", "double precision"]);
const day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const clock = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?";
const zone = "(Z|[+-][0-9]{2}(:?[0-9]{2})?)";
const forms: Readonly<Record<string, string>> = {
  uuid: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
  date: `^${day}$`,
  time: `^${clock}$`,
  timestamp: `^${day}[T ]${clock}$`,
  timestamptz: `^${day}[T ]${clock}${zone}$`,
};

/** The kind of JSON value that stands for a type; any for JSON itself. What JSON has no kind for is written as text. */
function kindOf({ name }: ColumnType): string | undefined {
  if (name === "json" || name === "jsonb") return undefined;
  if (name === "boolean") return "boolean";
  return numbers.has(name) ? "number" : "string";
}

function grouped(predicate: string): string {
  return / (&&|\|\|) /.test(predicate) ? `(${predicate})` : predicate;
}

interface Key {
  readonly path: readonly string[];
  readonly type: ColumnType;
}

/** The keys of a shape that hold values, and not further keys. */
function keysOf(shape: Shape, above: readonly string[] = []): readonly Key[] {
  return Object.entries(shape).flatMap(([key, { type }]) => {
    const path = [...above, key];
    return isType(type) ? [{ path, type }] : keysOf(type, path);
  });
}

function lengthOf({ name, parameters }: ColumnType): string | undefined {
  return name === "varchar" || name === "char" || name === "bpchar" ? parameters[0] : undefined;
}

function listsOfLimitedTexts({ fields }: Entity) {
  return fields.flatMap(({ name, shape, origins }) =>
    keysOf(shape ?? {})
      .filter(({ type }) => type.dimensions > 0 && lengthOf(type) !== undefined)
      .map(({ path, type }) => ({ path: [name, ...path].join("."), type, origins })),
  );
}
