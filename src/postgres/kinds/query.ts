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

interface ObjectRow {
  /** Name of the system catalog; or SQL for its OID, 0 where it has no row of its own. */
  readonly catalog?: string;
  readonly classid?: string;
  readonly oid: string;
  readonly sub?: string;
  readonly onColumn?: string;
  readonly onMember?: string;
  readonly path: readonly string[];
  /** Texts, booleans, small numbers, lists of texts, and JSON by name; what is NULL is left out. */
  readonly definition: Readonly<Record<string, string>>;
}

/**
 * What every catalog query returns: one column, a `Row` as the text of a JSON object. All values here are SQL expressions.
 * PostgreSQL leaves out what is not there as it writes the JSON, which is far less work than to take it out of rows.
 */
export function objectRow(row: ObjectRow): string {
  const {
    catalog,
    classid = `'${catalog}'::regclass`,
    oid,
    sub = "0",
    onColumn,
    onMember,
    path,
    definition,
  } = row;
  const members = Object.entries(definition).map(([name, value]) => `'"${name}":' || to_json(${value})`);
  return `'{"classid":' || ${classid}::oid || ',"objid":' || ${oid} || ',"objsubid":' || ${sub}
    || ',"path":' || json_build_array(${path.join(", ")})${optional("onColumn", onColumn)}${optional("onMember", onMember)}
    || ',"definition":{' || concat_ws(',', ${["NULL", ...members].join(", ")}) || '}}'`;
}

function optional(name: string, value: string | undefined): string {
  return value === undefined ? "" : ` || coalesce(',"${name}":' || to_json(${value}), '')`;
}

/** All that a kind's query finds in one text: a row each would cost the driver, and us, several objects that nobody keeps. */
export function allObjects(query: string): string {
  return `SELECT concat('[', string_agg(object, ','), ']') AS objects FROM (${query}) AS found (object)`;
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
