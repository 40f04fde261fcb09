import type { ObjectId } from "../catalog.ts";
import { ident } from "../quote.ts";
import { foreignOptions, optionsChange, optionsClause } from "./foreign-options.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

/**
 * Path: server and role, `PUBLIC` for everybody and `CURRENT_USER` for whoever applies the plan. Its options are read where
 * PostgreSQL shows them; a mapping whose options it hides is named as not handled.
 * @see https://www.postgresql.org/docs/current/sql-createusermapping.html
 */
export const userMapping: Kind<"user mapping"> = {
  madeIn: "pg_user_mapping",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_user_mapping",
      oid: "m.umid",
      path: [
        "m.srvname",
        "CASE WHEN m.umuser = 0 THEN 'PUBLIC' WHEN m.usename = current_user THEN 'CURRENT_USER' ELSE m.usename::text END",
      ],
      definition: { options: foreignOptions("m.umoptions") },
    })}
    FROM pg_user_mappings AS m JOIN pg_foreign_server AS s ON s.oid = m.srvid
    WHERE ${notOfExtension("pg_user_mapping", "m.umid")} AND ${readable}`,
  requires: ({ id }) => {
    const role = part(id, 1);
    return role === "PUBLIC" || role === "CURRENT_USER" ? [] : [{ kind: "role", path: [role] }];
  },
  create: ({ id, definition }) => [
    { sql: [`CREATE ${named(id)}`, ...optionsClause(definition.options)].join(" ") },
  ],
  alter: (from, { id, definition }) => [
    {
      sql: [`ALTER ${named(id)}`, ...optionsChange(from.definition.options, definition.options)].join(" "),
    },
  ],
  drop: ({ id }) => [
    {
      sql: `DROP ${named(id)}`,
      hazards: [hazard("breaks-clients", `${part(id, 1)} can no longer use the server ${part(id, 0)}.`)],
    },
  ],
};

/** What the view `pg_user_mappings` shows the options of. */
const readable = `((SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
  OR m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')
  OR m.usename = current_user AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE')))`;

function named(id: ObjectId): string {
  const role = part(id, 1);
  const user = role === "PUBLIC" || role === "CURRENT_USER" ? role : ident(role);
  return `USER MAPPING FOR ${user} SERVER ${ident(part(id, 0))}`;
}
