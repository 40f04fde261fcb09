import type { ObjectId, ObjectOf } from "../catalog.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, type Kind, part, type Step } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";
import { changeParameters } from "./storage-parameters.ts";

/** How values of a column are kept, and how ANALYZE looks at them. */
export type Settings = Pick<ColumnDefinition, "storage" | "compression" | "statistics" | "options">;

/** SQL for it, of the column `a` of type `t`. */
export const settingsOf = {
  storage: `CASE WHEN a.attstorage <> t.typstorage THEN json_build_object('is', ${storageName("a.attstorage")},
          'usual', ${storageName("t.typstorage")}) END`,
  compression: "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END",
  // Unset is -1 until PostgreSQL 16, later NULL.
  statistics: "CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END",
  options:
    "CASE WHEN a.attoptions IS NOT NULL THEN (SELECT json_agg(entry ORDER BY entry) FROM unnest(a.attoptions) AS entry) END",
};

function storageName(letter: string): string {
  return `CASE ${letter} WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END`;
}

/** What CREATE cannot say in every version; `alter` names the column: `ALTER TABLE public.t ALTER COLUMN c`. */
export function settingsSteps(alter: string, from: Settings, to: Settings): Step[] {
  const isStored = from.storage?.is === to.storage?.is;
  const settings = [
    ...(isStored ? [] : [`STORAGE ${(to.storage?.is ?? from.storage?.usual ?? "").toUpperCase()}`]),
    ...(from.compression === to.compression ? [] : [`COMPRESSION ${to.compression ?? "default"}`]),
    ...(from.statistics === to.statistics ? [] : [`STATISTICS ${to.statistics ?? -1}`]),
  ].map((setting) => ({ sql: `${alter} SET ${setting}` }));
  return [...settings, ...changeParameters(alter, from.options, to.options)];
}

/**
 * The settings of a column of a materialized view, and of an expression of an index (of which ANALYZE alone knows any); path of
 * the relation, and the column's name. A kind of its own: these columns are no objects.
 * @see https://www.postgresql.org/docs/current/sql-altermaterializedview.html
 * @see https://www.postgresql.org/docs/current/sql-alterindex.html
 */
export const columnSettings: Kind<"column settings"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      // Not the place of the column itself.
      sub: "-1000 - a.attnum",
      path: ["n.nspname", "c.relname", "a.attname"],
      definition: { ...settingsOf, ofIndex: "CASE WHEN c.relkind <> 'm' THEN a.attnum END" },
    })}
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE a.attnum > 0 AND (a.attstattarget >= 0 OR c.relkind = 'm' AND
      (a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attoptions IS NOT NULL))
      AND c.relkind IN ('m', 'i', 'I') AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  parents: ({ id, definition }) => [
    { kind: definition.ofIndex === undefined ? "materialized view" : "index", path: id.path.slice(0, 2) },
  ],
  create: (object) => settingsSteps(alterColumn(object), {}, object.definition),
  alter: (from, to) => settingsSteps(alterColumn(to), from.definition, to.definition),
  drop: (object) => settingsSteps(alterColumn(object), object.definition, {}),
};

/** Puts back the settings of an index that goes and comes again within one ALTER. */
export function settingsOn(index: ObjectId, context: Context): readonly Step[] {
  return context
    .dependents(index)
    .flatMap(({ from }) => (from.kind === "column settings" ? columnSettings.create(from, context) : []));
}

function alterColumn({ id, definition: { ofIndex } }: ObjectOf<"column settings">): string {
  const relation = qualified(part(id, 0), part(id, 1));
  return ofIndex === undefined
    ? `ALTER MATERIALIZED VIEW ${relation} ALTER COLUMN ${ident(part(id, 2))}`
    : `ALTER INDEX ${relation} ALTER COLUMN ${ofIndex}`;
}
