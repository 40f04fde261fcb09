import { takeType } from "./column-type.ts";
import type { ColumnType } from "./model.ts";
import { Misfit, Scanner, takeList, unquote } from "./scanner.ts";

/** `varchar(50)? in (a, b) unique primary key = a`, read. */
export interface FieldText {
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly values?: readonly string[] | undefined;
  readonly unique: boolean;
  readonly primaryKey: boolean;
  /** As written. */
  readonly default?: string | undefined;
}

/** `-> account? unique` or `<> tag`, read. */
export interface RelationText {
  readonly target: string;
  /** Where the target stands in the text. */
  readonly start: number;
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
  const isEnum = scanner.take(/enum(?=\s*\()/iy) !== undefined;
  const listed = isEnum ? takeList(scanner, "values") : undefined;
  const type = isEnum
    ? { ...text, dimensions: scanner.take(/\[\s*\]/y) === undefined ? 0 : 1 }
    : takeType(scanner);
  const nullable = scanner.take(/\?/y) !== undefined;
  return { type, nullable, ...takeFieldOptions(scanner, listed) };
}

function takeFieldOptions(scanner: Scanner, listed: readonly string[] | undefined) {
  let values = listed;
  let unique = false;
  let primaryKey = false;
  while (!scanner.done) {
    if (scanner.take(/=/y) !== undefined)
      return { values, unique, primaryKey, default: takeDefault(scanner) };
    if (values === undefined && scanner.take(/in(?=\s*\()/iy) !== undefined)
      values = takeList(scanner, "values");
    else if (!unique && scanner.take(/unique(?!\w)/iy) !== undefined) unique = true;
    else if (!primaryKey && scanner.take(/primary\s+key(?!\w)/iy) !== undefined) primaryKey = true;
    else
      throw scanner.misfit(
        "definition/syntax",
        `"${scanner.left()}" cannot stand after the type.`,
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
const targetName = /'(?:[^']|'')+'|"(?:[^"]|"")+"|[^?]+/y;

function takeRelation(scanner: Scanner): RelationText {
  const problem = (message: string, help = relationForm) =>
    scanner.misfit("definition/syntax", message, help);
  const arrow = scanner.take(/->|<>/y);
  if (arrow === undefined)
    throw problem(`"${scanner.left()}" is not a relation.`, `Write -> ${scanner.left()}.`);
  const start = scanner.here;
  const target = scanner
    .take(targetName)
    ?.trimEnd()
    .replace(/\sunique$/i, "")
    .trimEnd();
  if (target === undefined) throw problem(`After "${arrow}" the entity is missing.`);
  scanner.at = start + target.length;
  const options = scanner.here;
  const nullable = scanner.take(/\?/y) !== undefined;
  const unique = scanner.take(/unique(?!\w)/iy) !== undefined;
  if (!scanner.done) throw problem(`"${scanner.left()}" cannot stand after the entity.`);
  const many = arrow === "<>";
  if (many && (nullable || unique)) {
    const message = "A many to many relation is neither optional nor unique.";
    throw scanner.misfit("definition/syntax", message, "Write <> entity.", options);
  }
  return { target: unquote(target), start, many, nullable, unique };
}
