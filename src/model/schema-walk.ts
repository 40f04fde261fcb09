import type { z } from "zod";
import type { Path, YamlValue } from "./yaml-document.ts";

export type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;

/** What is wrong with one part of a document. */
export interface Problem {
  readonly path: Path;
  readonly issue: Exclude<Issue, z.core.$ZodIssueInvalidUnion>;
  /** The keys that may stand at the path. */
  readonly known: readonly string[];
  /** The kinds of value that may stand at the path: text, list, map. */
  readonly kinds: readonly Kind[];
}

export type Kind = "text" | "list" | "map";

/**
 * Everything that is wrong with a value. Where a schema has alternatives, only the one that the value looks like is
 * held against it.
 */
export function problemsOf(
  schema: Schema,
  value: YamlValue | undefined,
  base: Path = [],
): readonly Problem[] {
  const result = (schema as z.ZodType).safeParse(value);
  return (result.error?.issues ?? []).flatMap((issue): readonly Problem[] => {
    const path = [...base, ...issue.path];
    const inner = valueAt(value, issue.path);
    const options = optionsOf(schemaAt(schema, issue.path, value));
    const option = closest(options, inner);
    const kinds = options.map(kindOfSchema);
    if (issue.code !== "invalid_union") return [{ issue, path, known: keysOf(option), kinds }];
    if (kindOfSchema(option) === kindOf(inner)) return problemsOf(option, inner, path);
    return [{ issue: { ...issue, code: "custom" }, path, known: [], kinds }];
  });
}

/** The schema of what stands at a path; of alternatives, the one that the value there looks like. */
function schemaAt(schema: Schema, path: Path, value: YamlValue | undefined): Schema {
  let here = schema;
  for (const [index, key] of path.entries()) {
    const def = bare(closest(optionsOf(here), valueAt(value, path.slice(0, index))));
    if (def.type === "object") here = def.shape[String(key)] ?? here;
    else if (def.type === "map") here = def.valueType;
    else if (def.type === "array") here = def.element;
  }
  return here;
}

type Alternatives = readonly [Schema, ...Schema[]];

/** The alternatives of a schema; a schema without alternatives is its only one. */
function optionsOf(schema: Schema): Alternatives {
  const { def } = internals(schema);
  if (def.type === "optional") return optionsOf(def.innerType);
  if (def.type === "lazy") return optionsOf(def.getter());
  if (def.type !== "union") return [schema];
  const [first, ...rest] = def.options.map(optionsOf);
  return [...(first ?? [schema]), ...rest.flat()];
}

/** A schema without what is done before or after it. */
function bare(schema: Schema): z.core.$ZodTypes["_zod"]["def"] {
  const { def } = internals(schema);
  if (def.type !== "pipe") return def;
  return bare(internals(def.in).def.type === "transform" ? def.out : def.in);
}

/** The alternative of the value's kind that knows most of its keys. */
function closest(options: Alternatives, value: YamlValue | undefined): Schema {
  const given = value instanceof Map ? [...value.keys()] : [];
  const shared = (option: Schema): number => given.filter((key) => keysOf(option).includes(key)).length;
  const fitting = options.filter((option) => kindOfSchema(option) === kindOf(value));
  return fitting.sort((a, b) => shared(b) - shared(a))[0] ?? options[0];
}

function keysOf(schema: Schema): readonly string[] {
  const def = bare(schema);
  return def.type === "object" ? Object.keys(def.shape) : [];
}

function internals(schema: Schema): z.core.$ZodTypes["_zod"] {
  return (schema as z.core.$ZodTypes)._zod;
}

function kindOfSchema(schema: Schema): Kind {
  const { type } = bare(schema);
  if (type === "array") return "list";
  return type === "object" || type === "map" ? "map" : "text";
}

export function kindOf(value: YamlValue | undefined): Kind {
  if (Array.isArray(value)) return "list";
  return value instanceof Map ? "map" : "text";
}

export function valueAt(value: YamlValue | undefined, path: Path): YamlValue | undefined {
  return path.reduce<YamlValue | undefined>((from, key) => {
    if (from instanceof Map) return from.get(String(key));
    return Array.isArray(from) ? from[Number(key)] : undefined;
  }, value);
}
