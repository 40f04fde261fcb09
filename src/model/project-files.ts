import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Finding } from "./finding.ts";
import { maxFileBytes } from "./yaml-document.ts";

/** The texts of a project's definitions, by path relative to its folder, with `/`. */
export interface ProjectFiles {
  readonly files: ReadonlyMap<string, string>;
  /** Files and folders that exist and could not be read. */
  readonly unread: ReadonlySet<string>;
  readonly findings: readonly Finding[];
  /** How a path is shown to the user. */
  shown(path: string): string;
}

const definitionFolders = ["entities", "mixins", "modules", "sql"];

/** Reads the files that belong to a project's definitions; what else stands in its folder is left alone. */
export async function readProjectFiles(root: string, relativeTo: string): Promise<ProjectFiles> {
  const files = new Map<string, string>();
  const findings: Finding[] = [];
  const shown = (path: string): string => toSlashes(relative(relativeTo, join(root, path))) || path;
  const unread = new Set<string>();
  const refuse = (path: string, finding: Finding): void => {
    unread.add(path);
    findings.push(finding);
  };

  async function listFolder(folder: string): Promise<readonly string[]> {
    try {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => toSlashes(relative(root, join(entry.parentPath, entry.name))));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") refuse(folder, unreadable(shown(folder), error));
      return [];
    }
  }

  async function read(path: string): Promise<void> {
    try {
      const text = decode(await readFile(join(root, path)));
      if (typeof text === "string") files.set(path, text);
      else refuse(path, { ...text, message: `${shown(path)} ${text.message}` });
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || !topFiles.includes(path))
        refuse(path, unreadable(shown(path), error));
    }
  }

  const listed = (await Promise.all(definitionFolders.map(listFolder))).flat().sort();
  for (const path of [...topFiles, ...listed.filter(isDefinition)]) await read(path);
  findings.push(...listed.filter(isStray).map((path) => strayFinding(shown(path))));
  return { files, unread, findings, shown };
}

export const configPath = "schema.config.yaml";
export const decisionsPath = "decisions.yaml";
const topFiles = [configPath, decisionsPath];

/** Definitions and SQL; not the iterations and notes that stand beside them. */
function isDefinition(path: string): boolean {
  if (path.split("/").some((part) => part.startsWith("."))) return false;
  if (/^modules\/[^/]+\/iterations\//.test(path)) return false;
  return /\.(ya?ml|sql)$/i.test(path);
}

/** Stands where definitions stand and is none. Notes, hidden files and an editor's leftovers may. */
function isStray(path: string): boolean {
  const folder = /^(entities|mixins|modules\/[^/]+\/entities)\//.test(path);
  return folder && !/(\.ya?ml|\.md|~)$/i.test(path) && !path.includes("/.");
}

function strayFinding(path: string): Finding {
  return {
    code: "file/not-read",
    severity: "warning",
    message: `${path} is not read.`,
    help: "Definitions end in .yaml; put other files elsewhere.",
  };
}

function decode(bytes: Uint8Array): string | Finding {
  if (bytes.length > maxFileBytes) {
    const size = (bytes.length / 1_000_000).toFixed(1);
    return {
      code: "file/too-big",
      severity: "error",
      message: `is ${size} MB big; more than ${maxFileBytes / 1_000_000} MB in one file are not read.`,
      help: "Split it: a file may hold any number of definitions, and a folder any number of files.",
    };
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return {
      code: "file/not-utf8",
      severity: "error",
      message: "is not UTF-8 text.",
      help: "Save it as UTF-8.",
    };
  }
}

function unreadable(path: string, error: unknown): Finding {
  const reason: Readonly<Record<string, string>> = {
    EACCES: "permission is denied",
    EISDIR: "it is a folder",
    ENOENT: "it leads nowhere",
    ENOTDIR: "it is not a folder",
    ELOOP: "its links go round in circles",
  };
  const code = codeOf(error);
  return {
    code: "file/unreadable",
    severity: "error",
    message: `${path} cannot be read: ${reason[code] ?? code}.`,
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function toSlashes(path: string): string {
  return path.split(sep).join("/");
}
