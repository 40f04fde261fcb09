import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Finding, Source } from "../../model/finding.ts";

/** The SQL files of a folder, at any depth, sorted by path; hidden ones are passed over. */
export async function listSqlFiles(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const hidden = slashed(relative(folder, path))
      .split("/")
      .some((part) => part.startsWith("."));
    if (hidden || !/\.sql$/i.test(entry.name)) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) paths.push(path);
  }
  const key = (path: string) => slashed(relative(folder, path));
  return paths.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Reads a file as text that PostgreSQL can hold; a byte order mark is dropped. */
export async function readSqlFile(path: string, shown: string): Promise<Source | Finding> {
  const bytes = await readFile(path);
  const problem = (code: string, message: string, help: string): Finding => ({
    code,
    severity: "error",
    message: `${shown} ${message}`,
    help,
  });
  if (bytes.subarray(0, 5).toString("latin1") === "PGDMP")
    return problem(
      "sql/archive",
      "is an archive of pg_dump, not SQL.",
      "Turn it into SQL: pg_restore --schema-only --file=schema.sql <archive>",
    );
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return problem("sql/not-utf8", "is not UTF-8 text.", "Save it as UTF-8; pg_dump has --encoding=UTF8.");
  }
  if (!text.includes("\0")) return { path: shown, text };
  return problem("sql/not-text", "holds the character U+0000.", "SQL is text: save the file as UTF-8.");
}

/** Whether a file stands in one of the folders, links followed. */
export async function standsIn(path: string, folders: readonly string[]): Promise<boolean> {
  const real = await realpath(path);
  for (const folder of folders) {
    const way = relative(await realpath(folder), real);
    if (way !== ".." && !way.startsWith(`..${sep}`) && !/^([A-Za-z]:|[\\/])/.test(way)) return true;
  }
  return false;
}

export function slashed(path: string): string {
  return path.split(sep).join("/");
}
