import type { ObjectId } from "../catalog.ts";
import { ident, literal } from "../quote.ts";
import { foreignOptions, optionsChange, optionsClause } from "./foreign-options.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

/** @see https://www.postgresql.org/docs/current/sql-createserver.html */
export const foreignServer: Kind<"foreign server"> = {
  madeIn: "pg_foreign_server",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_foreign_server",
      oid: "s.oid",
      path: ["s.srvname"],
      definition: {
        wrapper: "w.fdwname",
        type: "s.srvtype",
        version: "s.srvversion",
        options: foreignOptions("s.srvoptions"),
      },
    })}
    FROM pg_foreign_server AS s JOIN pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
    WHERE ${notOfExtension("pg_foreign_server", "s.oid")}`,
  address,
  create: ({ id, definition: { wrapper, type, version, options } }) => [
    {
      sql: [
        `CREATE ${address(id)}`,
        ...(type === undefined ? [] : [`TYPE ${literal(type)}`]),
        ...versionClause(version),
        `FOREIGN DATA WRAPPER ${ident(wrapper)}`,
        ...optionsClause(options),
      ].join(" "),
    },
  ],
  alter: ({ definition: from }, { id, definition: to }) => {
    const versionGoes = from.version !== undefined && to.version === undefined;
    if (from.wrapper !== to.wrapper || from.type !== to.type || versionGoes) return "replace";
    const changes = [
      ...(from.version === to.version ? [] : versionClause(to.version)),
      ...optionsChange(from.options, to.options),
    ];
    return [{ sql: [`ALTER ${address(id)}`, ...changes].join(" ") }];
  },
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `Nothing reaches the foreign server ${part(id, 0)} any more.`)],
    },
  ],
};

function address(id: ObjectId): string {
  return `SERVER ${ident(part(id, 0))}`;
}

function versionClause(version: string | undefined): readonly string[] {
  return version === undefined ? [] : [`VERSION ${literal(version)}`];
}
