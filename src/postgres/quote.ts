/**
 * Words that PostgreSQL does not take as a bare name everywhere: all keywords but the unreserved ones, of PostgreSQL
 * 14 to 18. @see https://www.postgresql.org/docs/current/sql-keywords-appendix.html
 */
const keywords = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast
  char character check coalesce collate collation column concurrently constraint create cross current_catalog
  current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
  desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group
  grouping having ilike in initially inner inout int integer intersect interval into is isnull join json json_array
  json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value
  lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize not
  notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary real
  references returning right row select session_user setof similar smallint some substring symmetric system_user table
  tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic verbose
  when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
  xmlserialize xmltable`.split(/\s+/),
);

/** An SQL name, in double quotes only where it needs them. */
export function ident(name: string): string {
  refuseNul(name);
  return /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `public.accounts` */
export function qualified(...names: readonly string[]): string {
  return names.map(ident).join(".");
}

/** `(a, b)` without the parentheses. */
export function identList(names: readonly string[]): string {
  return names.map(ident).join(", ");
}

/** An SQL literal. Means the same whatever `standard_conforming_strings` says. */
export function literal(value: string | number | bigint | boolean | null): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`${value} has no SQL literal`);
    return String(value);
  }
  refuseNul(value);
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

function refuseNul(text: string): void {
  if (text.includes("\0")) throw new RangeError("PostgreSQL cannot hold the character U+0000.");
}
