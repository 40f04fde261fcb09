/** Fragments that the catalog queries share. `search_path` is empty while they run, so names come out qualified. */

/** The schemas of users. */
export function userSchema(alias: string): string {
  return `${alias}.nspname !~ '^pg_' AND ${alias}.nspname <> 'information_schema'`;
}

/** The role that reads, and that would apply a plan. */
export const currentRole = "(SELECT oid FROM pg_roles WHERE rolname = current_user)";

/** Leaves out what an extension brought. */
export function notOfExtension(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend AS member WHERE member.classid = '${catalog}'::regclass
    AND member.objid = ${oid} AND member.deptype = 'e')`;
}

/**
 * The row that every catalog query returns. `definition` holds SQL expressions by name: of texts, booleans, small numbers,
 * lists of texts, and JSON; NULL leaves the name out.
 */
export function objectRow(row: {
  readonly catalog: string;
  readonly oid: string;
  readonly sub?: string;
  readonly path: readonly string[];
  readonly definition: Readonly<Record<string, string>>;
}): string {
  return [
    `'${row.catalog}'::regclass::oid::bigint AS classid, ${row.oid}::bigint AS objid, ${row.sub ?? "0"}::int AS objsubid`,
    pathColumns(...row.path),
    ...Object.entries(row.definition).map(([name, expression]) => `${expression} AS "${name}"`),
  ].join(", ");
}

export function pathColumns(...parts: readonly string[]): string {
  return parts.map((expression, i) => `${expression} AS "path.${i}"`).join(", ");
}

/** Sorted `name=value`; empty for NULL. */
export function sortedOptions(column: string): string {
  return `(SELECT coalesce(json_agg(entry ORDER BY entry), '[]') FROM unnest(${column}) AS entry)`;
}

/** `name=value` of `reloptions`, in the order in which they were given; empty for NULL. */
export function storageOptions(column: string): string {
  return `coalesce(to_json(${column}), '[]')`;
}

/** `name=value` of the `reloptions` of an index, as WITH takes them and in the order in which they were given; NULL for none. */
export function storageParameters(column: string): string {
  const value = "substr(entry, strpos(entry, '=') + 1)";
  return `(SELECT json_agg(CASE WHEN entry ~ '^\\w+=[\\w.+-]+$' THEN entry
    ELSE split_part(entry, '=', 1) || '=' || quote_literal(${value}) END ORDER BY at) FROM unnest(${column}) WITH ORDINALITY AS _ (entry, at))`;
}

/** Qualified, quoted name of a collation, or NULL where it is the type's own. */
export function collationName(collation: string, typeCollation: string): string {
  return `CASE WHEN ${collation} <> ${typeCollation} THEN (SELECT format('%I.%I', cn.nspname, co.collname)
    FROM pg_collation AS co JOIN pg_namespace AS cn ON cn.oid = co.collnamespace WHERE co.oid = ${collation}) END`;
}
