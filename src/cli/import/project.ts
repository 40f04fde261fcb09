import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { AppError } from "../../model/app-error.ts";
import type { Finding } from "../../model/finding.ts";
import { packageRoot } from "../../model/package-root.ts";
import { configPath, readProjectFiles } from "../../model/project-files.ts";
import { readProjectFromFiles } from "../../model/read-project.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import { yamlText } from "../../sources/catalog/yaml-text.ts";
import { plainName } from "../init.ts";
import type { Io } from "../io.ts";
import { findProjectRoot } from "../project.ts";

/** The lowest version that a project names where nobody knows better. */
export const usualPostgres = 15;

/** The project that definitions are written into: one that is there, or a new one. */
export interface TargetProject {
  readonly root: string;
  readonly isNew: boolean;
  /** Its definitions, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Of a new one, the schema of its tables and PostgreSQL's version are for the database to tell. */
  readonly schema?: string | undefined;
  readonly postgres?: number | undefined;
}

export async function targetProject(io: Io, dir: string | undefined): Promise<TargetProject> {
  const root = existingRoot(io, dir);
  if (root === undefined) return { root: resolve(io.cwd, dir ?? "."), isNew: true, files: new Map() };
  const { files, findings } = await readProjectFiles(root, io.cwd);
  const errors = findings.filter(({ severity }) => severity === "error");
  const read = readProjectFromFiles(root, files);
  const all: readonly Finding[] = [
    ...errors,
    ...read.findings.filter(({ severity }) => severity === "error"),
  ];
  if (read.project === undefined || all.length > 0) throw new AppError(all);
  const { schema, postgres } = read.project.config;
  return { root, isNew: false, files, schema, postgres };
}

/** The folder of the project that is there, if one is. */
export function existingRoot(io: Io, dir: string | undefined): string | undefined {
  try {
    return findProjectRoot(io, dir);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Of a database with several schemas, `public` where it holds tables, else the one with the most. */
export function mainSchema({ objects }: Catalog): string {
  const tables = new Map<string, number>();
  for (const { kind, id } of objects.values()) {
    const schema = id.path[0] ?? "";
    if (kind === "table") tables.set(schema, (tables.get(schema) ?? 0) + 1);
  }
  if (tables.has("public") || tables.size === 0) return "public";
  return [...tables].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

/** Whether a schema has tables. */
export function holdsTables({ objects }: Catalog, schema: string): boolean {
  return [...objects.values()].some(({ kind, id }) => kind === "table" && id.path[0] === schema);
}

/** Production begins as what the database has: these rules add to it what nobody has asked for yet. */
const left = ["timestamps", "key-defaults"].map((rule) => [rule, false] as const);

/** What a new project has besides its definitions. */
export async function newProjectFiles(
  root: string,
  { schema, postgres }: { readonly schema: string; readonly postgres: number },
): Promise<ReadonlyMap<string, string>> {
  const config = new Map<string, unknown>([
    ["name", plainName(basename(root)) ?? "app"],
    ["platform", "postgres"],
    ["postgres", postgres],
    ...(schema === "public" ? [] : [["schema", schema] as const]),
    [
      "harden",
      new Map<string, unknown>([
        ["profile", "minimal"],
        ["rules", new Map(left)],
      ]),
    ],
  ]);
  const ignored = join(packageRoot(), "templates/project/_gitignore");
  return new Map([
    [configPath, yamlText(config)],
    ...(existsSync(join(root, ".gitignore"))
      ? []
      : [[".gitignore", await readFile(ignored, "utf8")] as const]),
  ]);
}
