import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A `pg_dump` of this version or newer: from the PATH, else from where `pg_config` says. An older one refuses the server. */
export async function nativeDump(version: number): Promise<(url: string) => Promise<string>> {
  const seen: string[] = [];
  for (const command of ["pg_dump", ...(await configured())]) {
    const found = await dumpVersion(command);
    if (found !== undefined && found >= version) return async (url) => await dump(command, url);
    if (found !== undefined) seen.push(`${command} is of version ${found}`);
  }
  throw new NoJudge(
    `No pg_dump of version ${version} or newer: ${seen.join(", ") || "there is none on the PATH, and no pg_config"}.`,
  );
}

/** Nothing here can say what a database of this version holds. */
export class NoJudge extends Error {}

async function configured(): Promise<readonly string[]> {
  try {
    const { stdout } = await execute("pg_config", ["--bindir"]);
    return [join(stdout.trim(), "pg_dump")];
  } catch {
    return [];
  }
}

async function dumpVersion(command: string): Promise<number | undefined> {
  try {
    const { stdout } = await execute(command, ["--version"]);
    return Number(/(\d+)/.exec(stdout)?.[1]);
  } catch {
    return undefined;
  }
}

/** The password goes by the environment, not by the arguments. */
async function dump(command: string, url: string): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const env = {
    ...process.env,
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
  return (await execute(command, ["--schema-only"], { env, maxBuffer: 2 ** 30 })).stdout;
}
