import type { TableDefinition } from "../definitions.ts";
import { ident } from "../quote.ts";
import { foreignOptions, optionsChange, optionsClause } from "./foreign-options.ts";

type Foreign = TableDefinition["foreign"];

/** SQL for where the rows of a foreign table (`oid`) are; NULL for any other table. */
export function foreignDefinition(oid: string): string {
  return `(SELECT json_build_object('server', s.srvname, 'options', ${foreignOptions("f.ftoptions")})
    FROM pg_foreign_table AS f JOIN pg_foreign_server AS s ON s.oid = f.ftserver WHERE f.ftrelid = ${oid})`;
}

/** `TABLE`, as CREATE, DROP and COMMENT ON call it. */
export function tableWord(foreign: Foreign): string {
  return foreign === undefined ? "TABLE" : "FOREIGN TABLE";
}

/**
 * What CREATE FOREIGN TABLE ends with, as a list with one entry or none.
 * @see https://www.postgresql.org/docs/current/sql-createforeigntable.html
 */
export function serverClause(foreign: Foreign): readonly string[] {
  if (foreign === undefined) return [];
  return [[`SERVER ${ident(foreign.server)}`, ...optionsClause(foreign.options)].join(" ")];
}

/** What ALTER FOREIGN TABLE is told. */
export function foreignChange(from: Foreign, to: Foreign): readonly string[] {
  return from === undefined || to === undefined ? [] : optionsChange(from.options, to.options);
}
