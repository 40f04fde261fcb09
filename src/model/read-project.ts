import type { Finding, Report, Source } from "./finding.ts";
import { hasErrors } from "./finding.ts";
import type { Project } from "./model.ts";
import { projectOf } from "./project.ts";
import { readProjectFiles } from "./project-files.ts";

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
  const { files, shown, findings } = await readProjectFiles(root, options.relativeTo ?? root);
  return assemble(root, files, shown, findings);
}

/** The same from texts: paths relative to the project's folder, with `/`. */
export function readProjectFromFiles(root: string, files: ReadonlyMap<string, string>): ReadProject {
  return assemble(root, files, (path) => path, []);
}

function assemble(
  root: string,
  files: ReadonlyMap<string, string>,
  shown: (path: string) => string,
  unread: readonly Finding[],
): ReadProject {
  const findings = [...unread];
  const known = new Set<string>();
  const report: Report = (finding) => {
    const key = JSON.stringify([finding.code, finding.message, finding.at?.source.path, finding.at?.start]);
    if (!known.has(key)) findings.push(finding);
    known.add(key);
  };
  const sources = new Map(
    [...files].map(([path, text]): [string, Source] => [path, { path: shown(path), text }]),
  );
  const project = projectOf(root, sources, hasErrors(unread), report);
  const sorted = findings.sort(byPlace);
  return { project: hasErrors(sorted) ? undefined : project, findings: sorted };
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.at?.source.path ?? "", b.at?.source.path ?? ""];
  if (left !== right) return left < right ? -1 : 1;
  return (a.at?.start ?? 0) - (b.at?.start ?? 0);
}
