import type { UnhandledObject } from "./catalog.ts";
import type { Connection } from "./connection.ts";
import { type Found, place } from "./found.ts";
import { type Made, objectCatalogs } from "./made.ts";
import type { ReadOptions } from "./read-catalog.ts";
import { unhandledDefinitions, unreadable } from "./unhandled-definition.ts";

interface Named {
  readonly classid: number;
  readonly objid: number;
  readonly type: string;
  readonly schema: string | null;
  readonly identity: string;
}

/** Everything that users made and no kind has read, in PostgreSQL's words: `rule public.r on public.t`. */
export async function findUnhandled(
  db: Connection,
  found: Found,
  made: readonly Made[],
  options: ReadOptions,
): Promise<readonly UnhandledObject[]> {
  const left = made.flatMap(({ classid, objids }) =>
    objids
      .filter((objid) => found.at(classid, place(objid, 0)) === undefined)
      .map((objid) => ({ classid, objid })),
  );
  if (left.length === 0) return [];
  const rows = await db.query<Named>(namesQuery, [JSON.stringify(left)]);
  const ignored = new Set(options.ignoreSchemas);
  const unhandled = rows
    .filter((row) => !ignored.has(row.schema ?? ""))
    .filter((row) => !(row.type === "schema" && ignored.has(row.identity)));
  const definitions = await unhandledDefinitions(db, unhandled, objectCatalogs);
  return unhandled.map(({ type, identity, classid, objid }) => ({
    name: `${type} ${identity}`,
    definition: definitions.get(`${classid}.${objid}`) ?? unreadable,
  }));
}

export interface Label {
  readonly name: string;
  readonly schema: string | null;
  readonly label: string;
  readonly classid: number;
  readonly objid: number;
  readonly objsubid: number;
}

/** Security labels, by what they stand on. */
export function labelsOn(
  found: Found,
  labels: readonly Label[],
  options: ReadOptions,
): readonly UnhandledObject[] {
  return labels
    .filter(({ schema }) => !options.ignoreSchemas?.includes(schema ?? ""))
    .map(({ name, label, classid, objid, objsubid }) => ({
      name,
      definition: { label },
      on: found.at(classid, place(objid, objsubid))?.key,
    }));
}

/** Those of roles, tablespaces and whole databases are no part of what this database holds. */
export const labelsQuery = `
  SELECT format('security label of %s on %s %s', l.provider, l.objtype, l.objname) AS name, n.nspname AS schema, l.label,
    l.classoid::bigint AS classid, l.objoid::bigint AS objid, l.objsubid
  FROM pg_seclabels AS l LEFT JOIN pg_namespace AS n ON n.oid = l.objnamespace
  WHERE l.objtype NOT IN ('role', 'tablespace', 'database')`;

/** Not what is temporary, or the system's. Parts of a table have no schema of their own: they are in the table's. */
export const namesQuery = `
  SELECT classid::bigint AS classid, objid::bigint AS objid, named.type, named.identity, coalesce(named.schema,
    CASE WHEN named.type IN ('trigger', 'rule', 'policy', 'table constraint') THEN
      (pg_identify_object_as_address(classid, objid, 0)).object_names[1] END) AS schema
  FROM json_to_recordset($1::json) AS object (classid oid, objid oid), pg_identify_object(classid, objid, 0) AS named
  WHERE named.type IS NOT NULL AND coalesce(named.schema, '') !~ '^(pg_|information_schema$)'
    AND NOT (named.type = 'schema' AND named.identity ~ '^pg_')`;
