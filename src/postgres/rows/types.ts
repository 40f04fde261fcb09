import type { Connection } from "../connection.ts";

/** What must be known of a type to make values of it. Types are named as `format_type` prints them. */
export type TypeInfo =
  | { readonly kind: "base" /** As in `pg_type`: `int4`. */; readonly name: string }
  | { readonly kind: "array"; readonly element: string }
  | { readonly kind: "enum"; readonly labels: readonly string[] }
  | { readonly kind: "domain"; readonly base: string; readonly checks: readonly string[] }
  | { readonly kind: "range"; readonly subtype: string }
  | { readonly kind: "multirange"; readonly range: string }
  | { readonly kind: "composite"; readonly attributes: readonly string[] };

export type Types = ReadonlyMap<string, TypeInfo>;

interface TypeRow {
  readonly type: string;
  readonly kind: string;
  readonly name: string;
  readonly base: string | null;
  readonly subtype: string | null;
  readonly range: string | null;
  readonly labels: readonly string[] | null;
  readonly checks: readonly string[] | null;
  readonly attributes: readonly string[] | null;
}

const query = `
  select wanted.type, t.typtype as kind, t.typname as name,
    case t.typtype when 'd' then format_type(t.typbasetype, t.typtypmod) end as base,
    (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid) as subtype,
    (select format_type(r.rngtypid, null) from pg_range r where r.rngmultitypid = t.oid) as range,
    (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as labels,
    (select array_agg(pg_get_constraintdef(c.oid) order by c.conname) from pg_constraint c
      where c.contypid = t.oid and c.contype = 'c') as checks,
    (select array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum) from pg_attribute a
      where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) as attributes
  from unnest($1::text[]) wanted(type)
  join pg_type t on t.oid = to_regtype(wanted.type)`;

/** Reads the given types and all that they are made of. A type that the database does not know is left out. */
export async function readTypes(db: Connection, types: readonly string[]): Promise<Types> {
  const known = new Map<string, TypeInfo>();
  let wanted = [...new Set(types)];
  while (wanted.length > 0) {
    const rows = await db.query<TypeRow>(query, [wanted]);
    for (const row of rows) known.set(row.type, typeInfo(row));
    wanted = [...new Set(rows.flatMap((row) => partsOf(typeInfo(row))))].filter((type) => !known.has(type));
  }
  return known;
}

function typeInfo(row: TypeRow): TypeInfo {
  if (row.type.endsWith("[]")) return { kind: "array", element: row.type.slice(0, -2) };
  if (row.kind === "e") return { kind: "enum", labels: row.labels ?? [] };
  if (row.kind === "d") return { kind: "domain", base: row.base ?? "text", checks: row.checks ?? [] };
  if (row.kind === "r") return { kind: "range", subtype: row.subtype ?? "integer" };
  if (row.kind === "m") return { kind: "multirange", range: row.range ?? "int4range" };
  if (row.kind === "c") return { kind: "composite", attributes: row.attributes ?? [] };
  return { kind: "base", name: row.name };
}

function partsOf(info: TypeInfo): readonly string[] {
  switch (info.kind) {
    case "array":
      return [info.element];
    case "domain":
      return [info.base];
    case "range":
      return [info.subtype];
    case "multirange":
      return [info.range];
    case "composite":
      return info.attributes;
    default:
      return [];
  }
}
