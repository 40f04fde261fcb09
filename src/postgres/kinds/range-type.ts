import type { ObjectOf } from "../catalog.ts";
import { qualified } from "../quote.ts";
import { hazard, type Kind, shown } from "./kind.ts";
import { collationName, notOfExtension, objectRow, userSchema } from "./query.ts";
import { rebuildTypeAlone } from "./rebuild-type.ts";

/**
 * With its multirange and constructors, which PostgreSQL makes along with it. ALTER TYPE changes nothing of it.
 * @see https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-DEFINING
 */
export const rangeType: Kind<"range type"> = {
  madeIn: "pg_type",
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
  alter: (_from, to, context) => rebuildTypeAlone(to.id, rangeType.create(to, context), context),
  drop: ({ id }) => [
    {
      sql: `DROP TYPE ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `Type ${shown(id.path)} is gone.`)],
    },
  ],
  displaces: (_from, _to, dependent) => dependent.kind !== "column",
};

/** What is not as CREATE TYPE would choose, as it is told: `SUBTYPE = integer`. */
const options = `array_remove(ARRAY[
    'SUBTYPE = ' || format_type(r.rngsubtype, NULL),
    (SELECT format('SUBTYPE_OPCLASS = %I.%I', cn.nspname, o.opcname) FROM pg_opclass AS o
      JOIN pg_namespace AS cn ON cn.oid = o.opcnamespace WHERE o.oid = r.rngsubopc AND NOT o.opcdefault),
    'COLLATION = ' || ${collationName("r.rngcollation", "b.typcollation")},
    CASE WHEN r.rngcanonical::oid <> 0 THEN 'CANONICAL = ' || r.rngcanonical::text END,
    CASE WHEN r.rngsubdiff::oid <> 0 THEN 'SUBTYPE_DIFF = ' || r.rngsubdiff::text END,
    'MULTIRANGE_TYPE_NAME = ' || format_type(r.rngmultitypid, NULL)], NULL)`;

function createType({ id, definition }: ObjectOf<"range type">): string {
  return `CREATE TYPE ${qualified(...id.path)} AS RANGE (\n  ${definition.options.join(",\n  ")}\n)`;
}
