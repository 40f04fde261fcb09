import { qualified } from "../quote.ts";
import { hazard, type Kind, shown } from "./kind.ts";
import { notOfExtension, objectRow, sortedOptions, userSchema } from "./query.ts";
import { changeParameters } from "./storage-parameters.ts";

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
        options: sortedOptions("c.reloptions"),
      },
    })}
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'm' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `MATERIALIZED VIEW ${qualified(...id.path)}`,
  create: ({ id, definition }) => {
    const options = definition.options.length === 0 ? "" : ` WITH (${definition.options.join(", ")})`;
    return [
      {
        sql: `CREATE MATERIALIZED VIEW ${qualified(...id.path)}${options} AS\n${definition.definition}`,
        hazards: [hazard("scans-table", `All that ${shown(id.path)} selects is read.`)],
      },
    ];
  },
  alter: (from, to) =>
    from.definition.definition === to.definition.definition
      ? changeParameters(
          `ALTER MATERIALIZED VIEW ${qualified(...to.id.path)}`,
          from.definition.options,
          to.definition.options,
        )
      : "replace",
  drop: ({ id }) => [
    {
      sql: `DROP MATERIALIZED VIEW ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `Materialized view ${shown(id.path)} is gone.`)],
    },
  ],
};
