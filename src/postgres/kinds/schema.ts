import { ident } from "../quote.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** @see https://www.postgresql.org/docs/current/sql-createschema.html */
export const schema: Kind<"schema"> = {
  query: () => `
    SELECT ${objectRow({ catalog: "pg_namespace", oid: "n.oid", path: ["n.nspname"], definition: {} })}
    FROM pg_namespace AS n WHERE ${userSchema("n")} AND ${notOfExtension("pg_namespace", "n.oid")}`,
  address: (id) => `SCHEMA ${ident(part(id, 0))}`,
  create: ({ id }) => [{ sql: `CREATE SCHEMA ${ident(part(id, 0))}` }],
  alter: () => [],
  drop: ({ id }) => [
    {
      sql: `DROP SCHEMA ${ident(part(id, 0))}`,
      hazards: [hazard("breaks-clients", `Schema ${part(id, 0)} is gone.`)],
    },
  ],
};
