import type { Client } from "pg";
import { AppError, exitCode } from "../model/app-error.ts";
import { type Connection, parseBigint, typeOid } from "./connection.ts";
import { isDatabaseError } from "./database-error.ts";

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
    const version = await serverVersion(client);
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
  return new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "schema",
    // What is asked at once is sent at once.
    pipeline: true,
    types: { getTypeParser },
  });
}

async function serverVersion(client: Client): Promise<number> {
  const result = await client.query("SELECT current_setting('server_version_num') AS version");
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

/** `database "crm" on db.example.org, port 5432` */
export function serverAddress(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw notAUrl();
  }
  if (parsed.protocol !== "postgres:" && parsed.protocol !== "postgresql:") throw notAUrl();
  const host = parsed.searchParams.get("host") ?? (parsed.hostname || "localhost");
  const port = parsed.searchParams.get("port") ?? (parsed.port || "5432");
  return `database "${decodeURIComponent(parsed.pathname.slice(1)) || parsed.username}" on ${host}, port ${port}`;
}

function notAUrl(): AppError {
  return new AppError(
    {
      code: "database/bad-url",
      severity: "error",
      message: "The database's address is not a PostgreSQL URL.",
      help: "Write postgresql://user:password@host:5432/database; quote special characters as %XX.",
    },
    { exit: exitCode.unreachable },
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
      help: "Check that the server runs and that host, port, user, password and database name are right.",
    },
    { exit: exitCode.unreachable, cause },
  );
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join("; ");
  return error instanceof Error ? error.message : String(error);
}
