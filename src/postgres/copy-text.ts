const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A value as COPY's text format has it. @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 */
export function copyField(value: string | null | undefined): string {
  if (value === null || value === undefined) return "\\N";
  return /[\\\t\n\r]/.test(value)
    ? value.replaceAll(/[\\\t\n\r]/g, (character) => escapes[character] ?? "")
    : value;
}
