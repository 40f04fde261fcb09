import type { z } from "zod";
import type { Finding, Report } from "./finding.ts";
import { suggest } from "./names.ts";
import type { Path, YamlDocument, YamlValue } from "./yaml-document.ts";

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** A document checked against its schema. What does not fit is reported, and nothing comes back. */
export function parseDefinition<T>(
  schema: z.ZodType<T>,
  document: YamlDocument,
  report: Report,
): T | undefined {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => narrow(schema, issue, []));
  for (const finding of findingsFor(issues, document)) report(finding);
  return undefined;
}

/** An issue with its whole path, and the keys that are known where it stands. */
interface Place {
  readonly issue: Exclude<Issue, z.core.$ZodIssueInvalidUnion>;
  readonly path: Path;
  readonly known: readonly string[];
}

/** Of alternatives, the one that was most likely meant: the right kind of value, with the fewest issues. */
function narrow(schema: Schema, issue: Issue, base: Path): Place[] {
  const path = [...base, ...issue.path];
  const here = descend(schema, issue.path);
  if (issue.code !== "invalid_union") return [{ issue, path, known: knownKeys(here) }];
  const options = optionsOf(here);
  const branches = issue.errors.map((issues, index) => ({ issues, option: options[index] ?? here }));
  const fitting = branches.filter(({ issues }) => !issues.some(isWrongKind));
  const best = (fitting.length > 0 ? fitting : branches).reduce((least, branch) =>
    branch.issues.length < least.issues.length ? branch : least,
  );
  if (fitting.length === 0)
    return [{ issue: mergedKinds(branches.map((branch) => branch.issues)), path, known: [] }];
  return best.issues.flatMap((inner) => narrow(best.option, inner, path));
}

function isWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code === "invalid_type";
}

/** No alternative takes this kind of value: one issue that lists what would do. */
function mergedKinds(branches: readonly (readonly Issue[])[]): Place["issue"] {
  const expected = branches
    .flat()
    .flatMap((issue) => (issue.code === "invalid_type" ? [kindNames[issue.expected] ?? issue.expected] : []));
  return {
    code: "custom",
    path: [],
    message: `must be ${[...new Set(expected)].join(" or ")}`,
    params: { kind: true },
  };
}

const kindNames: Readonly<Record<string, string>> = {
  string: "a text",
  array: "a list",
  object: "a map",
  map: "a map",
};

/** The schema of what stands at a path. */
function descend(schema: Schema, path: Path): Schema {
  return path.reduce<Schema>((from, key) => {
    const { def } = (unwrap(from) as z.core.$ZodTypes)._zod;
    if (def.type === "object") return def.shape[String(key)] ?? from;
    if (def.type === "map") return def.valueType;
    return def.type === "array" ? def.element : from;
  }, schema);
}

function unwrap(schema: Schema): Schema {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "optional") return unwrap(def.innerType);
  if (def.type === "lazy") return unwrap(def.getter());
  if (def.type === "pipe")
    return unwrap((def.in as z.core.$ZodTypes)._zod.def.type === "transform" ? def.out : def.in);
  return schema;
}

function optionsOf(schema: Schema): readonly Schema[] {
  const { def } = (unwrap(schema) as z.core.$ZodTypes)._zod;
  return def.type === "union" ? def.options : [];
}

function knownKeys(schema: Schema): readonly string[] {
  const { def } = (unwrap(schema) as z.core.$ZodTypes)._zod;
  return def.type === "object" ? Object.keys(def.shape) : [];
}

function* findingsFor(places: readonly Place[], document: YamlDocument): Generator<Finding> {
  const explained = new Set<string>();
  const unknown = places.flatMap((place) =>
    place.issue.code === "unrecognized_keys" ? place.issue.keys.map((key) => ({ place, key })) : [],
  );
  for (const { place, key } of unknown) {
    const meant = suggest(key, place.known);
    if (meant !== undefined) explained.add(JSON.stringify([...place.path, meant]));
    yield unknownKey(document, place, key, meant);
  }
  for (const { issue, path } of places) {
    if (issue.code === "unrecognized_keys" || explained.has(JSON.stringify(path))) continue;
    yield findingFor(document, issue, path);
  }
}

function unknownKey(
  document: YamlDocument,
  { path, known }: Place,
  key: string,
  meant: string | undefined,
): Finding {
  const at = document.keyAt([...path, key]);
  if (document.isFlow([...path, key]) && isBlank(valueAt(document.value, [...path, key])))
    return cutAtComma(key, at);
  if (key === "<<") {
    return {
      code: "definition/unknown-key",
      severity: "error",
      message: "Merge keys are not read.",
      at,
      help: "Put what is repeated into a mixin.",
    };
  }
  return {
    code: "definition/unknown-key",
    severity: "error",
    message: `${subject(path)} has no key "${key}".`,
    at,
    help: meant === undefined ? `Keys: ${known.join(", ")}.` : `Did you mean "${meant}"?`,
  };
}

/** `{ type: numeric(12,2) }`: YAML ends the value at the comma. */
function cutAtComma(key: string, at: Finding["at"]): Finding {
  return {
    code: "definition/cut-at-comma",
    severity: "error",
    message: `"${key}" is cut off from the text before it: inside { } a comma ends a value.`,
    at,
    help: 'Put the whole value in quotes: { type: "numeric(12,2)" }.',
  };
}

function findingFor(document: YamlDocument, issue: Place["issue"], path: Path): Finding {
  const value = valueAt(document.value, path);
  const at = document.at(path);
  if (value === undefined) {
    return {
      code: "definition/missing-key",
      severity: "error",
      message: `${subject(path.slice(0, -1))} lacks the key "${String(path.at(-1))}".`,
      at: document.keyAt(path.slice(0, -1)),
    };
  }
  if (isBlank(value)) {
    return {
      code: "definition/no-value",
      severity: "error",
      message: `${subject(path)} has no value.`,
      at,
      help: "Give it one, or remove the key.",
    };
  }
  if (issue.code === "invalid_value")
    return wrongChoice(document, issue.values.map(String), path, String(value));
  const message =
    issue.code === "invalid_type"
      ? `must be ${kindNames[issue.expected] ?? issue.expected}, not ${kindOf(value)}`
      : messageOf(issue, value);
  return { code: "definition/wrong-value", severity: "error", message: `${subject(path)} ${message}.`, at };
}

function messageOf(issue: Place["issue"], value: YamlValue): string {
  if (issue.code === "custom" && issue.params?.kind === true) return `${issue.message}, not ${kindOf(value)}`;
  return issue.code === "too_small" ? "must not be empty" : issue.message;
}

function wrongChoice(document: YamlDocument, choices: readonly string[], path: Path, value: string): Finding {
  const meant = suggest(value, choices);
  return {
    code: "definition/wrong-value",
    severity: "error",
    message: `${subject(path)} is "${value}"; it must be ${listWords(choices)}.`,
    at: document.at(path),
    help: meant && `Did you mean "${meant}"?`,
  };
}

function listWords(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join("") : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
}

/** What a path leads to, in the user's words: "fields.email.pii". */
function subject(path: Path): string {
  const words = path.filter((key) => typeof key !== "number").map(String);
  return words.length === 0 ? "This definition" : `"${words.join(".")}"`;
}

function kindOf(value: YamlValue): string {
  if (Array.isArray(value)) return "a list";
  return value instanceof Map ? "a map" : "a text";
}

function isBlank(value: YamlValue | undefined): boolean {
  return value === null || value === "";
}

function valueAt(value: YamlValue, path: Path): YamlValue | undefined {
  return path.reduce<YamlValue | undefined>((from, key) => {
    if (from instanceof Map) return from.get(String(key));
    return Array.isArray(from) ? from[Number(key)] : undefined;
  }, value);
}
