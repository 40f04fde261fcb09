const text = "'(?:[^']|'')*'::character varying";
const castEach = new RegExp(String.raw`ARRAY\[(\(${text}\)::text(?:, \(${text}\)::text)*)\]`, "g");

/**
 * One spelling for what PostgreSQL prints in two: `status IN ('a', 'b')` on varchar comes out as one cast of the whole
 * array, and after that was executed as a cast of each of its values.
 */
export function canonical(sql: string): string {
  return sql.replace(castEach, (_, list: string) => {
    const values = list.matchAll(new RegExp(String.raw`\((${text})\)::text`, "g"));
    return `(ARRAY[${[...values].map(([, value]) => value).join(", ")}])::text[]`;
  });
}

const castArrayOrString = new RegExp(
  String.raw`\((ARRAY\[${text}(?:, ${text})*\])\)::text\[\]|'(?:[^']|'')*'`,
  "g",
);

/** SQL that is stored as what PostgreSQL printed: written out, the cast of a whole array would become one of each value. */
export function asStored(sql: string): string {
  return sql.replace(castArrayOrString, (printed: string, array: string | undefined) => array ?? printed);
}
