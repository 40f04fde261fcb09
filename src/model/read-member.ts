import { checkName } from "./check-name.ts";
import { formatType } from "./column-type.ts";
import type { Report, Span } from "./finding.ts";
import type { Field, Shape } from "./model.ts";
import { suggest } from "./names.ts";
import { type FieldMember, type Member, pieceOf, type RelationMember } from "./part.ts";
import type { Reading } from "./read-part.ts";
import { type Misfit, unquote } from "./scanner.ts";
import type { FieldForm, RelationForm, ShapeDefinition } from "./schemas/field.ts";
import { type FieldText, looksLikeRelation, parseField, parseRelation } from "./short-form.ts";
import type { Path } from "./yaml-document.ts";

/** One entry of `fields` or `relations`. */
interface Entry<Form> {
  /** The entity or mixin that it stands in. */
  readonly owner: string;
  readonly name: string;
  readonly path: Path;
  readonly form: Form;
  readonly reading: Reading;
}

export function readMember(entry: Entry<string | FieldForm | RelationForm>): Member {
  const { form } = entry;
  if (typeof form === "string") {
    const isRelation = entry.path[0] === "relations" || looksLikeRelation(form);
    return isRelation
      ? readRelation({ ...entry, form: { to: form } }, entry.path)
      : readField({ ...entry, form: { type: form } }, entry.path);
  }
  return "to" in form
    ? readRelation({ ...entry, form }, [...entry.path, "to"])
    : readField({ ...entry, form }, [...entry.path, "type"]);
}

function readRelation(entry: Entry<RelationForm>, textPath: Path): RelationMember {
  const { name, path, form, reading } = entry;
  const parsed = parseRelation(form.to);
  if ("misfit" in parsed) reportMisfit(entry, textPath, form.to, parsed.misfit);
  const relation =
    "value" in parsed ? parsed.value : { target: "", many: false, nullable: true, unique: false };
  return {
    kind: "relation",
    name,
    ...relation,
    target: { text: relation.target, at: reading.document.at(textPath) },
    columns: form.columns?.map((text, index) => ({
      text,
      at: reading.document.at([...path, "columns", index]),
    })),
    onDelete: form["on delete"],
    onUpdate: form["on update"],
    doc: form.doc,
    deprecated: form.deprecated,
    flag: form.flag,
    was: form.was,
    mixin: reading.mixin,
    origins: [{ module: reading.module, at: reading.document.keyAt(path) }],
  };
}

/** Stands in for a type that could not be read, so that what follows is still checked. */
const unread: FieldText = {
  type: { name: "text", parameters: [], dimensions: 0 },
  nullable: true,
  isEnum: false,
  unique: false,
  primaryKey: false,
};

function readField(entry: Entry<FieldForm>, textPath: Path): FieldMember {
  const { name, path, form, reading } = entry;
  const parsed = parseField(form.type);
  if ("misfit" in parsed) reportMisfit(entry, textPath, form.type, parsed.misfit);
  const text = "value" in parsed ? parsed.value : unread;
  const values = form.values ?? text.values;
  const written = form.default ?? text.default;
  const origins = [{ module: reading.module, at: reading.document.keyAt(path) }];
  const field: Field = {
    name,
    type: text.type,
    nullable: text.nullable,
    unique: text.unique || form.unique === true,
    default: written === undefined ? undefined : readDefault(written, values, text),
    values,
    enumType: form.native,
    check: form.check,
    shape: form.shape && readShape(form.shape, { ...entry, path: [...path, "shape"] }),
    generated: form.generated,
    identity: form.identity,
    collation: form.collation,
    doc: form.doc,
    examples: form.examples,
    pii: form.pii,
    deprecated: form.deprecated,
    flag: form.flag,
    was: form.was,
    mixin: reading.mixin,
    origins,
  };
  if ("value" in parsed) checkField(entry, field, text, written);
  const expression = (key: "check" | "generated") => {
    const text = form[key];
    return text === undefined ? undefined : { text, at: reading.document.at([...path, key]) };
  };
  return {
    kind: "field",
    name,
    field,
    primaryKey: text.primaryKey,
    check: expression("check"),
    generated: expression("generated"),
    origins,
  };
}

/** One of the listed values becomes an SQL text; anything else is SQL already. */
function readDefault(written: string, values: readonly string[] | undefined, { type }: FieldText): string {
  const listed = values !== undefined && type.dimensions === 0;
  return listed ? `'${unquote(written).replaceAll("'", "''")}'` : written;
}

function reportMisfit(entry: Entry<unknown>, path: Path, text: string, misfit: Misfit): void {
  entry.reading.report({
    code: misfit.code,
    severity: "error",
    message: `${entry.owner}.${entry.name}: ${misfit.message}`,
    at: pieceOf({ text, at: entry.reading.document.at(path) }, misfit.start, misfit.end),
    help: misfit.help,
  });
}

function readShape(definition: ShapeDefinition, entry: Entry<FieldForm>): Shape {
  const keys = [...definition].map(([key, value]) => {
    const path = [...entry.path, key];
    const optional = key.endsWith("?");
    const name = optional ? key.slice(0, -1) : key;
    if (typeof value !== "string")
      return [name, { type: readShape(value, { ...entry, path }), optional }] as const;
    const parsed = parseField(value);
    if ("misfit" in parsed) reportMisfit(entry, path, value, parsed.misfit);
    const { type, nullable, values } = "value" in parsed ? parsed.value : unread;
    return [name, { type, optional: optional || nullable, values }] as const;
  });
  return Object.fromEntries(keys);
}

/** What may not stand together, and what does not fit the type. */
function checkField(
  entry: Entry<FieldForm>,
  field: Field,
  text: FieldText,
  written: string | undefined,
): void {
  const { document, report } = entry.reading;
  const problem = (key: string, message: string, help?: string): void => {
    const path = key in entry.form && typeof entry.form !== "string" ? [...entry.path, key] : entry.path;
    report({
      code: "model/field",
      severity: "error",
      message: `${entry.owner}.${entry.name} ${message}`,
      at: document.at(path),
      help,
    });
  };
  checkValues(entry, field, written, problem);
  if (field.enumType !== undefined)
    checkEnumType(field, document.at([...entry.path, "native"]), report, problem);
  if (text.primaryKey && field.nullable)
    problem("type", "is the primary key and may not be null.", 'Remove the "?".');
  if (text.primaryKey && field.flag !== undefined)
    problem("flag", "is the primary key and cannot come and go with a flag.");
  if (field.shape && !/^jsonb?$/.test(field.type.name))
    problem("shape", `has a shape, but its type is ${formatType(field.type)}.`, "Shapes are for jsonb.");
  if (field.collation !== undefined && !textTypes.has(field.type.name))
    problem("collation", `has a collation, but its type is ${formatType(field.type)}.`);
  if (field.identity !== undefined && !/^(smallint|integer|bigint)$/.test(field.type.name))
    problem(
      "identity",
      `is numbered by PostgreSQL, but its type is ${formatType(field.type)}.`,
      "Use smallint, integer or bigint.",
    );
  if (field.identity !== undefined && field.nullable)
    problem("type", "is numbered by PostgreSQL and is never null.", 'Remove the "?".');
  const makers = [
    ["default", written],
    ["generated", field.generated],
    ["identity", field.identity],
  ].filter(([, value]) => value !== undefined);
  if (makers.length > 1)
    problem(String(makers[1]?.[0]), `has both ${makers[0]?.[0]} and ${makers[1]?.[0]}.`, "Keep one of them.");
}

const textTypes = new Set(["text", "varchar", "char", "bpchar", "citext", "name"]);

function checkValues(
  entry: Entry<FieldForm>,
  field: Field,
  written: string | undefined,
  problem: (key: string, message: string, help?: string) => void,
): void {
  const { values, type } = field;
  if (values === undefined) return;
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) problem("values", `lists "${twice}" twice.`);
  const wrong = values.find((value) => !fits(value, field));
  if (wrong !== undefined) problem("values", `lists "${wrong}", which is not a ${formatType(type)}.`);
  const known = (value: string): boolean => values.includes(value);
  if (written !== undefined && type.dimensions === 0 && !known(unquote(written))) {
    const meant = suggest(unquote(written), values);
    problem(
      "default",
      `has the default ${written}, which is not among its values: ${values.join(", ")}.`,
      meant && `Did you mean ${meant}?`,
    );
  }
  const example = entry.form.examples?.find((value) => type.dimensions === 0 && !known(value));
  if (example !== undefined)
    problem("examples", `has the example "${example}", which is not among its values: ${values.join(", ")}.`);
}

/** Whether a listed value can be of the type, as far as a look at its text tells. */
function fits(value: string, { type }: Field): boolean {
  if (/^(smallint|integer|bigint)$/.test(type.name)) return /^[-+]?\d+$/.test(value);
  if (/^(numeric|real|double precision)$/.test(type.name))
    return value.trim() !== "" && !Number.isNaN(Number(value));
  const limit = /^(varchar|char|bpchar)$/.test(type.name)
    ? Number(type.parameters[0] ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY;
  return [...value].length <= limit;
}

function checkEnumType(
  field: Field,
  at: Span,
  report: Report,
  problem: (key: string, message: string, help?: string) => void,
): void {
  checkName("enum type", field.enumType ?? "", at, report);
  if (field.values === undefined || field.type.name !== "text")
    problem("native", "names an enum type but lists no values.", "Write { type: enum(a, b), native: name }.");
  for (const value of field.values ?? []) checkName("enum value", value, at, report);
}
