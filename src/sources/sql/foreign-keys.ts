import { type SqlToken, tokenize } from "../../model/sql-words.ts";
import { ident, identList, qualified } from "../../postgres/quote.ts";
import type { Tree } from "./facts.ts";
import { type Node, offsetOfByte } from "./parse.ts";

/** CREATE TABLE without its foreign keys, and ALTER TABLE for each of them: PostgreSQL itself takes them apart like this. */
export interface SplitTable {
  readonly create: string;
  readonly keys: readonly ForeignKey[];
}

export interface ForeignKey {
  readonly sql: string;
  /** Where it stands in CREATE TABLE. */
  readonly start: number;
  readonly end: number;
}

type Constraint = Tree<"Constraint">;

/** Takes the foreign keys out of CREATE TABLE; undefined when it has none. */
export function splitForeignKeys(sql: string, node: Node): SplitTable | undefined {
  if (!("CreateStmt" in node) || node.CreateStmt.partbound !== undefined) return undefined;
  const { relation, tableElts = [] } = node.CreateStmt;
  const names = [relation?.schemaname, relation?.relname].filter((name) => name !== undefined);
  const text = new TableText(sql);
  const keys = tableElts.flatMap((element) => {
    if ("ColumnDef" in element) return columnKeys(element.ColumnDef, text);
    return "Constraint" in element && isForeignKey(element.Constraint)
      ? [text.element(element.Constraint)]
      : [];
  });
  if (keys.length === 0) return undefined;
  const alter = `ALTER TABLE ${qualified(...names)} ADD `;
  return {
    create: without(sql, keys),
    keys: keys.map(({ start, end, sql: definition }) => ({ start, end, sql: alter + definition })),
  };
}

interface Cut extends ForeignKey {
  /** What goes from CREATE TABLE with it: a comma. */
  readonly from: number;
  readonly to: number;
}

/** A foreign key of a column ends where its next constraint begins, or the column. */
function columnKeys(
  { colname = "", constraints = [], collClause }: Tree<"ColumnDef">,
  text: TableText,
): Cut[] {
  const own = constraints.flatMap((node) => ("Constraint" in node ? [node.Constraint] : []));
  const starts = [
    ...own.filter(({ contype }) => contype?.startsWith("CONSTR_ATTR_") === false),
    ...(collClause === undefined ? [] : [collClause]),
  ].map(({ location = 0 }) => text.offset(location));
  return own.filter(isForeignKey).map(({ location = 0, conname }) => {
    const start = text.offset(location);
    const limit = Math.min(...starts.filter((other) => other > start), text.elementEnd(start));
    const { end, references } = text.reference(start, limit);
    const named = conname === undefined ? "" : `CONSTRAINT ${ident(conname)} `;
    const definition = `${named}FOREIGN KEY (${identList([colname])}) ${text.sql.slice(references, end)}`;
    return { start, end, from: start, to: end, sql: definition };
  });
}

function isForeignKey({ contype }: Constraint): boolean {
  return contype === "CONSTR_FOREIGN";
}

function without(sql: string, cuts: readonly Cut[]): string {
  let kept = "";
  let at = 0;
  for (const { from, to } of [...cuts].sort((a, b) => a.from - b.from)) {
    kept += sql.slice(at, Math.max(at, from));
    at = Math.max(at, to);
  }
  return kept + sql.slice(at);
}

/** The text of a CREATE TABLE, by its tokens. */
class TableText {
  readonly sql: string;
  readonly #tokens: readonly SqlToken[];

  constructor(sql: string) {
    this.sql = sql;
    this.#tokens = tokenize(sql).filter(({ kind }) => kind !== "space");
  }

  offset(byte: number): number {
    return offsetOfByte(this.sql, byte);
  }

  /** Where the column or constraint that holds an offset ends: at a comma or at the closing parenthesis. */
  elementEnd(start: number): number {
    let depth = 0;
    for (const { text, start: at } of this.#tokens) {
      if (at < start) continue;
      if (text === "(") depth++;
      else if (depth === 0 && (text === "," || text === ")")) return at;
      else if (text === ")") depth--;
    }
    return this.sql.length;
  }

  /** Where REFERENCES stands, and the end of the last token before a limit. */
  reference(start: number, limit: number): { readonly references: number; readonly end: number } {
    const own = this.#tokens.filter(({ start: at }) => at >= start && at < limit);
    const references = own.find(({ name, quoted }) => name === "references" && quoted === false);
    const last = own.at(-1);
    return {
      references: references?.start ?? start,
      end: last === undefined ? limit : last.start + last.text.length,
    };
  }

  /** A constraint of the table goes together with the comma before it, or as the first with the one behind it. */
  element({ location = 0 }: Constraint): Cut {
    const start = this.offset(location);
    const next = this.elementEnd(start);
    const { end } = this.reference(start, next);
    const before = this.#tokens.findLast(({ start: at }) => at < start);
    const sql = this.sql.slice(start, end);
    if (before?.text === ",") return { start, end, sql, from: before.start, to: end };
    return { start, end, sql, from: start, to: this.sql[next] === "," ? next + 1 : end };
  }
}
