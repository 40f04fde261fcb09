import type { ObjectId } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { unwrapped } from "./expression.ts";
import { hazard, type Kind, part, shown } from "./kind.ts";
import { objectRow } from "./query.ts";

/** A table that a publication names. @see https://www.postgresql.org/docs/current/sql-alterpublication.html */
export const publicationTable: Kind<"publication table"> = {
  printed: true,
  madeIn: "pg_publication",
  query: (version) => `
    SELECT ${objectRow({
      catalog: "pg_publication_rel",
      oid: "r.oid",
      path: ["n.nspname", "c.relname", "p.pubname"],
      // Columns and rows can be chosen since PostgreSQL 15.
      definition:
        version < 150_000 ? {} : { columns: columnNames, where: "pg_get_expr(r.prqual, r.prrelid)" },
    })}
    FROM pg_publication_rel AS r JOIN pg_publication AS p ON p.oid = r.prpubid
    JOIN pg_class AS c ON c.oid = r.prrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace`,
  parents: ({ id }) => [
    { kind: "publication", path: [part(id, 2)] },
    { kind: "table", path: id.path.slice(0, 2) },
  ],
  create: ({ id, definition: { columns, where } }) => {
    const list = columns === undefined ? "" : ` (${columns.map(ident).join(", ")})`;
    const filter = where === undefined ? "" : ` WHERE (${unwrapped(where)})`;
    return [{ sql: `${alter(id, 2)} ADD TABLE ${tableOf(id)}${list}${filter}` }];
  },
  alter: () => "replace",
  drop: ({ id }) => [
    {
      sql: `${alter(id, 2)} DROP TABLE ${tableOf(id)}`,
      hazards: [leaves(shown(id.path.slice(0, 2)), part(id, 2))],
    },
  ],
};

/** A schema all of whose tables are published: since PostgreSQL 15. */
export const publicationSchema: Kind<"publication schema"> = {
  madeIn: "pg_publication",
  query: (version) =>
    version < 150_000
      ? nothing
      : `
    SELECT ${objectRow({
      catalog: "pg_publication_namespace",
      oid: "r.oid",
      path: ["n.nspname", "p.pubname"],
      definition: {},
    })}
    FROM pg_publication_namespace AS r JOIN pg_publication AS p ON p.oid = r.pnpubid
    JOIN pg_namespace AS n ON n.oid = r.pnnspid`,
  parents: ({ id }) => [
    { kind: "publication", path: [part(id, 1)] },
    { kind: "schema", path: [part(id, 0)] },
  ],
  create: ({ id }) => [{ sql: `${alter(id, 1)} ADD TABLES IN SCHEMA ${ident(part(id, 0))}` }],
  alter: () => "replace",
  drop: ({ id }) => [
    {
      sql: `${alter(id, 1)} DROP TABLES IN SCHEMA ${ident(part(id, 0))}`,
      hazards: [leaves(`the tables of ${part(id, 0)}`, part(id, 1))],
    },
  ],
};

const nothing = "SELECT NULL::text WHERE false";

const columnNames = `(SELECT json_agg(a.attname ORDER BY a.attnum) FROM unnest(r.prattrs) AS key(attnum)
  JOIN pg_attribute AS a ON a.attrelid = r.prrelid AND a.attnum = key.attnum)`;

function alter(id: ObjectId, nameAt: number): string {
  return `ALTER PUBLICATION ${ident(part(id, nameAt))}`;
}

function leaves(what: string, publication: string) {
  return hazard("breaks-clients", `Subscribers of ${publication} get no more changes of ${what}.`);
}

function tableOf(id: ObjectId): string {
  return qualified(part(id, 0), part(id, 1));
}
