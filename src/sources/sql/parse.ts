import type { Node } from "libpg-query";

export type { Node } from "libpg-query";

/** Why PostgreSQL's parser refuses a text, and where (UTF-16 offset). */
export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}

/** PostgreSQL's own parser: the tree of one statement, or the problem. */
export type Parse = (sql: string) => Node | SyntaxProblem | undefined;

/** Loads the parser; WASM, so not before someone needs it. */
export async function loadParser(): Promise<Parse> {
  const { loadModule, parseSync, hasSqlDetails } = await import("libpg-query");
  await loadModule();
  return (sql) => {
    try {
      return parseSync(sql).stmts?.[0]?.stmt;
    } catch (error) {
      if (!hasSqlDetails(error)) throw error;
      return { message: error.message, offset: utf16Offset(sql, error.sqlDetails?.cursorPosition ?? 0) };
    }
  };
}

export function isSyntaxProblem(parsed: Node | SyntaxProblem): parsed is SyntaxProblem {
  return "offset" in parsed;
}

/** PostgreSQL counts positions in characters, JavaScript in UTF-16 units. */
export function utf16Offset(text: string, characters: number): number {
  let offset = 0;
  for (let left = characters; left > 0 && offset < text.length; left--)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}

/** Locations in a tree count bytes of UTF-8. */
export function offsetOfByte(text: string, byte: number): number {
  return Buffer.from(text).subarray(0, byte).toString().length;
}
