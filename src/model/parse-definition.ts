import type { z } from "zod";
import type { Finding, Report } from "./finding.ts";
import { suggest } from "./names.ts";
import { kindOf, type Problem, problemsOf, valueAt } from "./schema-walk.ts";
import type { Path, YamlDocument, YamlValue } from "./yaml-document.ts";

/** A document checked against its schema. What does not fit is reported, and nothing comes back. */
export function parseDefinition<T>(
  schema: z.ZodType<T>,
  document: YamlDocument,
  report: Report,
): T | undefined {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  for (const finding of findingsFor(problemsOf(schema, document.value), document)) report(finding);
  return undefined;
}

/** Unknown keys first: a missing key that one of them was meant for needs no finding of its own. */
function* findingsFor(problems: readonly Problem[], document: YamlDocument): Generator<Finding> {
  const explained = new Set<string>();
  for (const { issue, path, known } of problems) {
    for (const key of issue.code === "unrecognized_keys" ? issue.keys : []) {
      const meant = suggest(key, known);
      if (meant !== undefined) explained.add(JSON.stringify([...path, meant]));
      yield unknownKey(document, [...path, key], known, meant);
    }
  }
  for (const problem of problems) {
    if (problem.issue.code === "unrecognized_keys" || explained.has(JSON.stringify(problem.path))) continue;
    yield wrongValue(document, problem);
  }
}

function unknownKey(
  document: YamlDocument,
  path: Path,
  known: readonly string[],
  meant: string | undefined,
): Finding {
  const key = String(path.at(-1));
  if (document.isFlow(path) && isBlank(valueAt(document.value, path))) return cutAtComma(document, path);
  const mergeKey = key === "<<";
  return {
    code: "definition/unknown-key",
    severity: "error",
    message: mergeKey ? "Merge keys are not read." : `${subject(path.slice(0, -1))} has no key "${key}".`,
    at: document.keyAt(path),
    help: mergeKey ? "Put what is repeated into a mixin." : meantOr(meant, `Keys: ${known.join(", ")}.`),
  };
}

/** `{ type: numeric(12,2) }`: YAML ends the value at the comma. */
function cutAtComma(document: YamlDocument, path: Path): Finding {
  const key = String(path.at(-1));
  const siblings = valueAt(document.value, path.slice(0, -1));
  const entries = siblings instanceof Map ? [...siblings] : [];
  const [before, value] = entries[entries.findIndex(([name]) => name === key) - 1] ?? [];
  return {
    code: "definition/cut-at-comma",
    severity: "error",
    message: `"${key}" is cut off from the text before it: inside { } a comma ends a value.`,
    at: document.keyAt(path),
    help: typeof value === "string" ? `Put it in quotes: ${before}: "${value},${key}".` : undefined,
  };
}

function wrongValue(document: YamlDocument, { issue, path, kinds }: Problem): Finding {
  const value = valueAt(document.value, path);
  if (value === undefined && path.length > 0) return missingKey(document, path);
  const finding = { code: "definition/wrong-value", severity: "error", at: document.at(path) } as const;
  const whole = subject(path);
  if (isBlank(value) && path.length > 0) {
    const help = "Give it one, or remove the key.";
    return { ...finding, code: "definition/no-value", message: `${whole} has no value.`, help };
  }
  if (!kinds.includes(kindOf(value))) {
    const expected = [...new Set(kinds)].map((kind) => `a ${kind}`).join(" or ");
    const help = kinds.map((kind) => writtenAs[kind]).find((text) => text !== undefined);
    return { ...finding, message: `${whole} must be ${expected}, not a ${kindOf(value)}.`, help };
  }
  if (issue.code === "invalid_value") {
    const choices = issue.values.map(String);
    const message = `${whole} is "${value}"; it must be ${listWords(choices)}.`;
    return { ...finding, message, help: meantOr(suggest(String(value), choices)) };
  }
  return { ...finding, message: `${whole} ${issue.code === "too_small" ? "is empty" : issue.message}.` };
}

/** How YAML spells what is no single value. */
const writtenAs: Readonly<Record<string, string>> = {
  map: "A map is written as lines `key: value`, or as { key: value }.",
  list: "A list is written as lines that begin with `- `, or as [one, another].",
};

function missingKey(document: YamlDocument, path: Path): Finding {
  const around = path.slice(0, -1);
  return {
    code: "definition/missing-key",
    severity: "error",
    message: `${subject(around)} lacks the key "${String(path.at(-1))}".`,
    at: document.keyAt(around),
  };
}

function meantOr(meant: string | undefined, otherwise?: string): string | undefined {
  return meant === undefined ? otherwise : `Did you mean "${meant}"?`;
}

function listWords(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join("") : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
}

/** What a path leads to, in the user's words: "fields.email.pii". */
function subject(path: Path): string {
  const words = path.filter((key) => typeof key !== "number").map(String);
  return words.length === 0 ? "This definition" : `"${words.join(".")}"`;
}

function isBlank(value: YamlValue | undefined): boolean {
  return value === null || value === "";
}
