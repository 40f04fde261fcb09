import { ident, qualified } from "./quote.ts";

/** What CREATE TABLE is told about a column. */
export interface ColumnSql {
  readonly name: string;
  /** SQL spelling of the type: `varchar(255)`. */
  readonly type: string;
  readonly notNull?: boolean | undefined;
  /** SQL expression. */
  readonly default?: string | undefined;
  /** SQL expression of a stored generated column. */
  readonly generated?: string | undefined;
  readonly identity?: "always" | "by default" | undefined;
  /** Name of the collation, not quoted. */
  readonly collation?: string | undefined;
  /** Constraints of this column alone, without a name: `PRIMARY KEY`, `REFERENCES accounts (id)`. */
  readonly constraints?: readonly string[] | undefined;
}

/** A constraint of the table: `PRIMARY KEY (a, b)`, `CHECK (a > b)`. PostgreSQL names it when it has no name. */
export interface ConstraintSql {
  readonly name?: string | undefined;
  readonly definition: string;
}

export interface TableSql {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ColumnSql[];
  readonly constraints: readonly ConstraintSql[];
}

/** CREATE TABLE, one column or constraint per line, without the closing semicolon. */
export function createTableSql(table: TableSql): string {
  const parts = [...table.columns.map(columnSql), ...table.constraints.map(constraintSql)];
  return `CREATE TABLE ${qualified(table.schema, table.name)} ${linesSql(parts)}`;
}

/** Columns and constraints between parentheses. */
export function linesSql(parts: readonly string[]): string {
  return parts.length === 0 ? "()" : `(\n${parts.map((part) => `  ${part}`).join(",\n")}\n)`;
}

/** A column as CREATE TABLE and ADD COLUMN spell it. */
export function columnSql(column: ColumnSql): string {
  return [
    `${ident(column.name)} ${column.type}`,
    ...(column.collation === undefined ? [] : [`COLLATE ${ident(column.collation)}`]),
    ...(column.identity === undefined ? [] : [`GENERATED ${column.identity.toUpperCase()} AS IDENTITY`]),
    ...(column.generated === undefined ? [] : [`GENERATED ALWAYS AS (${column.generated}) STORED`]),
    ...(column.default === undefined ? [] : [`DEFAULT ${column.default}`]),
    ...(column.notNull === true ? ["NOT NULL"] : []),
    ...(column.constraints ?? []),
  ].join(" ");
}

/** A table constraint as CREATE TABLE and ADD spell it. */
export function constraintSql({ name, definition }: ConstraintSql): string {
  return name === undefined ? definition : `CONSTRAINT ${ident(name)} ${definition}`;
}
