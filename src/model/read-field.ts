import { checkName } from "./check-name.ts";
import { derivedOf } from "./derived.ts";
import { type FieldProblem, fieldProblems } from "./field-problems.ts";
import type { Span } from "./finding.ts";
import type { Field, Shape } from "./model.ts";
import type { FieldMember } from "./part.ts";
import { type Entry, placeOf, reportMisfit, textAt } from "./reading.ts";
import { unquote } from "./scanner.ts";
import type { FieldForm, ShapeDefinition } from "./schemas/field.ts";
import { type FieldText, parseField } from "./short-form.ts";

/** Stands in for a type that could not be read, so that what follows is still checked. */
const unread: FieldText = {
  type: { name: "text", parameters: [], dimensions: 0 },
  nullable: true,
  unique: false,
  primaryKey: false,
};

export function readField(entry: Entry<FieldForm>): FieldMember {
  const { name, path, form, reading } = entry;
  const { document } = reading;
  const parsed = parseField(form.type);
  if ("misfit" in parsed) reportMisfit(entry, { text: form.type, at: placeOf(entry, "type") }, parsed.misfit);
  const text = "value" in parsed ? parsed.value : unread;
  const field = fieldOf(entry, text);
  if ("value" in parsed) for (const problem of fieldProblems(field, text, form)) report(entry, problem);
  checkNames(entry, field);
  return {
    kind: "field",
    name,
    field,
    primaryKey: text.primaryKey,
    check: textAt(document, [...path, "check"], form.check),
    generated: textAt(document, [...path, "generated"], form.generated),
    origins: field.origins,
  };
}

function fieldOf(entry: Entry<FieldForm>, text: FieldText): Field {
  const { name, path, form, reading } = entry;
  const values = form.values ?? text.values;
  const written = form.default ?? text.default;
  return {
    name,
    type: text.type,
    nullable: text.nullable,
    unique: text.unique || form.unique === true,
    default: written === undefined ? undefined : defaultSql(written, values, text),
    values,
    enumType: form.native,
    transitions: form.transitions && [...form.transitions].map(([from, to]) => ({ from, to })),
    starts: form.starts,
    check: form.check,
    shape: form.shape && readShape(form.shape, { ...entry, path: [...path, "shape"] }),
    generated: form.generated,
    identity: form.identity,
    code: form.code,
    derived: form.derived && derivedOf(form.derived),
    collation: form.collation,
    doc: form.doc,
    examples: form.examples,
    pii: form.pii,
    audit: form.audit,
    mask: form.mask,
    encrypt: form.encrypt === undefined ? undefined : { key: form.encrypt },
    deprecated: form.deprecated,
    flag: form.flag,
    future: form.future,
    was: form.was,
    mixin: reading.mixin,
    origins: [{ module: reading.module, at: reading.document.keyAt(path) }],
  };
}

const numbers = /^(smallint|integer|bigint|numeric|real|double precision)$/;

/** One of the listed values becomes an SQL text, unless it is a number; anything else is SQL already. */
function defaultSql(written: string, values: readonly string[] | undefined, { type }: FieldText): string {
  const listed = values !== undefined && type.dimensions === 0 && !numbers.test(type.name);
  return listed ? `'${unquote(written).replaceAll("'", "''")}'` : written;
}

function readShape(definition: ShapeDefinition, entry: Entry<FieldForm>): Shape {
  const keys = [...definition].map(([key, value]) => {
    const path = [...entry.path, key];
    const optional = key.endsWith("?");
    const name = optional ? key.slice(0, -1) : key;
    if (typeof value !== "string") {
      return [name, { type: readShape(value, { ...entry, path }), optional }] as const;
    }
    const parsed = parseField(value);
    const text = { text: value, at: entry.reading.document.at(path) };
    if ("misfit" in parsed) reportMisfit(entry, text, parsed.misfit);
    const { type, nullable, values } = "value" in parsed ? parsed.value : unread;
    return [name, { type, optional: optional || nullable, values }] as const;
  });
  return Object.fromEntries(keys);
}

function report(entry: Entry<FieldForm>, problem: FieldProblem): void {
  const { key, under = [], severity = "error", message, help } = problem;
  const { document } = entry.reading;
  entry.reading.report({
    code: "model/field",
    severity,
    message: `${entry.owner}.${entry.name} ${message}.`,
    at: key in entry.form ? document.at([...entry.path, key, ...under]) : placeOf(entry, "type"),
    help,
  });
}

/** Names of the field that are not columns: its flag and stage, and those of a real enum type. */
function checkNames(entry: Entry<FieldForm>, { flag, future, enumType, values }: Field): void {
  const { noteSwitch, report } = entry.reading;
  if (flag !== undefined) noteSwitch("flag", { text: flag, at: placeOf(entry, "flag") });
  if (future !== undefined) noteSwitch("stage", { text: future.stage, at: placeOfStage(entry) });
  if (enumType === undefined) return;
  checkName("enum type", enumType, placeOf(entry, "native"), report);
  for (const value of values ?? []) checkName("enum value", value, placeOf(entry, "type"), report);
}

/** `future: hipaa`, or `future: { stage: hipaa, … }` */
function placeOfStage({ path, reading }: Entry<FieldForm>): Span {
  return reading.document.at([...path, "future", "stage"]);
}
