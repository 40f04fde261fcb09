import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { hazard, type Kind, part, shown } from "./kind.ts";
import { operatorMembers } from "./operator-members.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** Path: schema, name, index method. @see https://www.postgresql.org/docs/current/sql-createopclass.html */
export const operatorClass: Kind<"operator class"> = {
  madeIn: "pg_opclass",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_opclass",
      oid: "c.oid",
      path: ["n.nspname", "c.opcname", "m.amname"],
      definition: {
        type: "format_type(c.opcintype, NULL)",
        default: "c.opcdefault",
        family: "json_build_array(fn.nspname, f.opfname)",
        storage: "CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END",
        members: operatorMembers("pg_opclass", "c.oid"),
      },
    })}
    FROM pg_opclass AS c JOIN pg_namespace AS n ON n.oid = c.opcnamespace JOIN pg_am AS m ON m.oid = c.opcmethod
    JOIN pg_opfamily AS f ON f.oid = c.opcfamily JOIN pg_namespace AS fn ON fn.oid = f.opfnamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_opclass", "c.oid")}`,
  address,
  create: (object) => [{ sql: createClass(object) }],
  // ALTER changes nothing of what it says.
  alter: () => "replace",
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `The operator class ${shown(id.path)} is gone.`)],
    },
  ],
};

function address(id: ObjectId): string {
  return `OPERATOR CLASS ${qualified(...id.path.slice(0, 2))} USING ${ident(part(id, 2))}`;
}

function createClass({ id, definition }: ObjectOf<"operator class">): string {
  const { type, family, storage, members } = definition;
  const items = members.map(({ is }) => is);
  // The grammar wants one item at least, and this one says nothing.
  const itsType = storage ?? (items.length === 0 ? type : undefined);
  if (itsType !== undefined) items.push(`STORAGE ${itsType}`);
  return [
    `CREATE OPERATOR CLASS ${qualified(...id.path.slice(0, 2))}${definition.default ? " DEFAULT" : ""} FOR TYPE ${type}`,
    `USING ${ident(part(id, 2))} FAMILY ${qualified(...family)} AS\n  ${items.join(",\n  ")}`,
  ].join(" ");
}
