import type { Client } from "pg";
import { AppError, exitCode } from "../model/app-error.ts";
import { type Connection, parseBigint, typeOid } from "./connection.ts";
import { copyIn, RowsNotMade } from "./copy-in.ts";
import { isDatabaseError } from "./database-error.ts";
import { notAUrl, serverAddress, withSslAsPsql } from "./server-url.ts";
import { setConfig, usualSettings } from "./session-settings.ts";

/** The oldest PostgreSQL that the toolkit speaks to. */
const oldestVersion = 140_000;

/** Connects to a PostgreSQL server. Messages name host, port and database; the password is never part of one. */
export async function connectServer(url: string): Promise<Connection> {
  const address = serverAddress(url);
  const client = await newClient(url);
  // A server that goes away while nothing runs must not end the process; the next statement reports it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const version = await startSession(client);
    if (version < oldestVersion) throw tooOld(address, version);
    return connection(client, version, address);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error instanceof AppError ? error : unreachable(address, error);
  }
}

async function newClient(url: string): Promise<Client> {
  const { Client, types } = (await import("pg")).default;
  const getTypeParser: typeof types.getTypeParser = (oid: number, format?: "text" | "binary") => {
    if (oid === typeOid.bigint) return parseBigint;
    if (oid === typeOid.date) return (text: string) => text;
    return format === "binary" ? types.getTypeParser(oid, "binary") : types.getTypeParser(oid, "text");
  };
  try {
    return new Client({
      connectionString: withSslAsPsql(url),
      connectionTimeoutMillis: 10_000,
      application_name: "schema",
      // What is asked at once is sent at once.
      pipeline: true,
      types: { getTypeParser },
    });
  } catch (error) {
    // A certificate's file that cannot be read tells for itself.
    throw error instanceof Error && "syscall" in error ? error : notAUrl(error);
  }
}

/** Gives the version. */
async function startSession(client: Client): Promise<number> {
  const set = setConfig(usualSettings, "session");
  const result = await client.query(`SELECT current_setting('server_version_num') AS version, ${set}`);
  return Number(result.rows[0]?.version);
}

function connection(client: Client, version: number, address: string): Connection {
  const send = async (sql: string, params?: unknown[]) => {
    try {
      return await client.query(sql, params);
    } catch (error) {
      throw isLost(error) ? lost(address, error) : error;
    }
  };
  return {
    version,
    embedded: false,
    query: async (sql, params = []) => (await send(sql, [...params])).rows,
    execute: async (sql) => void (await send(sql)),
    copyIn: async (target, rows) => {
      try {
        await copyIn(client, target, rows);
      } catch (error) {
        if (error instanceof RowsNotMade) throw error.cause;
        throw isLost(error) ? lost(address, error) : error;
      }
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** Whether it is the session that ended, and not a statement that was refused: SQLSTATE classes 08 and 57P, or no SQLSTATE. */
function isLost(error: unknown): boolean {
  return !isDatabaseError(error) || error.code.startsWith("08") || error.code.startsWith("57P");
}

function lost(address: string, cause: unknown): AppError {
  return new AppError(
    {
      code: "database/lost",
      severity: "error",
      message: `The connection to ${address} was lost: ${reason(cause)}`,
      help: "What ran in a transaction is undone. Run the command again when the server is back.",
    },
    { exit: exitCode.unreachable, cause },
  );
}

function tooOld(address: string, version: number): AppError {
  return new AppError(
    {
      code: "database/too-old",
      severity: "error",
      message: `The server of ${address} is PostgreSQL ${Math.floor(version / 10_000)}.`,
      help: "PostgreSQL 14 or newer is needed.",
    },
    { exit: exitCode.unreachable },
  );
}

function unreachable(address: string, cause: unknown): AppError {
  return new AppError(
    {
      code: "database/unreachable",
      severity: "error",
      message: `Cannot connect to ${address}: ${reason(cause)}`,
      help: whatToDo(cause),
    },
    { exit: exitCode.unreachable, cause },
  );
}

/** What to look at, by SQLSTATE of the server or code of the operating system. */
const checks: Readonly<Record<string, string>> = {
  "28P01": "Check user and password; in a URL, special characters of both are written as %XX.",
  "28000":
    "The server does not let this user in from here: see its pg_hba.conf. It may ask for SSL: add ?sslmode=require.",
  "3D000": "Check the database's name, or make the database first.",
  "53300": "All connections are taken. Try again later, or raise max_connections.",
  "57P03": "The server is starting or stopping. Try again in a moment.",
  ECONNREFUSED: "Nothing listens there. Check host and port, and that the server runs.",
  ENOTFOUND: "There is no such host. Check its name.",
  EAI_AGAIN: "The host's name cannot be looked up now. Check it, and the network.",
};

function whatToDo(cause: unknown): string {
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = first instanceof Error && "code" in first ? `${first.code}` : "";
  const words = reason(cause);
  if (words.includes("does not support SSL")) return "Connect without it: ?sslmode=disable.";
  if (/certificate/.test(words))
    return "Name the authority that signed the server's certificate: ?sslmode=verify-full&sslrootcert=<file>.";
  return (
    checks[code] ??
    "Check that the server runs and that host, port, user, password and database name are right."
  );
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join("; ");
  return error instanceof Error ? error.message : String(error);
}
