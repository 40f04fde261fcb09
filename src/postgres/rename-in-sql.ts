/** Strings, quoted names, words, and everything else character by character. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|./gsu;

/** Puts one name (`tel`, `public.account`) in the place of another in SQL that PostgreSQL printed; strings stay as they are. */
export function renameInSql(sql: string, from: string, to: string): string {
  const tokens = sql.match(token) ?? [];
  const pattern = from.match(token) ?? [];
  const result: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const found = pattern.every((wanted, i) => tokens[at + i] === wanted);
    result.push(found ? to : (tokens[at] ?? ""));
    at += found ? pattern.length : 1;
  }
  return result.join("");
}

/** Splits `public.accounts.tel` at its dots; names in double quotes may hold dots. */
export function splitName(name: string): readonly string[] {
  const parts = name.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [];
  return parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
}
