import type { ObjectOf } from "../../postgres/catalog.ts";
import { closingOf, isSayable, nameIn, splitList, withoutParentheses } from "./expressions.ts";

/** An index as definitions say it. */
export interface IndexForm {
  readonly name: string;
  readonly on: readonly string[];
  readonly unique: boolean;
  readonly method: string;
  readonly include: readonly string[];
  readonly where?: string | undefined;
}

const name = String.raw`(?:"(?:[^"]|"")+"|[^\s".]+)`;
const head = new RegExp(String.raw`^CREATE (UNIQUE )?INDEX ${name} ON ${name}\.${name} USING (\w+) `, "su");

/** Nothing for what definitions cannot say: operator classes, collations, the place of nulls, parameters. */
export function indexForm(index: ObjectOf<"index">, columns: ReadonlySet<string>): IndexForm | undefined {
  const { definition, parameters, where, valid } = index.definition;
  const [matched, unique, method] = head.exec(definition) ?? [];
  if (matched === undefined || method === undefined || !valid || parameters) return undefined;
  const rest = definition.slice(matched.length);
  const close = closingOf(rest);
  if (close === undefined) return undefined;
  const on = splitList(rest.slice(1, close)).map((key) => keyForm(key, columns));
  const tail = tailForm(rest.slice(close + 1), where, columns);
  const known = on.filter((key) => key !== undefined);
  if (known.length < on.length || tail === undefined) return undefined;
  return { name: index.id.path[1] ?? "", on: known, unique: unique !== undefined, method, ...tail };
}

/** A column or expression with its direction. */
function keyForm(text: string, columns: ReadonlySet<string>): string | undefined {
  const descending = text.endsWith(" DESC");
  const key = descending ? text.slice(0, -" DESC".length) : text;
  const suffix = descending ? " desc" : "";
  const column = nameIn(key);
  if (column !== undefined) return columns.has(column) && isPlainItem(column) ? column + suffix : undefined;
  if (closingOf(key) !== key.length - 1 && !isCall(key)) return undefined;
  return isSayable(key, columns) ? `(${withoutParentheses(key)})${suffix}` : undefined;
}

/** `lower(email)` alone, with nothing after it. */
function isCall(key: string): boolean {
  const open = key.search(/\(/);
  return open > 0 && closingOf(key.slice(open)) === key.length - open - 1;
}

/** A name that no index item can take for a direction or an expression. */
function isPlainItem(column: string): boolean {
  return !/\s(asc|desc)$/i.test(column) && !column.startsWith("(") && column === column.trim();
}

function tailForm(
  tail: string,
  condition: string | undefined,
  columns: ReadonlySet<string>,
): Pick<IndexForm, "include" | "where"> | undefined {
  let rest = tail.trim();
  let include: readonly string[] = [];
  if (rest.startsWith("INCLUDE (")) {
    rest = rest.slice("INCLUDE ".length);
    const close = closingOf(rest) ?? 0;
    const names = splitList(rest.slice(1, close)).map(nameIn);
    include = names.filter((one) => one !== undefined && columns.has(one)) as string[];
    if (include.length < names.length) return undefined;
    rest = rest.slice(close + 1).trim();
  }
  if (rest !== "") return undefined;
  if (condition === undefined) return { include };
  const where = withoutParentheses(condition);
  return isSayable(where, columns) ? { include, where } : undefined;
}
