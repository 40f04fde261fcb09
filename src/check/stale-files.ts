import type { Finding } from "../model/finding.ts";

export interface GeneratedFolder {
  readonly code: string;
  /** The folder as the user knows it. */
  readonly folder: string;
  /** Files that may be there or not. */
  readonly optional: (path: string) => boolean;
  /** The command that writes it. */
  readonly command: string;
}

/** Compares what a command would write with what is there. */
export function staleFiles(
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
  { code, folder, optional, command }: GeneratedFolder,
): readonly Finding[] {
  const required = [...actual.keys()].filter((path) => !optional(path));
  const paths = [...new Set([...expected.keys(), ...required])].sort();
  return paths.flatMap((path): Finding[] => {
    const [wanted, text] = [expected.get(path), actual.get(path)];
    if (wanted === text) return [];
    const shown = `${folder}/${path}`;
    const help = `Run \`${command}\` and commit what it writes.`;
    const finding = { code, severity: "error" as const, help };
    if (text === undefined) return [{ ...finding, message: `${shown} is missing.` }];
    if (wanted === undefined) return [{ ...finding, message: `${shown} is not written any more.` }];
    const start = firstDifference(text, wanted);
    const at = { source: { path: shown, text }, start, end: start + 1 };
    return [{ ...finding, message: `${shown} is out of date.`, at }];
  });
}

/** Start of the first line that differs. */
function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a.lastIndexOf("\n", at - 1) + 1;
}
