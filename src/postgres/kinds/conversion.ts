import type { ObjectId } from "../catalog.ts";
import { ident, literal, qualified } from "../quote.ts";
import { hazard, type Kind, part, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** Between encodings. @see https://www.postgresql.org/docs/current/sql-createconversion.html */
export const conversion: Kind<"conversion"> = {
  madeIn: "pg_conversion",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_conversion",
      oid: "c.oid",
      path: ["n.nspname", "c.conname"],
      definition: {
        from: "pg_encoding_to_char(c.conforencoding)::text",
        to: "pg_encoding_to_char(c.contoencoding)::text",
        function: "c.conproc::text",
        default: "c.condefault",
      },
    })}
    FROM pg_conversion AS c JOIN pg_namespace AS n ON n.oid = c.connamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_conversion", "c.oid")}`,
  address,
  create: ({ id, definition }) => [
    {
      sql: `CREATE${definition.default ? " DEFAULT" : ""} ${address(id)} FOR ${literal(definition.from)} TO ${literal(definition.to)} FROM ${definition.function}`,
    },
  ],
  alter: () => "replace",
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `The conversion ${shown(id.path)} is gone.`)],
    },
  ],
  rename: (from, to) => ({ sql: `ALTER ${address(from.id)} RENAME TO ${ident(part(to.id, 1))}` }),
};

function address(id: ObjectId): string {
  return `CONVERSION ${qualified(...id.path)}`;
}
