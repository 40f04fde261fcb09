import { takeType } from "./column-type.ts";
import type { ColumnType } from "./model.ts";
import { Misfit, Scanner, takeList, unquote } from "./scanner.ts";

/** `varchar(50)? in (a, b) unique primary key = a`, read. */
export interface FieldText {
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly values?: readonly string[] | undefined;
  /** The type was written `enum(…)`. */
  readonly isEnum: boolean;
  readonly unique: boolean;
  readonly primaryKey: boolean;
  /** As written. */
  readonly default?: string | undefined;
}

/** `-> account? unique` or `<> tag`, read. */
export interface RelationText {
  readonly target: string;
  readonly many: boolean;
  readonly nullable: boolean;
  readonly unique: boolean;
}

export type Parsed<T> = { readonly value: T } | { readonly misfit: Misfit };

export function parseField(text: string): Parsed<FieldText> {
  return parse(text, takeField);
}

export function parseRelation(text: string): Parsed<RelationText> {
  return parse(text, takeRelation);
}

/** A text that begins like a relation. */
export function looksLikeRelation(text: string): boolean {
  return /^\s*(->|<>)/.test(text);
}

function parse<T>(text: string, take: (scanner: Scanner) => T): Parsed<T> {
  try {
    return { value: take(new Scanner(text)) };
  } catch (error) {
    if (error instanceof Misfit) return { misfit: error };
    throw error;
  }
}

const text: ColumnType = { name: "text", parameters: [], dimensions: 0 };

function takeField(scanner: Scanner): FieldText {
  const isEnum = scanner.take(/enum(?=\s*\()/i) !== undefined;
  const listed = isEnum ? takeList(scanner, "values") : undefined;
  const type = isEnum
    ? { ...text, dimensions: scanner.take(/\[\s*\]/) === undefined ? 0 : 1 }
    : takeType(scanner);
  const nullable = scanner.take(/\?/) !== undefined;
  return { type, nullable, isEnum, ...takeFieldOptions(scanner, listed) };
}

function takeFieldOptions(scanner: Scanner, listed: readonly string[] | undefined) {
  let values = listed;
  let unique = false;
  let primaryKey = false;
  while (!scanner.done) {
    if (scanner.take(/=/) !== undefined) return { values, unique, primaryKey, default: takeDefault(scanner) };
    if (values === undefined && scanner.take(/in(?=\s*\()/i) !== undefined)
      values = takeList(scanner, "values");
    else if (!unique && scanner.take(/unique(?!\w)/i) !== undefined) unique = true;
    else if (!primaryKey && scanner.take(/primary\s+key(?!\w)/i) !== undefined) primaryKey = true;
    else
      throw scanner.misfit(
        "definition/syntax",
        `"${scanner.rest()}" cannot stand after the type.`,
        helpFor(scanner),
      );
  }
  return { values, unique, primaryKey };
}

function takeDefault(scanner: Scanner): string {
  const expression = scanner.rest();
  if (expression !== "") return expression;
  throw scanner.misfit(
    "definition/syntax",
    `After "=" the default is missing.`,
    "Write = now(), = 'text' or = 0.",
  );
}

const fieldForm = "Write type[?] [in (a, b)] [unique] [primary key] [= default].";

function helpFor(scanner: Scanner): string {
  const whole = scanner.text;
  if (/\bnot\s+null\b/i.test(whole)) return `A field is NOT NULL unless its type ends in "?". ${fieldForm}`;
  if (/\bnull\b/i.test(whole)) return `Put "?" after the type: a field may be null only then. ${fieldForm}`;
  if (/\bdefault\b/i.test(whole)) return `A default is written "= now()". ${fieldForm}`;
  if (/\breferences\b/i.test(whole)) return "A foreign key is a relation: owner: -> user.";
  if (/\bcheck\b/i.test(whole)) return `A check has a key of its own: { type: integer, check: "total > 0" }.`;
  return fieldForm;
}

const relationForm = "Write -> entity[?] [unique], or <> entity.";

function takeRelation(scanner: Scanner): RelationText {
  const arrow = scanner.take(/->|<>/);
  if (arrow === undefined)
    throw scanner.misfit("definition/syntax", `"${scanner.text}" is not a relation.`, relationForm);
  const target = scanner.take(/'(?:[^']|'')+'|"(?:[^"]|"")+"|[^?]+?(?=\s*(?:\?|\sunique\s*$|$))/i);
  if (target === undefined)
    throw scanner.misfit("definition/syntax", `After "${arrow}" the entity is missing.`, relationForm);
  const nullable = scanner.take(/\?/) !== undefined;
  const unique = scanner.take(/unique(?!\w)/i) !== undefined;
  if (!scanner.done)
    throw scanner.misfit(
      "definition/syntax",
      `"${scanner.rest()}" cannot stand after the entity.`,
      relationForm,
    );
  const many = arrow === "<>";
  if (many && (nullable || unique)) {
    throw new Misfit(
      "definition/syntax",
      "A many to many relation is neither optional nor unique.",
      { start: 0, end: scanner.text.length },
      "Write <> entity.",
    );
  }
  return { target: unquote(target.trim()), many, nullable, unique };
}
