import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, literal } from "../quote.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

type Publication = ObjectOf<"publication">;

/** Its tables and schemas are kinds of their own. @see https://www.postgresql.org/docs/current/sql-createpublication.html */
export const publication: Kind<"publication"> = {
  madeIn: "pg_publication",
  query: (version) => `
    SELECT ${objectRow({
      catalog: "pg_publication",
      oid: "p.oid",
      path: ["p.pubname"],
      definition: {
        allTables: "p.puballtables",
        publish: `(SELECT coalesce(json_agg(name), '[]') FROM (VALUES (p.pubinsert, 'insert'), (p.pubupdate, 'update'),
          (p.pubdelete, 'delete'), (p.pubtruncate, 'truncate')) AS operation(is_on, name) WHERE is_on)`,
        viaRoot: "p.pubviaroot",
        generatedColumns: version < 180_000 ? "false" : "p.pubgencols = 's'",
      },
    })}
    FROM pg_publication AS p WHERE ${notOfExtension("pg_publication", "p.oid")}`,
  address,
  create: ({ id, definition }) => {
    const options = optionsFrom(usualOptions, definition);
    return [
      {
        sql: [
          `CREATE ${address(id)}`,
          ...(definition.allTables ? ["FOR ALL TABLES"] : []),
          ...(options.length === 0 ? [] : [`WITH (${options.join(", ")})`]),
        ].join(" "),
      },
    ];
  },
  alter: (from, to) =>
    from.definition.allTables === to.definition.allTables
      ? [{ sql: `ALTER ${address(to.id)} SET (${optionsFrom(from.definition, to.definition).join(", ")})` }]
      : "replace",
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `Subscribers of ${part(id, 0)} get no more changes.`)],
    },
  ],
};

function address(id: ObjectId): string {
  return `PUBLICATION ${ident(part(id, 0))}`;
}

type Options = Omit<Publication["definition"], "allTables">;

const usualOptions: Options = {
  publish: ["insert", "update", "delete", "truncate"],
  viaRoot: false,
  generatedColumns: false,
};

/** Only what differs: not every version knows all of them. */
function optionsFrom(from: Options, to: Options): readonly string[] {
  return [
    ...(from.publish.join() === to.publish.join() ? [] : [`publish = ${literal(to.publish.join(", "))}`]),
    ...(from.viaRoot === to.viaRoot ? [] : [`publish_via_partition_root = ${to.viaRoot}`]),
    ...(from.generatedColumns === to.generatedColumns
      ? []
      : [`publish_generated_columns = ${to.generatedColumns ? "stored" : "none"}`]),
  ];
}
