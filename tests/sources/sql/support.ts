import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../../../src/model/app-error.ts";
import { type Finding, renderFinding } from "../../../src/model/finding.ts";
import type { Connection } from "../../../src/postgres/connection.ts";
import { type LoadOptions, loadSql } from "../../../src/sources/sql/load-sql.ts";
import { readSqlSource } from "../../../src/sources/sql/read-sql-source.ts";
import type { SqlSource } from "../../../src/sources/sql/source.ts";

/** Keeps the image of an empty cluster from one run to the next. */
export const cacheDir = fileURLToPath(
  new URL("../../../node_modules/.cache/schema-lifecycle", import.meta.url),
);

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** A folder with these files, gone when disposed of. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "sql-source-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Reads the files as one source: the folder, or one of them. */
export async function sourceOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  start = ".",
): Promise<SqlSource> {
  await using folder = await folderOf(files);
  return await readSqlSource(start, { relativeTo: folder.path });
}

/** Everything that reading and loading has to say. */
export async function findingsOf(
  db: Connection,
  source: SqlSource,
  options?: LoadOptions,
): Promise<readonly Finding[]> {
  try {
    return (await loadSql(db, source, options)).findings;
  } catch (error) {
    if (error instanceof AppError) return error.findings;
    throw error;
  }
}

export function render(findings: readonly Finding[]): string {
  return findings.map(renderFinding).join("\n\n");
}
