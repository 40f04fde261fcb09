const text = "'(?:[^']|'')*'::character varying";
const castEach = new RegExp(String.raw`ARRAY\[(\(${text}\)::text(?:, \(${text}\)::text)*)\]`, "g");

/**
 * One spelling for what PostgreSQL prints in two: `status IN ('a', 'b')` on varchar comes out as one cast of the whole
 * array, and after that was executed as a cast of each of its values.
 */
export function canonical(sql: string): string {
  if (!sql.includes("ARRAY[")) return sql;
  return sql.replace(castEach, (_, list: string) => {
    const values = list.matchAll(new RegExp(String.raw`\((${text})\)::text`, "g"));
    return `(ARRAY[${[...values].map(([, value]) => value).join(", ")}])::text[]`;
  });
}
