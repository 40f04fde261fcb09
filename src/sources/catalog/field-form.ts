import { formatType, parseType } from "../../model/column-type.ts";
import type { ColumnType } from "../../model/model.ts";
import { nameProblem } from "../../model/names.ts";
import { typeCatalog } from "../../model/type-catalog.ts";
import { type Catalog, keyOf, type ObjectOf } from "../../postgres/catalog.ts";
import { qualified } from "../../postgres/quote.ts";
import { isSayable, literalIn, nameIn, withoutParentheses } from "./expressions.ts";

/** A field as definitions say it. */
export interface FieldForm {
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly values?: readonly string[] | undefined;
  /** Name of the real enum type. */
  readonly native?: string | undefined;
  readonly default?: string | undefined;
  readonly generated?: string | undefined;
  readonly identity?: "always" | "by default" | undefined;
  readonly collation?: string | undefined;
}

export interface FieldContext {
  readonly catalog: Catalog;
  /** By `enumsOf`. */
  readonly enums: ReadonlyMap<string, ObjectOf<"enum">>;
  readonly columns: ReadonlySet<string>;
  /** What a check lists for the column. */
  readonly values?: readonly string[] | undefined;
  /** Whether what the default needs can be there before the tables. */
  readonly defaultIsFree: boolean;
}

/** Nothing where definitions cannot say the column. */
export function fieldForm({ definition }: ObjectOf<"column">, context: FieldContext): FieldForm | undefined {
  const type = columnType(definition.type, context);
  const generated = definition.generated === undefined ? undefined : withoutParentheses(definition.generated);
  if (type === undefined || definition.virtual) return undefined;
  if (generated !== undefined && !isSayable(generated, context.columns)) return undefined;
  const listed = type.values ?? (canList(type.type) ? context.values : undefined);
  const fallback = defaultText(definition, type.type, listed, context);
  const misfit = definition.default !== undefined && fallback === undefined;
  const values = misfit && type.values === undefined ? undefined : listed;
  return {
    ...type,
    values,
    nullable: !definition.notNull,
    default:
      misfit && values === undefined ? defaultText(definition, type.type, undefined, context) : fallback,
    generated,
    identity: definition.identity,
    collation: collationName(definition.collation),
  };
}

interface KnownType {
  readonly type: ColumnType;
  readonly values?: readonly string[] | undefined;
  readonly native?: string | undefined;
}

const text: ColumnType = { name: "text", parameters: [], dimensions: 0 };

function columnType(printed: string, context: FieldContext): KnownType | undefined {
  const found = enumOf(printed, context);
  if (found !== undefined) return found;
  const parsed = parseType(extensionType(printed, context.catalog));
  return "type" in parsed ? { type: parsed.type } : undefined;
}

/** An enum type of the project's schema is told by its values. */
function enumOf(printed: string, { enums }: FieldContext): KnownType | undefined {
  const isArray = printed.endsWith("[]");
  const found = enums.get(isArray ? printed.slice(0, -2) : printed);
  if (found === undefined) return undefined;
  const [, native = ""] = found.id.path;
  return { type: { ...text, dimensions: isArray ? 1 : 0 }, values: found.definition.values, native };
}

/** The enum types of a schema that definitions can name, by the two ways in which they may be printed. */
export function enumsOf({ objects }: Catalog, schema: string): ReadonlyMap<string, ObjectOf<"enum">> {
  return new Map(
    [...objects.values()].flatMap((object) => {
      const [own = "", name = ""] = object.id.path;
      if (object.kind !== "enum" || own !== schema || object.definition.values.length === 0) return [];
      if ([name, ...object.definition.values].some((one) => nameProblem(one) !== undefined)) return [];
      const printed = [`${quoteIdent(schema)}.${quoteIdent(name)}`, qualified(schema, name)];
      return printed.map((text) => [text, object] as const);
    }),
  );
}

/** As PostgreSQL's `quote_ident` does for names that are no keywords. */
function quoteIdent(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The types of extensions in `public` go by their bare names. */
function extensionType(printed: string, { objects }: Catalog): string {
  const bare = printed.replace(/^public\./, "");
  const extension = typeCatalog.get(bare.replace(/[([].*$/s, ""))?.extension;
  const found = extension && objects.get(keyOf({ kind: "extension", path: [extension] }));
  return found && found.kind === "extension" && found.definition.schema === "public" ? bare : printed;
}

const listable = new Set(["text", "varchar", "smallint", "integer", "bigint"]);

function canList({ name, dimensions }: ColumnType): boolean {
  return listable.has(name) && dimensions === 0;
}

/** One of the listed values, or an SQL expression. */
function defaultText(
  { default: sql }: ObjectOf<"column">["definition"],
  type: ColumnType,
  values: readonly string[] | undefined,
  { defaultIsFree }: FieldContext,
): string | undefined {
  if (sql === undefined || !defaultIsFree) return undefined;
  if (values === undefined || type.dimensions > 0) return withoutOwnCast(sql, type);
  const value = literalIn(sql)?.text;
  return value !== undefined && values.includes(value) ? quotedValue(value) : undefined;
}

/** `'x'::text` is `'x'` for a column of type text. */
function withoutOwnCast(sql: string, type: ColumnType): string {
  const literal = literalIn(sql);
  const cast = literal?.cast === undefined ? undefined : parseType(literal.cast);
  if (cast === undefined || !("type" in cast)) return sql;
  const same = formatType(cast.type) === formatType({ ...type, parameters: [] });
  return same ? `'${literal?.text.replaceAll("'", "''")}'` : sql;
}

/** A listed value as it stands in a list or as a default; in quotes where it would be read otherwise. */
export function quotedValue(value: string): string {
  return /^[\p{L}\p{N}_.+-]+( [\p{L}\p{N}_.+-]+)*$/u.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}

/** PostgreSQL's own collations go by their bare names; others are left to SQL. */
function collationName(collation: string | undefined): string | undefined {
  if (!collation?.startsWith("pg_catalog.")) return undefined;
  return nameIn(collation.slice("pg_catalog.".length));
}
