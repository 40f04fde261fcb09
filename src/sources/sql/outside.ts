import type { Finding, Span } from "../../model/finding.ts";
import { kindOf } from "./facts.ts";
import type { Node } from "./parse.ts";

/** What a statement is that no schema consists of: left out when that changes nothing in the schema, else refused. */
export function outsideSchema(node: Node, at: Span): Finding | undefined {
  if (isAboutDatabase(node)) return leftOut("It is about a whole database, not about what it holds", at);
  if ("CopyStmt" in node) return copy(node.CopyStmt.is_from ?? false, at);
  const refused = refusedKinds[kindOf(node)];
  return refused === undefined
    ? undefined
    : {
        code: "sql/not-supported",
        severity: "error",
        message: `${refused} cannot be part of a schema's source.`,
        at,
        help: "It acts on the server itself. Take it out of the files.",
      };
}

const databaseKinds: ReadonlySet<string> = new Set([
  "CreatedbStmt",
  "DropdbStmt",
  "AlterDatabaseStmt",
  "AlterDatabaseSetStmt",
  "AlterDatabaseRefreshCollStmt",
]);

const refusedKinds: Readonly<Record<string, string>> = {
  AlterSystemStmt: "ALTER SYSTEM",
  CreateTableSpaceStmt: "CREATE TABLESPACE",
  DropTableSpaceStmt: "DROP TABLESPACE",
  AlterTableSpaceOptionsStmt: "ALTER TABLESPACE",
  LoadStmt: "LOAD",
};

function isAboutDatabase(node: Node): boolean {
  if (databaseKinds.has(kindOf(node))) return true;
  if ("CommentStmt" in node) return node.CommentStmt.objtype === "OBJECT_DATABASE";
  if ("SecLabelStmt" in node) return node.SecLabelStmt.objtype === "OBJECT_DATABASE";
  if ("GrantStmt" in node) return node.GrantStmt.objtype === "OBJECT_DATABASE";
  if ("AlterOwnerStmt" in node) return node.AlterOwnerStmt.objectType === "OBJECT_DATABASE";
  if ("RenameStmt" in node) return node.RenameStmt.renameType === "OBJECT_DATABASE";
  return false;
}

/** COPY FROM stdin is told by the reader, which skips the rows. */
function copy(from: boolean, at: Span): Finding {
  if (!from) return leftOut("It only reads", at);
  return {
    code: "sql/not-supported",
    severity: "error",
    message: "COPY from a file or program of the server is not run.",
    at,
    help: "Only the schema is read: take it out, or write the rows that belong to the schema as INSERT.",
  };
}

function leftOut(why: string, at: Span): Finding {
  return { code: "sql/left-out", severity: "info", message: `${why}: this statement is left out.`, at };
}
