import { AppError, exitCode } from "../model/app-error.ts";

/** `database "crm" on db.example.org, port 5432`: all that messages tell of a URL. */
export function serverAddress(url: string): string {
  const { pathname, hostname, port, username, searchParams } = parse(url);
  const host = searchParams.get("host") ?? (hostname || "localhost");
  const number = searchParams.get("port") ?? (port || "5432");
  return `database "${decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username)}" on ${host}, port ${number}`;
}

/** SSL as psql understands it: `sslmode=require` encrypts, and `verify-full` also looks at the certificate. */
export function withSslAsPsql(url: string): string {
  const changed = parse(url);
  if (changed.searchParams.has("sslmode")) changed.searchParams.set("uselibpqcompat", "true");
  return changed.href;
}

function parse(url: string): URL {
  try {
    const parsed = new URL(url);
    const isPostgres = parsed.protocol === "postgres:" || parsed.protocol === "postgresql:";
    // After a / or # that is not quoted the rest of a password would count as a host or name, and be shown.
    const rest = parsed.pathname + parsed.search + parsed.hash;
    for (const part of [parsed.username, parsed.password, parsed.pathname]) decodeURIComponent(part);
    if (isPostgres && !rest.includes("@") && parsed.hash === "") return parsed;
  } catch {
    // told below, without the words of the error: they may hold the URL
  }
  throw notAUrl();
}

export function notAUrl(cause?: unknown): AppError {
  return new AppError(
    {
      code: "database/bad-url",
      severity: "error",
      message: "The database's address is not a PostgreSQL URL.",
      help: "Write postgresql://user:password@host:5432/database; quote special characters as %XX.",
    },
    { exit: exitCode.unreachable, cause },
  );
}
