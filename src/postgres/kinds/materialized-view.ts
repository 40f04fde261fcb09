import { qualified } from "../quote.ts";
import { hazard, type Kind, shown } from "./kind.ts";
import { notOfExtension, objectRow, storageOptions, userSchema } from "./query.ts";
import { changeMethod, isMethodLasting, storageMethod, usingMethod } from "./storage-method.ts";
import { changeParameters, withParameters } from "./storage-parameters.ts";

/** @see https://www.postgresql.org/docs/current/sql-creatematerializedview.html */
export const materializedView: Kind<"materialized view"> = {
  printed: true,
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      path: ["n.nspname", "c.relname"],
      definition: {
        definition: "rtrim(btrim(pg_get_viewdef(c.oid), E' \\n'), ';')",
        accessMethod: storageMethod,
        options: storageOptions("c.reloptions"),
      },
    })}
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'm' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `MATERIALIZED VIEW ${qualified(...id.path)}`,
  create: ({ id, definition }) => {
    const name = [qualified(...id.path), ...usingMethod(definition.accessMethod)].join(" ");
    const parameters = withParameters(definition.options);
    return [
      {
        sql: `CREATE MATERIALIZED VIEW ${name}${parameters} AS\n${definition.definition}`,
        hazards: [hazard("scans-table", `All that ${shown(id.path)} selects is read.`)],
      },
    ];
  },
  alter: (from, to, context) => {
    if (from.definition.definition !== to.definition.definition || isMethodLasting(from, to, context))
      return "replace";
    const alter = `ALTER MATERIALIZED VIEW ${qualified(...to.id.path)}`;
    return [
      ...changeMethod(alter, from, to),
      ...changeParameters(alter, from.definition.options, to.definition.options),
    ];
  },
  drop: ({ id }) => [
    {
      sql: `DROP MATERIALIZED VIEW ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `Materialized view ${shown(id.path)} is gone.`)],
    },
  ],
};
