import type { ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";
import { rebuildType } from "./rebuild-type.ts";

/**
 * With its multirange and constructors, which PostgreSQL makes along with it. ALTER TYPE changes nothing of it.
 * @see https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-DEFINING
 */
export const rangeType: Kind<"range type"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_type",
      oid: "t.oid",
      path: ["n.nspname", "t.typname"],
      definition: { options },
    })}
    FROM pg_type AS t JOIN pg_range AS r ON r.rngtypid = t.oid JOIN pg_type AS b ON b.oid = r.rngsubtype
    JOIN pg_namespace AS n ON n.oid = t.typnamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_type", "t.oid")}`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `TYPE ${qualified(...id.path)}`,
  create: (object) => [{ sql: createType(object) }],
  alter: (_from, to, context) => rebuildType(to.id, rangeType.create(to, context), context),
  drop: ({ id }) => [
    {
      sql: `DROP TYPE ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `Type ${shown(id.path)} is gone.`)],
    },
  ],
  displaces: (_from, _to, dependent) => dependent.kind !== "column",
};
