import type { ObjectId } from "../catalog.ts";
import type { ObjectCatalog } from "../made.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** @see https://www.postgresql.org/docs/current/sql-createtsparser.html */
export const textSearchParser = madeOfFunctions("text search parser", "pg_ts_parser", "prs", {
  START: "prsstart",
  GETTOKEN: "prstoken",
  END: "prsend",
  LEXTYPES: "prslextype",
  HEADLINE: "prsheadline",
});

/** @see https://www.postgresql.org/docs/current/sql-createtstemplate.html */
export const textSearchTemplate = madeOfFunctions("text search template", "pg_ts_template", "tmpl", {
  INIT: "tmplinit",
  LEXIZE: "tmpllexize",
});

/** A kind whose objects are nothing but a set of functions, each in a column of its own. */
function madeOfFunctions<K extends "text search parser" | "text search template">(
  kind: K,
  catalog: ObjectCatalog,
  prefix: string,
  columns: Readonly<Record<string, string>>,
): Kind<K> {
  const functions = Object.entries(columns).map(
    ([name, column]) => `CASE WHEN o.${column}::oid <> 0 THEN '${name} = ' || o.${column}::text END`,
  );
  const address = ({ path }: ObjectId) => `${kind.toUpperCase()} ${qualified(...path)}`;
  return {
    madeIn: catalog,
    query: () => `
      SELECT ${objectRow({
        catalog,
        oid: "o.oid",
        path: ["n.nspname", `o.${prefix}name`],
        definition: { functions: `array_to_json(array_remove(ARRAY[${functions.join(", ")}], NULL))` },
      })}
      FROM ${catalog} AS o JOIN pg_namespace AS n ON n.oid = o.${prefix}namespace
      WHERE ${userSchema("n")} AND ${notOfExtension(catalog, "o.oid")}`,
    address,
    create: ({ id, definition }) => [{ sql: `CREATE ${address(id)} (${definition.functions.join(", ")})` }],
    alter: () => "replace",
    drop: ({ id }) => [
      {
        sql: `DROP ${address(id)}`,
        hazards: [hazard("breaks-clients", `The ${kind} ${shown(id.path)} is gone.`)],
      },
    ],
  };
}
