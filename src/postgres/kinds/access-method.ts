import type { ObjectId } from "../catalog.ts";
import { ident } from "../quote.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

/** @see https://www.postgresql.org/docs/current/sql-create-access-method.html */
export const accessMethod: Kind<"access method"> = {
  madeIn: "pg_am",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_am",
      oid: "m.oid",
      path: ["m.amname"],
      definition: {
        type: "CASE m.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END",
        handler: "m.amhandler::text",
      },
    })}
    FROM pg_am AS m WHERE m.oid >= 16384 AND ${notOfExtension("pg_am", "m.oid")}`,
  address,
  create: ({ id, definition: { type, handler } }) => [
    { sql: `CREATE ${address(id)} TYPE ${type} HANDLER ${handler}` },
  ],
  alter: () => "replace",
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `The access method ${part(id, 0)} is gone.`)],
    },
  ],
};

function address(id: ObjectId): string {
  return `ACCESS METHOD ${ident(part(id, 0))}`;
}
