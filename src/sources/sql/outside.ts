import type { Finding, Span } from "../../model/finding.ts";
import { kindOf, type Tree } from "./facts.ts";
import type { Node } from "./parse.ts";

/** What a statement is that no schema consists of: left out when that changes nothing in the schema, else refused. */
export function outsideSchema(node: Node, at: Span): Finding | undefined {
  if (isAboutDatabase(node)) return leftOut("It is about a whole database, not about what it holds", at);
  if ("CreateSubscriptionStmt" in node && connects(node.CreateSubscriptionStmt)) return connecting(at);
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

function connects({ options }: Tree<"CreateSubscriptionStmt">): boolean {
  return !(options ?? []).some(
    (option) => "DefElem" in option && option.DefElem.defname === "connect" && isFalse(option.DefElem.arg),
  );
}

function isFalse(value: Node | undefined): boolean {
  if (value === undefined) return false;
  if ("Boolean" in value) return value.Boolean.boolval !== true;
  if ("Integer" in value) return (value.Integer.ival ?? 0) === 0;
  return "String" in value && /^(false|off)$/i.test(value.String.sval ?? "");
}

function connecting(at: Span): Finding {
  return {
    code: "sql/not-supported",
    severity: "error",
    message: "This subscription would connect to its publisher and begin to copy.",
    at,
    help: "Write WITH (connect = false, …), as pg_dump does.",
  };
}

function leftOut(why: string, at: Span): Finding {
  return { code: "sql/left-out", severity: "info", message: `${why}: this statement is left out.`, at };
}
