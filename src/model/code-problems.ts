import { codeLength, parseCode } from "./code-template.ts";
import { formatType } from "./column-type.ts";
import type { FieldProblem } from "./field-problems.ts";
import type { Report } from "./finding.ts";
import type { Entity, Field } from "./model.ts";

/** Random bits below which two rows may well get one code. */
const enoughBits = 40;

/** What cannot be about the code of a field. */
export function* codeProblems({ code, type }: Field): Generator<FieldProblem> {
  if (code === undefined) return;
  const parsed = parseCode(code);
  if ("problem" in parsed) {
    yield { key: "code", message: parsed.problem, help: parsed.help };
    return;
  }
  const length = codeLength(parsed.parts);
  const limit = ["text", "citext"].includes(type.name) ? Number.POSITIVE_INFINITY : lengthLimit(type);
  if (type.dimensions > 0 || limit === undefined) {
    const message = `has a code, but its type is ${formatType(type)}`;
    yield { key: "code", message, help: "Codes are for text and varchar." };
  } else if (limit < length) {
    const message = `has a code of ${length} characters, which do not fit ${formatType(type)}`;
    yield { key: "code", message, help: `Write varchar(${length}) or text.` };
  }
  const random = parsed.parts.filter((part) => part.kind === "base32");
  const bits = random.reduce((sum, { digits }) => sum + 5 * digits, 0);
  const counted = parsed.parts.some(({ kind }) => kind === "sequence");
  if (!counted && bits < enoughBits) {
    const message = `has a random code of ${bits} bits: rows may get a code that is taken, and be refused`;
    yield { key: "code", severity: "warning", message, help: "Write {base32:8} or more." };
  }
}

function lengthLimit({ name, parameters }: Field["type"]): number | undefined {
  if (name !== "varchar") return undefined;
  return parameters[0] === undefined ? Number.POSITIVE_INFINITY : Number(parameters[0]);
}

/** A code that names a row is no other row's; what refers to the row does so by a key that means nothing. */
export function checkCodes({ name, fields, key, indexes }: Entity, report: Report): void {
  const unique = new Set([
    ...fields.filter((field) => field.unique).map((field) => field.name),
    ...indexes.flatMap((index) =>
      index.unique && !index.live && index.on.length === 1 && index.where === undefined ? index.on : [],
    ),
  ]);
  for (const field of fields.filter(({ code }) => code !== undefined)) {
    const problem = (what: string, help: string): void =>
      report({
        code: "model/code",
        severity: "error",
        message: `${name}.${field.name} has a code and is ${what}.`,
        at: field.origins[0]?.at,
        help,
      });
    if (key.includes(field.name))
      problem("part of the primary key", "Add a key, id: uuid primary key, and make this one unique.");
    else if (!unique.has(field.name)) problem("not unique", "Add unique.");
  }
}
