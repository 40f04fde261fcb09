import { ident } from "../quote.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { objectRow } from "./query.ts";

/** Versions are the server's own business. @see https://www.postgresql.org/docs/current/sql-createextension.html */
export const extension: Kind<"extension"> = {
  madeIn: "pg_extension",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_extension",
      oid: "e.oid",
      path: ["e.extname"],
      definition: { schema: "n.nspname", fixed: "nullif(NOT e.extrelocatable, false)" },
    })}
    FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'`,
  address: (id) => `EXTENSION ${ident(part(id, 0))}`,
  create: ({ id, definition }) => [
    { sql: `CREATE EXTENSION IF NOT EXISTS ${ident(part(id, 0))} WITH SCHEMA ${ident(definition.schema)}` },
  ],
  alter: (from, { id, definition }) => {
    if (from.definition.schema === definition.schema) return [];
    if (from.definition.fixed) return "replace";
    return [{ sql: `ALTER EXTENSION ${ident(part(id, 0))} SET SCHEMA ${ident(definition.schema)}` }];
  },
  drop: ({ id }) => [
    {
      sql: `DROP EXTENSION ${ident(part(id, 0))}`,
      hazards: [hazard("breaks-clients", `Functions and types of ${part(id, 0)} are gone.`)],
    },
  ],
};
