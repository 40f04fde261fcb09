import type { ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, shown } from "./kind.ts";
import { notOfExtension, objectRow, storageOptions, userSchema } from "./query.ts";

type View = ObjectOf<"view">;

/** @see https://www.postgresql.org/docs/current/sql-createview.html */
export const view: Kind<"view"> = {
  printed: true,
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      path: ["n.nspname", "c.relname"],
      definition: {
        definition: "rtrim(btrim(pg_get_viewdef(c.oid), E' \\n'), ';')",
        options: storageOptions("c.reloptions"),
        columns: `(SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
          FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0)`,
      },
    })}
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `VIEW ${qualified(...id.path)}`,
  create: (object) => [{ sql: `CREATE VIEW ${body(object)}` }],
  alter: (from, to) => {
    if (!keepsColumns(from, to)) return "replace";
    return [
      {
        sql: `CREATE OR REPLACE VIEW ${body(to)}`,
        hazards:
          securityOptions(from) === securityOptions(to)
            ? []
            : [hazard("changes-access", `As whom ${shown(to.id.path)} reads its tables changes.`)],
      },
    ];
  },
  drop: ({ id }) => [
    {
      sql: `DROP VIEW ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `View ${shown(id.path)} is gone.`)],
    },
  ],
};

function body({ id, definition }: View): string {
  const options = definition.options.length === 0 ? "" : ` WITH (${definition.options.join(", ")})`;
  return `${qualified(...id.path)}${options} AS\n${definition.definition}`;
}

/** CREATE OR REPLACE VIEW can only add columns at the end. */
function keepsColumns(from: View, to: View): boolean {
  return from.definition.columns.every((old, i) => {
    const column = to.definition.columns[i];
    return column?.name === old.name && column.type === old.type;
  });
}

function securityOptions({ definition }: View): string {
  return definition.options.filter((option) => option.startsWith("security_")).join();
}
