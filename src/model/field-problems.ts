import { codeProblems } from "./code-problems.ts";
import { formatType } from "./column-type.ts";
import { derivedProblems } from "./derived.ts";
import type { ColumnType, Field } from "./model.ts";
import { suggest } from "./names.ts";
import { unquote } from "./scanner.ts";
import type { FieldForm } from "./schemas/field.ts";
import type { FieldText } from "./short-form.ts";
import { stateProblems } from "./state-problems.ts";
import type { Path } from "./yaml-document.ts";

/** What cannot be about one key of a field: "account.status" + message. */
export interface FieldProblem {
  readonly key: keyof FieldForm;
  /** Where it stands under the key; the key's whole value when absent. */
  readonly under?: Path | undefined;
  /** An error when absent. */
  readonly severity?: "warning" | undefined;
  readonly message: string;
  readonly help?: string | undefined;
}

/** What may not stand together in a field, and what does not fit its type. */
export function* fieldProblems(field: Field, text: FieldText, form: FieldForm): Generator<FieldProblem> {
  yield* saidTwice(text, form);
  yield* valueProblems(field, form.default ?? text.default);
  yield* stateProblems(field);
  yield* codeProblems(field);
  yield* derivedProblems(field, form);
  yield* typeProblems(field);
  yield* makerProblems(field);
}

function* saidTwice(text: FieldText, form: FieldForm): Generator<FieldProblem> {
  const help = "Keep one of them.";
  if (text.values && form.values) yield { key: "values", message: "lists its values twice", help };
  if (text.default !== undefined && form.default !== undefined) {
    yield { key: "default", message: "states its default twice", help };
  }
}

function* valueProblems(
  { values, type, examples, enumType }: Field,
  fallback: string | undefined,
): Generator<FieldProblem> {
  if (enumType !== undefined && (values === undefined || type.name !== "text")) {
    const help = 'Write { type: "enum(a, b)", native: mood }.';
    yield { key: "native", message: "names an enum type but is no enum(…)", help };
  }
  if (fallback === "" && values === undefined) {
    yield { key: "default", message: "has an empty default", help: `An empty text is written "''".` };
  }
  if (values === undefined) return;
  const listed = `which is not among its values: ${values.join(", ")}`;
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) yield { key: "values", message: `lists "${twice}" twice` };
  const wrong = values.find((value) => !fits(value, type));
  if (wrong !== undefined) {
    yield { key: "values", message: `lists "${wrong}", which does not fit ${formatType(type)}` };
  }
  if (type.dimensions > 0) return;
  if (fallback !== undefined && !values.includes(unquote(fallback))) {
    const meant = suggest(unquote(fallback), values);
    const help = meant === undefined ? undefined : `Did you mean ${meant}?`;
    yield { key: "default", message: `has the default ${fallback}, ${listed}`, help };
  }
  const example = examples?.find((one) => !values.includes(one));
  if (example !== undefined) yield { key: "examples", message: `has the example "${example}", ${listed}` };
}

/** Whether a listed value can be of the type, as far as a look at its text tells. */
function fits(value: string, { name, parameters }: ColumnType): boolean {
  if (integers.has(name)) return /^[-+]?\d+$/.test(value);
  if (numbers.has(name)) return value.trim() !== "" && !Number.isNaN(Number(value));
  const length = limitedTexts.has(name) ? parameters[0] : undefined;
  return length === undefined || [...value].length <= Number(length);
}

const integers = new Set(["smallint", "integer", "bigint"]);
const numbers = new Set(["numeric", "real", "double precision"]);
const limitedTexts = new Set(["varchar", "char", "bpchar"]);
const texts = new Set(["text", "varchar", "char", "bpchar", "citext", "name"]);

function* typeProblems({ type, shape, collation, identity }: Field): Generator<FieldProblem> {
  const itsType = `but its type is ${formatType(type)}`;
  if (shape && !/^jsonb?$/.test(type.name)) {
    yield { key: "shape", message: `has a shape, ${itsType}`, help: "Shapes are for jsonb." };
  }
  if (collation !== undefined && !texts.has(type.name) && !type.name.includes(".")) {
    yield { key: "collation", message: `has a collation, ${itsType}`, help: "Collations are for texts." };
  }
  if (identity !== undefined && !(integers.has(type.name) && type.dimensions === 0)) {
    const help = "Use smallint, integer or bigint.";
    yield { key: "identity", message: `is numbered by PostgreSQL, ${itsType}`, help };
  }
}

/** A value comes from one source. */
function* makerProblems(field: Field): Generator<FieldProblem> {
  if (field.identity !== undefined && field.nullable) {
    yield { key: "type", message: "is numbered by PostgreSQL and is never null", help: 'Remove the "?".' };
  }
  const [first, second] = (["default", "generated", "identity", "code", "derived"] as const).filter(
    (key) => field[key] !== undefined,
  );
  if (second !== undefined) {
    yield { key: second, message: `has both ${first} and ${second}`, help: "Keep one of them." };
  }
}
