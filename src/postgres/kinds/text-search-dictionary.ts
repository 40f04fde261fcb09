import type { ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Dictionary = ObjectOf<"text search dictionary">;

/** @see https://www.postgresql.org/docs/current/sql-createtsdictionary.html */
export const textSearchDictionary: Kind<"text search dictionary"> = {
  madeIn: "pg_ts_dict",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_ts_dict",
      oid: "d.oid",
      path: ["n.nspname", "d.dictname"],
      definition: {
        template: "format('%I.%I', tn.nspname, t.tmplname)",
        options: "d.dictinitoption",
      },
    })}
    FROM pg_ts_dict AS d JOIN pg_namespace AS n ON n.oid = d.dictnamespace
    JOIN pg_ts_template AS t ON t.oid = d.dicttemplate JOIN pg_namespace AS tn ON tn.oid = t.tmplnamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_ts_dict", "d.oid")}`,
  address,
  create: (object) => [{ sql: createDictionary(object) }],
  // ALTER takes away only what it is told by name, and knows no other template.
  alter: () => "replace",
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `Text search dictionary ${shown(id.path)} is gone.`)],
    },
  ],
};

function address({ path }: Dictionary["id"]): string {
  return `TEXT SEARCH DICTIONARY ${qualified(...path)}`;
}

function createDictionary({ id, definition }: Dictionary): string {
  const { template, options } = definition;
  return `CREATE ${address(id)} (TEMPLATE = ${template}${options === undefined ? "" : `, ${options}`})`;
}
