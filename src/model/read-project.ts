import type { Finding, Report, Source } from "./finding.ts";
import { hasErrors } from "./finding.ts";
import type { Project } from "./model.ts";
import { projectOf } from "./project.ts";
import { type ProjectFiles, readProjectFiles } from "./project-files.ts";

/** A project's definitions, or why there are none. */
export interface ReadProject {
  /** Absent when there are errors. */
  readonly project: Project | undefined;
  /** In the order of files and lines. */
  readonly findings: readonly Finding[];
}

/** Reads and checks a project's folder. Paths in findings are shown relative to `relativeTo`, else to the folder. */
export async function readProject(
  root: string,
  options: { readonly relativeTo?: string | undefined } = {},
): Promise<ReadProject> {
  return assemble(root, await readProjectFiles(root, options.relativeTo ?? root));
}

/** The same from texts: paths relative to the project's folder, with `/`. */
export function readProjectFromFiles(
  root: string,
  files: ReadonlyMap<string, string>,
  shown = (path: string) => path,
): ReadProject {
  return assemble(root, { files, unread: new Set(), findings: [], shown });
}

function assemble(root: string, { files, unread, findings, shown }: ProjectFiles): ReadProject {
  const all = [...findings];
  const known = new Set<string>();
  const report: Report = (finding) => {
    const key = JSON.stringify([finding.code, finding.message, finding.at?.source.path, finding.at?.start]);
    if (!known.has(key)) all.push(finding);
    known.add(key);
  };
  const sources = new Map(
    [...files].map(([path, text]): [string, Source] => [path, { path: shown(path), text }]),
  );
  const project = projectOf(root, sources, unread, report);
  return { project: hasErrors(all) ? undefined : project, findings: all.sort(byPlace) };
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.at?.source.path ?? "", b.at?.source.path ?? ""];
  if (left !== right) return left < right ? -1 : 1;
  return (a.at?.start ?? 0) - (b.at?.start ?? 0);
}
