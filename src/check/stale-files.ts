import type { Finding } from "../model/finding.ts";
import type { CheckContext } from "./rule.ts";

export interface Expected {
  readonly code: string;
  /** Folder inside the project. */
  readonly folder: string;
  /** What the folder must hold: path inside it → content. */
  readonly expected: ReadonlyMap<string, string>;
  /** Files that may be there or not. */
  readonly optional?: ((path: string) => boolean) | undefined;
  /** The command that writes it. */
  readonly command: string;
}

/** Compares what a command would write with what is there. */
export async function staleFiles(
  { read, shownRoot }: CheckContext,
  { code, folder, expected, optional = () => false, command }: Expected,
): Promise<readonly Finding[]> {
  const actual = await read(folder);
  const present = [...actual.keys()].filter((path) => !optional(path));
  const paths = [...new Set([...expected.keys(), ...present])].sort();
  return paths.flatMap((path): Finding[] => {
    const wanted = expected.get(path);
    const text = actual.get(path);
    if (wanted === text) return [];
    const shown = `${shownRoot}${folder}/${path}`;
    const help = `Run \`${command}\` and commit what it writes.`;
    const finding = { code, severity: "error" as const, help };
    if (text === undefined) return [{ ...finding, message: `${shown} is missing.` }];
    const start = firstDifference(text, wanted ?? "");
    const at = { source: { path: shown, text }, start, end: start + 1 };
    if (wanted === undefined) return [{ ...finding, message: `${shown} is not written any more.`, at }];
    return [{ ...finding, message: `${shown} is out of date.`, at }];
  });
}

/** Start of the first line that differs. */
function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a.lastIndexOf("\n", at - 1) + 1;
}
